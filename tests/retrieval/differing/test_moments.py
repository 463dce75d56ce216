"""Days are resolved against the day an article was published."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.differing.moments import moments

TUESDAY = datetime(2024, 9, 10, 12, tzinfo=UTC)
DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))
MONTH_WORDS = "January February March April May June July August September October November December"
MONTHS = MONTH_WORDS.split()


def days(text: str, published: datetime | None = TUESDAY) -> list[tuple[date, date]]:
    found = moments(text, published)
    return [(date.fromordinal(moment.low), date.fromordinal(moment.high)) for moment in found]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It sank on 3 May 2021.", date(2021, 5, 3), date(2021, 5, 3)),
        ("It sank on May 3rd, 2021.", date(2021, 5, 3), date(2021, 5, 3)),
        ("It sank on the 3rd of May 2021.", date(2021, 5, 3), date(2021, 5, 3)),
        ("It sank in May 2021.", date(2021, 5, 1), date(2021, 5, 31)),
        ("It sank in 2021.", date(2021, 1, 1), date(2021, 12, 31)),
        ("It sank on Monday.", date(2024, 9, 9), date(2024, 9, 9)),
        ("It sank on Tuesday.", date(2024, 9, 10), date(2024, 9, 10)),
        ("It sank yesterday.", date(2024, 9, 9), date(2024, 9, 9)),
        ("It sank on 3 September.", date(2024, 9, 3), date(2024, 9, 3)),
        ("It sank on Dec. 30.", date(2024, 12, 30), date(2024, 12, 30)),
    ],
)
def test_days_are_read_as_news_writes_them(text: str, first: date, last: date) -> None:
    assert days(text) == [(first, last)]


def test_the_nearest_year_is_meant() -> None:
    new_year = datetime(2025, 1, 2, tzinfo=UTC)
    assert days("It sank on 30 December.", new_year) == [(date(2024, 12, 30), date(2024, 12, 30))]


def test_without_a_day_of_publication_relative_days_are_left_out() -> None:
    assert days("It sank on Monday, or on 3 May.", None) == []
    assert days("It sank on 3 May 2021.", None) == [(date(2021, 5, 3), date(2021, 5, 3))]


@pytest.mark.parametrize(
    "text", ["It has run since 1990.", "It ran from 1990 to 1995.", "By 3 May 2021 it ran."]
)
def test_what_only_bounds_a_time_is_marked(text: str) -> None:
    assert all(moment.bound for moment in moments(text, TUESDAY))


@pytest.mark.parametrize(
    "text", ["On 31 February 2021.", "On 30 Feb.", "In 2,021 cases.", "Some 2021 people."]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert days(text) == []


@given(DATES)
def test_every_written_day_is_found_again(day: date) -> None:
    month = MONTHS[day.month - 1]
    for text in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
        assert days(f"It was on {text}.") == [(day, day)]


@given(DATES)
def test_a_day_lies_in_its_month_and_its_year(day: date) -> None:
    month = MONTHS[day.month - 1]
    for text in (f"{month} {day.year}", f"{day.year}"):
        ((first, last),) = days(f"It was in {text}.")
        assert first <= day <= last


@given(DATES, st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_weekday_is_within_the_week_before(published: date, name: str) -> None:
    ((first, last),) = days(
        f"It was on {name}.", datetime(published.year, published.month, published.day, 12, tzinfo=UTC)
    )
    assert first == last
    assert first.strftime("%A") == name
    assert 0 <= (published - first).days < 7


@given(st.text(max_size=200))
def test_any_text_can_be_read_for_days(text: str) -> None:
    for moment in moments(text, TUESDAY):
        assert text[moment.start : moment.end] == moment.text
        assert moment.low <= moment.high
