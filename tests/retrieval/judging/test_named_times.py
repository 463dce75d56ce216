"""Days, months and years as two sentences name them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.judging.named_times import named_times

PUBLISHED = datetime(2024, 3, 7, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("on 5 March 2024", "on March 5", True),
        ("on 5 March 2024", "on 6 March", False),
        ("in March 2024", "on 5 March 2024", True),
        ("in 2023", "on 5 March 2024", False),
        ("on Tuesday", "on Tuesday", True),
        ("on Tuesday", "on Friday", False),
        ("in 2024", "on Tuesday", None),
    ],
)
def test_two_times_are_the_same_another_or_not_to_be_compared(
    one: str, other: str, same: bool | None
) -> None:
    assert named_times(one)[0].same(named_times(other)[0]) is same


@pytest.mark.parametrize("words", ["on Tuesday", "on 5 March", "this week", "this month", "last Tuesday"])
def test_the_articles_date_tells_what_day_its_words_mean(words: str) -> None:
    (asked,) = named_times("on 5 March 2024")
    assert named_times(words, PUBLISHED)[0].same(asked)


def test_yesterday_without_a_date_is_left_open() -> None:
    assert named_times("yesterday")[0].is_open
    assert not named_times("yesterday", PUBLISHED)[0].is_open


def test_a_number_of_people_is_no_year() -> None:
    assert named_times("It was seen by 2012 people.") == []
