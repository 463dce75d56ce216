"""Publishers by what they are called, and what is said of those that nobody here is."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Filters
from retrieval.publishers import resolved, searched_in, spoken_unknown, unknown_in
from tests.retrieval.newsroom import Newsroom, article

HELD = ("Associated Press", "BBC News", "BBC Sport", "The Harbour Ledger", "apnews.com")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("associated  press", ("associated  press",)),
        ("AP", ("Associated Press", "apnews.com")),
        ("BBC", ("BBC News", "BBC Sport")),
        ("BBC Sport", ("BBC Sport",)),
        ("Harbour Ledger", ("The Harbour Ledger",)),
        ("Nobody", ("Nobody",)),
    ],
)
def test_a_filter_names_publishers_by_any_name_they_have(typed: str, meant: tuple[str, ...]) -> None:
    assert resolved(Filters((typed,)), HELD).publishers == meant


def test_no_publisher_stays_none() -> None:
    assert resolved(Filters(), HELD) == Filters()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Harbor Leger", "No article here is by Harbor Leger. Did you mean The Harbour Ledger?"),
        ("Ledger", "No article here is by Ledger. Did you mean The Harbour Ledger?"),
        ("Zzz", f"No article here is by Zzz. Publishers: {', '.join(HELD)}."),
    ],
)
def test_a_stranger_is_named_with_who_may_be_meant(typed: str, said: str) -> None:
    (unknown,) = unknown_in(Filters((typed, "AP")), HELD)
    assert spoken_unknown(unknown) == said


def test_of_many_publishers_the_first_are_named() -> None:
    (unknown,) = unknown_in(Filters(("Zzz",)), [f"Paper {number}" for number in range(30)])
    assert spoken_unknown(unknown).endswith("Paper 9 and 20 more.")


def test_what_is_searched_is_said_with_the_names_of_the_library(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, [article("Dam breaks", "The dam above Arlen broke.", "Associated Press")])
    searched = searched_in(newsroom.library, Filters(("AP", "Reuters")))
    assert searched.filters.publishers == ("Associated Press", "Reuters")
    assert searched.coverage.articles == 1
    assert [unknown.name for unknown in searched.unknown] == ["Reuters"]
    newsroom.library.close()
