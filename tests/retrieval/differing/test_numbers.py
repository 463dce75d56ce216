"""A number allows what its words allow, and no more."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.differing.numbers import FIGURE, HEDGE, at_least, bounds, value_of

HEDGES = [None, "at least", "more than", "about", "nearly", "up to", "fewer than", "some"]
COUNTS = st.integers(1, 10_000_000)


@pytest.mark.parametrize(
    ("number", "hedge", "low", "high"),
    [
        ("11", None, 11, 11), ("forty-one", None, 41, 41), ("25,000", None, 24_500, 25_500),
        ("1.5 million", "about", 1_275_000, 1_725_000), ("11", "at least", 11, 16.5), ("50", "up to", 0, 50),
        ("120", None, 115, 125), ("Twenty", None, 20, 20), ("3,482", None, 3_482, 3_482),
        ("11", "no fewer than", 11, 16.5), ("2bn", None, 1.5e9, 2.5e9),
    ],
)  # fmt: skip
def test_a_number_allows_what_its_words_allow(
    number: str, hedge: str | None, low: float, high: float
) -> None:
    assert bounds(number, hedge) == pytest.approx((low, high))


@given(COUNTS, st.sampled_from(HEDGES))
def test_a_range_holds_its_own_number(count: int, hedge: str | None) -> None:
    low, high = bounds(str(count), hedge)
    assert low <= count <= high


@given(COUNTS)
def test_a_number_means_the_same_with_commas(count: int) -> None:
    assert value_of(f"{count:,}") == value_of(str(count)) == count


@given(COUNTS, COUNTS)
def test_whatever_two_minimums_say_the_higher_begins_higher(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert bounds(str(low), "at least")[0] <= bounds(str(high), "at least")[0]


@pytest.mark.parametrize("text", ["11", "3,482", "1.5 million", "forty-one", "seven hundred", "2bn"])
def test_figures_are_read_whole(text: str) -> None:
    assert re.fullmatch(FIGURE, text, re.IGNORECASE)


def test_only_minimums_are_minimums() -> None:
    assert all(map(at_least, ("At least", "more than")))
    assert not any(map(at_least, ("about", "up to", None)))
    assert re.fullmatch(HEDGE, "at least")
