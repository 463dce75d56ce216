"""The days, months and years that two sentences name, and whether they can be the same. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from corpus import Span
from retrieval.vocabulary import MONTH_NAMES, MONTHS, WEEKDAY_NAMES, WEEKDAYS

_MONTH_WORDS = (
    rf"{MONTH_NAMES}"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
)
_MONTH = rf"(?P<month>{_MONTH_WORDS})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_WEEKDAY = rf"(?P<weekday>{WEEKDAY_NAMES})"
# From the fullest to the barest; what one took, the next ones leave alone.
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{_WEEKDAY},? )?{_DAY} {_MONTH}(?:,? {_YEAR})?(?!\w)",
        rf"\b(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?!\d|,\d|:)(?:,? {_YEAR})?",
        rf"\b{_MONTH}(?:,? (?:of )?{_YEAR})\b",
        r"\b(?P<year>20\d\d|19\d\d)-(?P<month_number>\d\d)-(?P<day>\d\d)\b",
        rf"\b{_WEEKDAY}\b",
        r"(?:(?<=\b[Ii]n )|(?<=past )|(?<=last )|(?<=next )|(?<=since )|(?<=early ))(?P<month>May|March)\b"
        rf"|\b(?!May\b|March\b)(?P<month_alone>{_MONTH_WORDS})(?!\w)",
        rf"(?<![\d$€£,.-]){_YEAR}(?!s|[\d%]|,\d)(?! (?:people|hundred|thousand|million|billion)\b)",
        r"\b(?P<near>(?i:yesterday|today|tomorrow|last (?:week|month|year|night)|this (?:week|month|year)"
        r"|next (?:week|month|year)))\b(?! of\b)",
    )
)
_NEAR_DAYS = {"yesterday": -1, "last night": -1, "today": 0, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A day, month or year as a sentence names it; what its words leave open is `None`."""

    text: str
    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 for Monday."""
    days: tuple[date, ...] = ()
    """The days it may be, where the article's own date tells: "on Tuesday" is the one before or the next."""

    @property
    def is_open(self) -> bool:
        """Whether nothing tells what day it is: "yesterday" in a text without a date."""
        return (self.year, self.month, self.day, self.weekday) == (None,) * 4 and not self.days

    def same(self, other: NamedTime) -> bool | None:
        """Whether both may name one time; `None` where what they say does not meet."""
        for one, two in ((self, other), (other, self)):
            if one.days and (two.days or two.day or two.month or two.year):
                return any(two._may_be(day) for day in one.days)
        pairs = [(getattr(self, name), getattr(other, name)) for name in ("year", "month", "day", "weekday")]
        met = [one == two for one, two in pairs if one is not None and two is not None]
        return all(met) if met else None

    def _may_be(self, day: date) -> bool:
        if self.days:
            return day in self.days
        wanted = ((self.year, day.year), (self.month, day.month), (self.day, day.day))
        return all(one is None or one == two for one, two in wanted)


def named_times(text: str, published: datetime | None = None) -> list[NamedTime]:
    """The times that a text names, in order; `published` is when its article appeared."""
    found: list[NamedTime] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            start, end = match.span()
            if not any(one.span[0] < end and start < one.span[1] for one in found):
                found.append(_named(match, published.date() if published else None))
    return sorted(found, key=lambda time: time.span)


def _named(match: re.Match[str], published: date | None) -> NamedTime:
    parts = match.groupdict()
    text, span = match.group(), match.span()
    if parts.get("near"):
        return _near(text, span, published)
    number, year, day = parts.get("month_number"), parts.get("year"), parts.get("day")
    name = parts.get("month") or parts.get("month_alone")
    month = _month_number(name) if name else int(number) if number else None
    weekday = WEEKDAYS.index(parts["weekday"].casefold()) if parts.get("weekday") else None
    alone = weekday is not None and month is None
    days = _nearest(published, weekday) if alone and published and weekday is not None else ()
    return NamedTime(text, span, int(year) if year else None, month, int(day) if day else None, weekday, days)


def _near(text: str, span: Span, published: date | None) -> NamedTime:
    folded = text.casefold()
    if published is None:
        return NamedTime(text, span)
    if folded in _NEAR_DAYS:
        return NamedTime(text, span, days=(published + timedelta(days=_NEAR_DAYS[folded]),))
    step = {"last": -1, "this": 0, "next": 1}[folded.split()[0]]
    if folded.endswith("year"):
        return NamedTime(text, span, published.year + step)
    if folded.endswith("month"):
        whole = published.year * 12 + published.month - 1 + step
        return NamedTime(text, span, whole // 12, whole % 12 + 1)
    monday = published + timedelta(days=7 * step - published.weekday())
    return NamedTime(text, span, days=tuple(monday + timedelta(days=n) for n in range(7)))


def _month_number(name: str) -> int:
    short = name.casefold().strip(".")[:3]
    return next(n for n, full in enumerate(MONTHS, 1) if full.startswith(short))


def _nearest(published: date, weekday: int) -> tuple[date, ...]:
    """That weekday up to the article's day, and the one after it."""
    before = published - timedelta(days=(published.weekday() - weekday) % 7)
    return before, before + timedelta(days=7)
