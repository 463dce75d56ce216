"""Of two reports of one thing the newer comes first; nothing else is moved far."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.models import Hit, Query
from retrieval.reading import Reading, ScoredSentence
from retrieval.recency import DATED, NEWEST, newer_first, prefer
from tests.retrieval.newsroom import article, hit

OLD = "At least 12 people were hurt when the dam above Arlen broke on Friday."
NEW = "Seventeen people were hurt when the dam above Arlen broke on Friday."
ELSEWHERE = "At least 19 people were hurt when the dam above Boren broke on Friday."
APART = "The mayor of Arlen left her office."
QUESTION = "How many people were hurt?"


def read(*told: tuple[str, int, float]) -> Reading:
    """Sentences with the day of their article and their score, each of an article of its own."""
    found = []
    for number, (text, day, score) in enumerate(told):
        one = hit(article("Dam", text, f"Publisher {number}", day), number)
        found.append(ScoredSentence(one, one.passage.sentences[0], score))
    found.sort(key=lambda item: -item.score)
    sure = found[0].score if found else 0.0
    return Reading(QUESTION, tuple(found), sure)


def texts(reading: Reading) -> list[str]:
    return [item.text for item in reading.sentences]


def test_the_newer_figure_comes_first_whatever_the_scores_were() -> None:
    ordered = newer_first(read((OLD, 1, 0.9), (APART, 3, 0.8), (NEW, 2, 0.6)))
    assert texts(ordered) == [NEW, APART, OLD]
    assert [item.score for item in ordered.sentences] == [0.9, 0.8, 0.6]
    assert ordered.answerable == 0.9


def test_another_event_is_no_newer_report_of_this_one() -> None:
    before = read((OLD, 1, 0.9), (ELSEWHERE, 5, 0.6))
    assert texts(newer_first(before)) == texts(before)


def test_a_newer_article_that_tells_something_else_buries_nothing() -> None:
    before = read((OLD, 1, 0.9), (APART, 28, 0.6))
    assert texts(newer_first(before)) == texts(before)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([OLD, NEW, ELSEWHERE, APART]), st.integers(1, 28), st.floats(0, 1, width=16)
        ),
        max_size=8,
    )
)
@settings(deadline=None)
def test_no_sentence_and_no_score_is_lost(told: list[tuple[str, int, float]]) -> None:
    before = read(*told)
    after = newer_first(before)
    assert sorted(texts(after)) == sorted(texts(before))
    assert [item.score for item in after.sentences] == [item.score for item in before.sentences]


def _hits(*told: tuple[int | None, float]) -> list[Hit]:
    hits = [
        hit(article("Dam", f"Story {day} of the dam above Arlen.", day=day), n, score)
        for n, (day, score) in enumerate(told)
    ]
    return sorted(hits, key=lambda one: -one.score)


def test_for_the_present_state_the_newer_of_two_like_reports_leads() -> None:
    hits = _hits((1, 1.0), (28, 0.99), (None, 0.985))
    assert [one.article.article.published_at for one in prefer(hits, Query("who?", newest=True))] == [
        datetime(2024, 3, 28, tzinfo=UTC),
        datetime(2024, 3, 1, tzinfo=UTC),
        None,
    ]


def test_a_much_better_old_report_is_not_buried() -> None:
    hits = _hits((1, 1.0), (28, 1.0 - NEWEST - DATED))
    assert prefer(hits, Query("who?", newest=True))[0].article.article.published_at == datetime(
        2024, 3, 1, tzinfo=UTC
    )


def test_reports_of_who_is_asked_for_gain() -> None:
    hits = _hits((1, 1.0), (None, 0.9))
    hits[1] = hit(article("Dam", "The dam above Arlen broke.", "Valley Post", day=None), 1, 0.9)
    assert prefer(hits, Query("what?", publishers=("Valley Post",)))[0] is not hits[0]
    assert prefer(hits, Query("what?", publishers=("Nobody",))) == hits


def test_reports_of_the_time_asked_about_gain() -> None:
    march = (datetime(2024, 3, 20, tzinfo=UTC), datetime(2024, 3, 21, tzinfo=UTC))
    hits = _hits((1, 1.0), (22, 0.99))
    assert prefer(hits, Query("who?", dates=(march,)))[0].article.article.published_at == datetime(
        2024, 3, 22, tzinfo=UTC
    )
    assert prefer(hits, Query("who?")) == hits
    assert prefer([], Query("who?", newest=True)) == []
