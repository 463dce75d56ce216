"""The figures of the questions over several publishers, against their definitions."""

from __future__ import annotations

import pytest

from benchmarks.multihop import Found, recall_figures, refusal_figures


def test_recall_is_the_share_of_the_needed_facts_among_the_first() -> None:
    found = Found(frozenset("ab"), tuple("xaybz"))
    assert [found.recall(depth) for depth in (1, 2, 4)] == [0, 0.5, 1]


def test_all_facts_found_counts_questions() -> None:
    table = recall_figures(
        [Found(frozenset("a"), tuple("abcd")), Found(frozenset("ae"), tuple("abcde"))],
    )
    assert table["facts found at 4"].value == pytest.approx(0.75)
    assert table["all facts found at 4"].value == 0.5
    assert table["all facts found at 10"].value == 1


def test_refusals_are_counted_apart_for_questions_with_and_without_facts() -> None:
    table = refusal_figures([(True, False), (True, True), (False, True)])
    assert (table["false refusals"].value, table["false refusals"].count) == (0.5, 2)
    assert (table["refusal recall"].value, table["refusal recall"].count) == (1, 1)
