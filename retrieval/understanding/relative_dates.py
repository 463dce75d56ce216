"""Words that count from today, as spans of time: "yesterday", "last week", "in the past 3 days". Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from retrieval.understanding.written_date import Period, month_after
from retrieval.vocabulary import MONTHS, WEEKDAYS

_NUMBERS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "couple": 2, "three": 3, "few": 3, "several": 5},
    **{"four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12},
}
_COUNTED = "|".join(number for number in _NUMBERS if number not in ("a", "an"))
_COUNT = rf"(?P<count>\d{{1,3}}|(?:a )?couple of|a few|{_COUNTED})"

# "the last week of the war" names a part of something else.
RELATIVE = (
    r"\b(?:"
    rf"(?:the\s+)?(?:last|past)\s+{_COUNT}\s+(?P<counted>hour|day|week|month|year)s?\b"
    rf"|(?P<ago>\d{{1,3}}|{'|'.join(_NUMBERS)})\s+(?P<before>day|week|month|year)s?\s+ago\b"
    r"|(?P<article>the\s+)?(?P<which>last|past|this)\s+"
    r"(?P<unit>week(?:end)?|month|year|night|morning|afternoon|evening)\b(?!\s+of\b)"
    rf"|(?:(?P<said>last|this|past)\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})\b(?:\s+(?:night|morning|evening))?"
    rf"|last\s+(?P<month_name>{'|'.join(MONTHS)})\b(?!\s*\d)"
    r"|(?P<word>yesterday|today|tonight)\b"
    r")"
)


def read_relative(match: re.Match[str], now: datetime) -> Period | None:
    """The span of time that a match of `RELATIVE` names, counted from `now`; weeks begin on Monday."""
    now = now.astimezone(UTC)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    day = timedelta(days=1)
    found = match.groupdict()
    if found["word"]:
        return (today - day, today) if found["word"].lower() == "yesterday" else (today, today + day)
    if found["counted"]:
        return _backwards(today, found["counted"], _number(found["count"])), today + day
    if found["ago"]:
        return _around(today, found["before"], _number(found["ago"]))
    if found["month_name"]:
        return _last_month(today, MONTHS.index(found["month_name"].lower()) + 1)
    if found["weekday"]:
        back = (today.weekday() - WEEKDAYS.index(found["weekday"].lower())) % 7
        back = back or (7 if (found["said"] or "").lower() in ("last", "past") else 0)
        return today - back * day, today - (back - 1) * day
    return _named(today, found["unit"].lower(), found["which"].lower(), trailing=bool(found["article"]))


def _named(today: datetime, unit: str, which: str, *, trailing: bool) -> Period:
    """ "this week", "last month"; "the last month" is the one that ends today."""
    day = timedelta(days=1)
    if unit in {"night", "morning", "afternoon", "evening"}:
        start = today if which == "this" else today - day
        return start, start + day
    if unit == "weekend":
        saturday = today - ((today.weekday() + 2) % 7) * day
        saturday -= 0 * day if which == "this" or saturday + 2 * day <= today else 7 * day
        return saturday, saturday + 2 * day
    if trailing and which != "this":
        return _backwards(today, unit, 1), today + day
    start = {
        "week": today - today.weekday() * day,
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[unit]
    if which == "this":
        return start, _forwards(start, unit)
    return _backwards(start, unit, 1), start


def _around(today: datetime, unit: str, count: int) -> Period:
    """ "3 days ago" is that day; "two weeks ago" and longer are known to about half a unit."""
    moment = _backwards(today, unit, count)
    if unit == "day":
        return moment, moment + timedelta(days=1)
    slack = {"week": 4, "month": 15, "year": 183}[unit] * timedelta(days=1)
    return moment - slack, moment + slack


def _last_month(today: datetime, month: int) -> Period:
    """The month of this name before the one that holds today."""
    year = today.year if month < today.month else today.year - 1
    start = today.replace(year=year, month=month, day=1)
    return start, month_after(start)


def _backwards(moment: datetime, unit: str, count: int) -> datetime:
    if unit in {"month", "year"}:
        months = moment.year * 12 + moment.month - 1 - count * (12 if unit == "year" else 1)
        first = moment.replace(year=max(1, months // 12), month=months % 12 + 1, day=1)
        last = (month_after(first) - timedelta(days=1)).day
        return first.replace(day=min(moment.day, last))
    return moment - count * timedelta(**{f"{unit}s": 1})


def _forwards(start: datetime, unit: str) -> datetime:
    if unit == "year":
        return start.replace(year=start.year + 1)
    return month_after(start) if unit == "month" else start + timedelta(days=7)


def _number(words: str) -> int:
    words = words.lower().removeprefix("a ") if words.lower() not in _NUMBERS else words.lower()
    return int(words) if words.isdigit() else _NUMBERS[words]
