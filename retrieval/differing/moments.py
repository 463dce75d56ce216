"""Days, months and years that a sentence names, resolved against the day its article was published. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from retrieval.vocabulary import MONTH_NAMES, MONTHS, WEEKDAY_NAMES, WEEKDAYS

_MONTHS = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
_MONTH = (
    rf"(?:{MONTH_NAMES}"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_PATTERN = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})(?:,? (?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<y2>\d{{4}}))?"
    rf"|(?P<m3>{_MONTH}),? (?P<y3>\d{{4}})"
    rf"|(?P<w>{WEEKDAY_NAMES}|yesterday|today)"
    r"|(?P<y4>1[0-9]\d\d|20\d\d)(?![\d,]*\d|\.\d|-|s\b"
    r"| (?:people|men|women|feet|metres|meters|kilomet\w+|miles)))\b"
)
_OPEN_BEFORE = re.compile(
    r"\b(?:before|after|by|until|till|since|from|between|past|to|through|than|next|last|previous|following)"
    r"(?: (?:early|mid|late|the|about|around))?\W*$",
    re.IGNORECASE,
)
_RANGE_BEHIND = re.compile(r"^,? ?(?:[-–—] ?(?:\d|[A-Z]|present)|(?:to|until|through|and) \w*\d)")
_RANGE_BEFORE = re.compile(r"\d ?[-–—] ?$")
_ABOUT_BEFORE = re.compile(r"\b(?:about|around|circa|c\.|ca\.|approximately) *$", re.IGNORECASE)
_ABOUT_DAYS = {"year": 1_100, "month": 31, "day": 3}


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of days that a sentence names."""

    start: int
    """Where its words stand in the sentence."""
    end: int
    text: str
    low: int
    """Its first day, as the ordinal of `datetime.date`."""
    high: int
    """Its last day."""
    bound: bool
    """Whether the words only bound it ("since May", "from 1990 to 1995"): then it is no date of an event."""


def moments(text: str, published: datetime | None) -> Iterator[Moment]:
    """Each day, month or year that a sentence names, in its order.

    Words that need the day of publication ("on Monday", "3 May") are left out without one; a weekday is the
    last one up to that day.
    """
    for match in _PATTERN.finditer(text):
        found = _resolve(match, published.date() if published else None)
        if found is None:
            continue
        first, last, unit = found
        before, behind = text[: match.start()], text[match.end() :]
        slack = _ABOUT_DAYS[unit] if _ABOUT_BEFORE.search(before) else 0
        bound = bool(
            _OPEN_BEFORE.search(before) or _RANGE_BEHIND.match(behind) or _RANGE_BEFORE.search(before)
        )
        low, high = first.toordinal() - slack, last.toordinal() + slack
        yield Moment(match.start(), match.end(), match.group(), low, high, bound)


def _resolve(match: re.Match[str], published: date | None) -> tuple[date, date, str] | None:
    groups = match.groupdict()
    if groups["w"]:
        day = _weekday(groups["w"].casefold(), published)
        return (day, day, "day") if day else None
    year = groups["y1"] or groups["y2"] or groups["y3"] or groups["y4"]
    month = groups["m1"] or groups["m2"] or groups["m3"]
    number = groups["d1"] or groups["d2"]
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31), "year"
    in_year = _MONTHS[month[:3].casefold()]
    try:
        if not number:
            first = date(int(year), in_year, 1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month"
        day = date(int(year), in_year, int(number)) if year else _nearest(in_year, int(number), published)
    except (ValueError, OverflowError):
        return None
    return (day, day, "day") if day else None


def _weekday(name: str, published: date | None) -> date | None:
    if published is None:
        return None
    if name in ("today", "yesterday"):
        return published - timedelta(days=name == "yesterday")
    return published - timedelta(days=(published.weekday() - WEEKDAYS.index(name)) % 7)


def _nearest(month: int, day: int, published: date | None) -> date | None:
    """The day of that name that is nearest to the publication."""
    if published is None:
        return None
    years = (published.year - 1, published.year, published.year + 1)
    candidates = [date(year, month, day) for year in years if month != 2 or day != 29 or year % 4 == 0]
    return min(candidates, key=lambda found: abs(found - published), default=None)
