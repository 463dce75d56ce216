"""Dates in options: a year, a month, a day or a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import day, period
from retrieval.errors import DateError


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        ("2024-02", datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-12", datetime(2024, 12, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        (" 2024-02-29 ", datetime(2024, 2, 29, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_year_a_month_or_a_day_is_all_of_it(text: str, start: datetime, end: datetime) -> None:
    assert period(text) == (start, end)


def test_a_moment_with_a_zone_is_put_into_utc() -> None:
    start, end = period("2024-09-10T16:00:00+02:00")
    assert start == datetime(2024, 9, 10, 14, tzinfo=UTC)
    assert end - start == timedelta(microseconds=1)


@pytest.mark.parametrize("text", ["9999", "9999-12", "9999-12-31"])
def test_the_last_date_there_is_means_no_end(text: str) -> None:
    assert period(text)[1] == datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "someday", "2024-13", "2024-02-30", "0000", "20240910x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        period(text)


@given(st.dates(max_value=date(9999, 12, 30)))
def test_days_follow_one_another_without_a_gap(one: date) -> None:
    assert period(one.isoformat())[1] == period((one + timedelta(days=1)).isoformat())[0]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2024, 9, 10, 14, 2, tzinfo=UTC), "10 Sep 2024"),
        (datetime.fromisoformat("2024-10-01T01:00:00+02:00"), "30 Sep 2024"),
        (None, "undated"),
    ],
)
def test_a_day_is_said_in_utc(moment: datetime | None, said: str) -> None:
    assert day(moment) == said
