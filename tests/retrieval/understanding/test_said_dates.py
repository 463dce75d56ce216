"""Dates as people say them come back as the days they name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.understanding.said_dates import dates_in

NOW = datetime(2024, 9, 18, 15, 30, tzinfo=UTC)  # a Wednesday
FIRST, LAST = datetime(1990, 1, 1), datetime(2049, 12, 31)  # noqa: DTZ001 - the strategy adds UTC
CLOCKS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def said(text: str, now: datetime = NOW) -> list[tuple[str, str, str]]:
    return [
        (text[one.span[0] : one.span[1]], one.period[0].date().isoformat(), one.period[1].date().isoformat())
        for one in dates_in(text, now)
    ]


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def spellings(day: date) -> list[str]:
    """The usual ways to write a day in full."""
    month, short = MONTHS[day.month - 1], MONTHS[day.month - 1][:3]
    return [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {short} {day.year}",
        f"{_ordinal(day.day)} {month} {day.year}",
        f"the {_ordinal(day.day)} of {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{short}. {day.day}, {day.year}",
        f"{month.lower()} {_ordinal(day.day)} {day.year}",
        f"{DAYS[day.weekday()]}, {day.day} {month} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.month}/{day.day}/{day.year}",
    ]


AROUND = ("What happened on {}?", "as of {}, who led?", "since {}", "({})", "Was it reported by {}; by whom?")


@given(st.dates(date(1951, 1, 1), date(2049, 12, 31)), st.sampled_from(range(13)), st.sampled_from(AROUND))
def test_any_day_in_any_spelling_is_that_day(day: date, spelling: int, around: str) -> None:
    words = spellings(day)[spelling]
    (found,) = dates_in(around.format(words), NOW)
    assert found.period == (midnight(day), midnight(day) + timedelta(days=1))
    assert around.format(words)[found.span[0] : found.span[1]] == words
    assert not found.relative
    assert not found.yearless


@given(st.dates(date(1951, 1, 1), date(2049, 12, 31)), st.booleans())
def test_any_month_is_the_whole_month(day: date, short: bool) -> None:
    name = MONTHS[day.month - 1]
    (found,) = dates_in(f"What was said in {name[:3] if short else name} {day.year}?", NOW)
    assert found.period[0] == midnight(day.replace(day=1))
    assert found.period[1] == midnight((day.replace(day=1) + timedelta(days=32)).replace(day=1))


@given(CLOCKS, st.dates(date(2023, 1, 1), date(2023, 12, 31)))
def test_a_day_without_a_year_is_the_last_one(now: datetime, day: date) -> None:
    (found,) = dates_in(f"Who spoke on {day.day} {MONTHS[day.month - 1]}?", now)
    assert (found.period[0].month, found.period[0].day) == (day.month, day.day)
    assert timedelta() <= now - found.period[0] <= timedelta(days=366)
    assert found.yearless


@given(CLOCKS, st.integers(1, 400))
def test_the_last_days_end_today(now: datetime, count: int) -> None:
    (found,) = dates_in(f"Who left in the past {count} days?", now)
    assert found.period[1] - found.period[0] == timedelta(days=count + 1)
    assert found.period[0] < now < found.period[1]
    assert found.relative


@given(CLOCKS, st.sampled_from(["week", "month", "year"]))
def test_last_and_this_are_neighbours(now: datetime, unit: str) -> None:
    last, this = dates_in(f"last {unit} or this {unit}", now)
    assert last.period[1] == this.period[0]
    assert this.period[0] <= now < this.period[1]


@given(st.text(max_size=80), CLOCKS)
def test_any_text_is_read_without_error(text: str, now: datetime) -> None:
    before = 0
    for found in dates_in(f"{text} 3 May {text}", now):
        assert before <= found.span[0] < found.span[1]
        assert found.period[0] < found.period[1]
        before = found.span[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", [("yesterday", "2024-09-17", "2024-09-18")]),
        ("today", [("today", "2024-09-18", "2024-09-19")]),
        ("last night", [("last night", "2024-09-17", "2024-09-18")]),
        ("this morning", [("this morning", "2024-09-18", "2024-09-19")]),
        ("last week", [("last week", "2024-09-09", "2024-09-16")]),
        ("this week", [("this week", "2024-09-16", "2024-09-23")]),
        ("the last week", [("the last week", "2024-09-11", "2024-09-19")]),
        ("last weekend", [("last weekend", "2024-09-14", "2024-09-16")]),
        ("last month", [("last month", "2024-08-01", "2024-09-01")]),
        ("the past year", [("the past year", "2023-09-18", "2024-09-19")]),
        ("last May", [("last May", "2024-05-01", "2024-06-01")]),
        ("last October", [("last October", "2023-10-01", "2023-11-01")]),
        ("on Monday", [("Monday", "2024-09-16", "2024-09-17")]),
        ("on Wednesday", [("Wednesday", "2024-09-18", "2024-09-19")]),
        ("last Wednesday", [("last Wednesday", "2024-09-11", "2024-09-12")]),
        ("3 days ago", [("3 days ago", "2024-09-15", "2024-09-16")]),
        ("in the last couple of weeks", [("the last couple of weeks", "2024-09-04", "2024-09-19")]),
        ("in march", [("march", "2024-03-01", "2024-04-01")]),
        ("in November", [("November", "2023-11-01", "2023-12-01")]),
        ("in 2019", [("2019", "2019-01-01", "2020-01-01")]),
        ("mid-August 2019", [("mid-August 2019", "2019-08-11", "2019-08-22")]),
        ("in summer 2020", [("summer 2020", "2020-06-01", "2020-09-01")]),
        ("between 3 and 5 May 2024", [("3 and 5 May 2024", "2024-05-03", "2024-05-06")]),
        ("May 3-5, 2024", [("May 3-5, 2024", "2024-05-03", "2024-05-06")]),
        ("from January to March 2023", [("January to March 2023", "2023-01-01", "2023-04-01")]),
        ("between 1 May 2023 and 2 June 2023", [("1 May 2023 and 2 June 2023", "2023-05-01", "2023-06-03")]),
        ("13/02/2024", [("13/02/2024", "2024-02-13", "2024-02-14")]),
        ("05/03/2024", [("05/03/2024", "2024-05-03", "2024-05-04")]),
        ("05.03.2024", [("05.03.2024", "2024-03-05", "2024-03-06")]),
    ],
)  # fmt: skip
def test_words_for_times_are_the_times_they_name(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(f"What was said {text}?") == expected


@pytest.mark.parametrize(
    "text",
    [
        "They may march to the sun",
        "May 3,000 people attend?",
        "the last week of the war",
        "at last a week went by",
        "It cost $2000 and rose 2010%",
        "in the 2019-20 season",
        "Flight 2024/7 and version 1.2.2020.1",
        "He is 45 and she is 1990s chic",
        "Will Augustus decide?",
        "What did the Arlen Today cost?",
        "Which shops open on Black Friday?",
        "What was better than the previous year?",
    ],
)
def test_other_words_and_numbers_are_no_dates(text: str) -> None:
    assert said(text) == []


def test_a_month_without_a_year_takes_it_from_beside_it() -> None:
    assert said("Who led in May 2019 and who in June?") == [
        ("May 2019", "2019-05-01", "2019-06-01"),
        ("June", "2019-06-01", "2019-07-01"),
    ]


def test_a_day_without_a_year_is_none_after_the_newest_report() -> None:
    latest = datetime(2021, 2, 1, tzinfo=UTC)
    (found,) = dates_in("Who spoke in March?", NOW, latest)
    assert found.period[0] == datetime(2020, 3, 1, tzinfo=UTC)
    (found,) = dates_in("Who spoke last week?", NOW, latest)
    assert found.period[0] == datetime(2024, 9, 9, tzinfo=UTC)


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert said("What happened on 31.02.2024?") == []
