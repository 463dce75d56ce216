"""The figures of the questions over several publishers, against their definitions."""

from __future__ import annotations

import pytest

from benchmarks.multihop import Found, figures


def test_recall_is_the_share_of_the_needed_facts_among_the_first() -> None:
    found = Found(frozenset("ab"), tuple("xaybz"), refused=False)
    assert [found.recall(depth) for depth in (1, 2, 4)] == [0, 0.5, 1]


def test_refusals_are_counted_apart_for_questions_with_and_without_facts() -> None:
    table = figures(
        [
            Found(frozenset("a"), tuple("abcd"), refused=False),
            Found(frozenset("ae"), tuple("abcde"), refused=True),
            Found(frozenset(), tuple("ab"), refused=True),
        ]
    )
    assert table["facts found at 4"] == pytest.approx(0.75)
    assert table["all facts found at 4"] == table["false refusals"] == 0.5
    assert table["all facts found at 10"] == table["refusal recall"] == 1
