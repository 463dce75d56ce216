"""Reciprocal rank fusion against the formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fuse import fuse

rankings = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4)


def test_an_id_that_both_rankings_hold_comes_before_one_that_leads_a_single_ranking() -> None:
    assert [name for name, _ in fuse([["a", "b"], ["c", "b"]])] == ["b", "a", "c"]


@given(rankings, st.integers(1, 100))
def test_every_score_is_the_sum_of_the_reciprocal_ranks(lists: list[list[str]], damping: int) -> None:
    fused = fuse(lists, damping)
    assert {name for name, _ in fused} == {name for ranking in lists for name in ranking}
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)
    for name, score in fused:
        expected = sum(1 / (damping + ranking.index(name) + 1) for ranking in lists if name in ranking)
        assert score == pytest.approx(expected)
