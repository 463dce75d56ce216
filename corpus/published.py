"""The dates that a story's first lines and its dateline write out, as aware UTC times."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:{_MONTH.format(1)} (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year1>(?:19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH.format(2)},? (?P<year2>(?:19|20)\d\d)"
    r"|(?P<year3>(?:19|20)\d\d)-(?P<month3>\d{2})-(?P<day3>\d{2}))"
)
_TIME = (
    r"(?:(?:,? at|,| -| \||T)? ?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?"
    r" ?(?P<half>[ap]\.?m\.?)?(?P<zone> ?(?:utc|gmt|z|[+-]\d{2}:?\d{2}|[a-z]{2,4}))?)?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_SAYS = r"(?P<says>(?:first |last )?(?:published|posted|updated|modified|date|created)(?: on| at)?)?\W{0,3}"
_LINE = re.compile(rf"{_SAYS}{_WEEKDAY}{_DATE}{_TIME}\W{{0,3}}", re.IGNORECASE)
_INSIDE = re.compile(rf"\b{_DATE}", re.IGNORECASE)
_LONGEST = 90


def date_line(line: str) -> tuple[datetime, bool] | None:
    """The time that a whole line gives, and whether it is that of an update; `None` for any other line.

    A line without a time of day means midnight; one in a zone it abbreviates other than UTC and GMT too,
    for such abbreviations have several meanings.
    """
    match = _LINE.fullmatch(line) if len(line) <= _LONGEST else None
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    says = (match["says"] or "").lower()
    return _with_time(day, match), "updated" in says or "modified" in says


def date_inside(text: str) -> datetime | None:
    """The first full date in a short text, at midnight."""
    match = _INSIDE.search(text)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> datetime | None:
    form = next(form for form in "123" if match[f"year{form}"])
    month = match[f"month{form}"].lower()[:3]
    try:
        number = int(month) if month.isdecimal() else _MONTHS.index(month) + 1
        return datetime(int(match[f"year{form}"]), number, int(match[f"day{form}"]), tzinfo=UTC)
    except ValueError:
        return None


def _with_time(day: datetime, match: re.Match[str]) -> datetime:
    zone = (match["zone"] or "").strip().lower()
    known = not zone or zone in {"utc", "gmt", "z"} or zone[0] in "+-"
    if not match["hour"] or not known:
        return day
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        return day
    shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) if zone[:1] in {"+", "-"} else timedelta()
    return day + timedelta(hours=hour, minutes=minute) - (shift if zone[:1] == "+" else -shift)
