"""Dense and lexical rankings over a real library."""

from __future__ import annotations

from datetime import UTC, datetime

from corpus import Filters
from retrieval.models import Query
from retrieval.rankers import DenseRanker, LexicalRanker
from tests.retrieval.newsroom import Newsroom

QUERY = Query("Who conducts the Harbour Orchestra?")
POST = Filters(publishers=("valley post",))


def dense(newsroom: Newsroom) -> DenseRanker:
    return DenseRanker(newsroom.index, newsroom.library, newsroom.embedder)


def publishers(newsroom: Newsroom, ranking: list[tuple[str, float]]) -> set[str | None]:
    found = newsroom.library.passages([name for name, _ in ranking])
    return {stored.article.publisher for _, stored in found}


def test_scores_fall_and_are_cosines(newsroom: Newsroom) -> None:
    ranking = dense(newsroom).rank(QUERY, 10)
    scores = [score for _, score in ranking]
    assert scores == sorted(scores, reverse=True)
    assert all(-1 <= score <= 1.001 for score in scores)


def test_an_index_that_is_away_costs_no_hit(newsroom: Newsroom) -> None:
    with_index = dense(newsroom).rank(QUERY, 3)
    newsroom.index.away = True
    assert dense(newsroom).rank(QUERY, 3) == with_index


def test_a_filter_is_kept(newsroom: Newsroom) -> None:
    query = Query(QUERY.text, POST)
    assert publishers(newsroom, dense(newsroom).rank(query, 10)) == {"Valley Post"}
    assert publishers(newsroom, LexicalRanker(newsroom.library).rank(Query("dam", POST), 10)) == {
        "Valley Post"
    }


def test_a_filter_that_the_nearest_do_not_meet_is_met_by_an_exact_scan(newsroom: Newsroom) -> None:
    ranker = dense(newsroom)
    ranker.OVER_FETCH = 1
    ranking = ranker.rank(Query(QUERY.text, POST), 1)
    assert publishers(newsroom, ranking) == {"Valley Post"}


def test_dates_that_leave_nothing_leave_nothing(newsroom: Newsroom) -> None:
    query = Query(QUERY.text, Filters(since=datetime(2030, 1, 1, tzinfo=UTC)))
    assert dense(newsroom).rank(query, 5) == []
    assert LexicalRanker(newsroom.library).rank(query, 5) == []


def test_words_that_only_ask_do_not_rank(newsroom: Newsroom) -> None:
    ranker = LexicalRanker(newsroom.library)
    assert ranker.rank(Query("what did the orchestra do"), 5) == ranker.rank(Query("orchestra"), 5)
    assert ranker.rank(Query("who was it?"), 5)
