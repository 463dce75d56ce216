"""Hits of both rankers together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus import Filters
from retrieval.models import Hit, Query
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.retriever import HybridRetriever
from tests.retrieval.newsroom import Newsroom


class ShortestFirst:
    """A reranker that prefers short passages."""

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        return sorted(
            (replace(hit, score=-len(hit.passage.text)) for hit in hits), key=lambda hit: -hit.score
        )


def retriever(newsroom: Newsroom, reranker: ShortestFirst | None = None) -> HybridRetriever:
    dense = DenseRanker(newsroom.index, newsroom.library, newsroom.embedder)
    return HybridRetriever(newsroom.library, [dense, LexicalRanker(newsroom.library)], reranker)


def test_the_story_asked_about_comes_first(newsroom: Newsroom) -> None:
    hits = retriever(newsroom).retrieve(Query("Whom did the Harbour Orchestra name conductor?"))
    assert hits[0].article.article.title == "Orchestra names first woman conductor"
    assert hits[0].similarity > 0
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_no_more_hits_than_asked_for(newsroom: Newsroom) -> None:
    assert len(retriever(newsroom).retrieve(Query("dam"), 1)) == 1


@pytest.mark.parametrize("limit", [0, -1])
def test_less_than_one_hit_is_none(newsroom: Newsroom, limit: int) -> None:
    assert retriever(newsroom).retrieve(Query("dam"), limit) == []


def test_filters_that_leave_nothing_give_no_hits(newsroom: Newsroom) -> None:
    assert retriever(newsroom).retrieve(Query("dam", Filters(publishers=("Nobody",)))) == []


def test_hits_carry_the_stored_words(newsroom: Newsroom) -> None:
    for hit in retriever(newsroom).retrieve(Query("dam")):
        assert hit.passage.text == hit.article.article.text[hit.passage.start : hit.passage.end]


def test_questions_without_words_are_ranked_all_the_same(newsroom: Newsroom) -> None:
    assert retriever(newsroom).retrieve(Query("???"))


def test_a_reranker_has_the_last_word(newsroom: Newsroom) -> None:
    hits = retriever(newsroom, ShortestFirst()).retrieve(Query("dam"))
    lengths = [len(hit.passage.text) for hit in hits]
    assert lengths == sorted(lengths)
