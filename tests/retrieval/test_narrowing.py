"""What a question's words ask for is looked through first; beyond it, an answer says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus import Filters, StoredArticle
from retrieval.answerer import Answerer
from retrieval.models import Answer, Status
from retrieval.understanding.constraints import Constraints
from retrieval.understanding.scope import Scope, scopes_of
from tests.retrieval.newsroom import Newsroom, article, build

CLOCK = datetime(2024, 4, 10, 12, tzinfo=UTC)
WHEN = "When did the dam above Arlen break"
STORIES = (
    article(
        "Dam breaks above Arlen",
        "The dam above Arlen broke at dawn on Friday, the mayor said. Seventeen people were hurt.",
        "The Courier",
        day=1,
    ),
    article(
        "Dam gives way",
        "The dam above Arlen broke on Friday shortly after midnight, engineers said in Boren.",
        "Valley Post",
        day=8,
    ),
    article(
        "Orchestra names conductor",
        "The Harbour Orchestra named Lena Okoye its conductor on Monday. Okoye has led choirs in Lisbon.",
        "The Ledger",
        day=20,
    ),
)
COPIED = replace(STORIES[2], publisher="Boren Echo", published_at=datetime(2024, 3, 25, tzinfo=UTC))


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path, STORIES)
    copy = StoredArticle("f" * 16, COPIED, 1, syndicated_from=f"{2:016x}")
    room.library.save(copy, [], room.embedder.embed([]))
    yield room
    room.library.close()


@pytest.fixture
def answerer(newsroom: Newsroom) -> Answerer:
    return build(newsroom, now=lambda: CLOCK)


def publishers(answer: Answer) -> set[str | None]:
    return {citation.article.article.publisher for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "publisher"),
    [
        (f"{WHEN}, according to the Valley Post?", "Valley Post"),
        (f"According to the Courier, {WHEN.lower()}?", "The Courier"),
        (f"As of 5 March 2024, {WHEN.lower()}?", "The Courier"),
        (f"{WHEN}, as reported by the Valley Post last month?", "Valley Post"),
    ],
)
def test_words_narrow_the_answer_to_what_they_ask_for(
    answerer: Answerer, question: str, publisher: str
) -> None:
    answer = answerer.answer(question)
    assert answer.status is Status.ANSWERED
    assert publishers(answer) == {publisher}
    assert answer.searched.filters
    assert not answer.searched.widened
    assert answer.question == question


def test_an_answer_from_outside_says_so_and_shows_what_was_asked_for(answerer: Answerer) -> None:
    answer = answerer.answer(f"{WHEN}, according to the Ledger?")
    assert answer.status is Status.ANSWERED
    assert publishers(answer) <= {"The Courier", "Valley Post"}
    assert answer.searched.widened
    assert answer.searched.filters == Filters(publishers=("The Ledger",))
    assert answer.searched.coverage.articles == 4


def test_a_refusal_after_widening_says_that_all_was_searched(answerer: Answerer) -> None:
    answer = answerer.answer("According to the Ledger, what is the capital of Australia?")
    assert answer.status is Status.REFUSED
    assert answer.searched.widened
    assert answer.searched.coverage.articles == 4


def test_a_publisher_that_is_not_held_is_never_answered_for_silently(answerer: Answerer) -> None:
    answer = answerer.answer(f"{WHEN}, according to AFP?")
    assert answer.searched.filters.publishers == ("AFP",)
    assert answer.searched.widened


def test_filters_are_orders_and_are_not_left(answerer: Answerer) -> None:
    filters = Filters(publishers=("The Ledger",))
    answer = answerer.answer(f"{WHEN}, according to the Courier?", filters)
    assert answer.status is Status.REFUSED
    assert answer.searched.filters == filters
    assert not answer.searched.widened


def test_who_asks_as_of_a_day_counts_last_week_from_it(answerer: Answerer) -> None:
    filters = Filters(until=datetime(2024, 3, 13, tzinfo=UTC))
    answer = answerer.answer("What did the Valley Post report last week about the dam above Arlen?", filters)
    assert answer.searched.filters == replace(filters, publishers=("Valley Post",))


def test_each_of_several_publishers_is_heard(answerer: Answerer) -> None:
    answer = answerer.answer(f"{WHEN}, according to the Courier and the Valley Post?")
    assert publishers(answer) == {"The Courier", "Valley Post"}
    assert answer.searched.silent == ()
    assert not answer.searched.widened


def test_a_publisher_with_nothing_to_say_is_named(answerer: Answerer) -> None:
    answer = answerer.answer(f"{WHEN}, according to the Courier and the Ledger?")
    assert publishers(answer) == {"The Courier"}
    assert answer.searched.silent == ("The Ledger",)


@pytest.mark.parametrize(
    "filters", [Filters(publishers=("boren echo",)), Filters(since=datetime(2024, 3, 24, tzinfo=UTC))]
)
def test_a_copy_inside_the_filters_is_quoted_as_what_it_is(answerer: Answerer, filters: Filters) -> None:
    answer = answerer.answer("Whom did the Harbour Orchestra name its conductor?", filters)
    assert answer.status is Status.ANSWERED
    assert publishers(answer) == {"Boren Echo"}
    for citation in answer.citations:
        assert citation.article.id == "f" * 16
        assert citation.quote == COPIED.text[citation.start : citation.end]


def test_a_copy_and_its_original_are_one_voice(answerer: Answerer) -> None:
    question = (
        "Whom did the Harbour Orchestra name its conductor, according to the Ledger and the Boren Echo?"
    )
    answer = answerer.answer(question)
    assert publishers(answer) == {"The Ledger", "Boren Echo"}
    assert answer.independent_sources == 1


AP = Constraints(publishers=("AP",), voices=(("AP",),), until=CLOCK)
BOTH = Constraints(publishers=("AP", "BBC"), voices=(("AP",), ("BBC",)), compare=True)


@pytest.mark.parametrize(
    ("constraints", "filters", "expected"),
    [
        (Constraints(), Filters(), [Scope(Filters())]),
        (AP, Filters(), [Scope(Filters(("AP",), until=CLOCK)), Scope(Filters(("AP",))), Scope(Filters())]),
        (AP, Filters(("X",)), [Scope(Filters(("X",), until=CLOCK)), Scope(Filters(("X",)))]),
        (AP, Filters(since=CLOCK), [Scope(Filters(("AP",), since=CLOCK)), Scope(Filters(since=CLOCK))]),
        (BOTH, Filters(), [Scope(Filters(("AP", "BBC")), BOTH.voices), Scope(Filters())]),
    ],
)
def test_a_search_widens_step_by_step_up_to_the_filters(
    constraints: Constraints, filters: Filters, expected: list[Scope]
) -> None:
    assert list(scopes_of(constraints, filters)) == expected
