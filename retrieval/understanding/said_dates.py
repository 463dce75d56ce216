"""The dates a text speaks of: where each stands, and the span of time it names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from corpus import Span
from retrieval.understanding.relative_dates import RELATIVE, read_relative
from retrieval.understanding.written_date import Period, month_after, read_date

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
# Not the beginning of a larger number: "May 3,000 people" names no day.
_ENDS = r"(?![\d%]|[.,:]\d|\s*(?:percent|per cent|million|billion)\b)"
_YEAR = rf"(?:(?:19|20)\d\d\b|['’]\d\d\b){_ENDS}"
_OF_YEAR = rf"(?:(?:\s+of|,)?\s*{_YEAR})"
_PART = r"(?:(?:the\s+)?(?P<part>early|mid|late|beginning of|middle of|start of|end of)[\s-]+(?:in\s+)?)"
_LEADING_TO_A_MONTH = (
    r"(?:in|since|last|during|of|until|till|before|after|by|from|to|and|early|mid|late)[\s-]+"
)

# The first that matches at a place wins; each names its parts for `_read`.
_SHAPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w/.-])(?P<date>(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\2(?:3[01]|[12]\d|0?[1-9]))(?![\w/-]|\.\d)",
        rf"(?<![\w/.-])(?P<date>{_DAY}([./-])(?:0?\d|1\d|2\d|3[01])\2(?:19|20)?\d\d)(?![\w/-]|\.\d)",
        rf"\b(?P<first>{_DAY})\s*(?:-|–|to|and|until|till|through)\s*(?P<last>{_DAY})\s+(?:of\s+)?"
        rf"(?P<month>{_MONTH})(?P<year>{_OF_YEAR})?",
        rf"\b(?P<month>{_MONTH})\s+(?P<first>{_DAY})\s*(?:-|–|to|until|till|through)\s*"
        rf"(?P<last>{_DAY})\b{_ENDS}(?P<year>{_OF_YEAR})?",
        rf"\b{_WEEKDAY}(?:the\s+)?(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})(?P<year>{_OF_YEAR})?",
        rf"\b{_WEEKDAY}(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>{_DAY})\b{_ENDS}(?P<year>{_OF_YEAR})?",
        rf"\b{_PART}?(?P<month>{_MONTH})(?P<year>{_OF_YEAR})",
        r"(?<![\w/.-])(?P<date>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![\w/-]|\.\d)",
        rf"\b(?P<season>spring|summer|autumn|fall|winter)(?P<year>{_OF_YEAR})",
        rf"(?<![\w$£€.,'’/-]){_PART}?(?P<alone>(?:19|20)\d\d)(?![\w/%]|[.,:]\d|[-–]\d)",
        rf"\b{_PART}?(?P<bare>{_MONTH})(?!\s*\d)",
    )
)
_RELATIVE = re.compile(RELATIVE, re.IGNORECASE)
_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# Months that are also other words are months only behind a word that leads to one.
_OTHER_WORDS = re.compile(r"(?:may|mar|march|dec|sep|jan|sept?)\.?$", re.IGNORECASE)
_LEADS = re.compile(rf"\b(?:{_LEADING_TO_A_MONTH})$", re.IGNORECASE)
_CAPITALISED = re.compile(r"(?<![.?!] )(?<!^)\b(?!(?i:on|by|since|until|last|this|late|early)$)[A-Z][a-z]+$")
_JOINS = re.compile(r"^\s*(?:(?P<between>and)|(?P<open>to|till|until|through|thru|-|–|—))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date as a text says it."""

    period: Period
    span: Span
    """Where the words stand in the text."""
    relative: bool = False
    """Counted from the day it is said: "last week". Not "on Monday", which may be an article's words."""
    yearless: bool = False
    """The words name no year; the period is the last such one."""


def dates_in(text: str, now: datetime, latest: datetime | None = None) -> list[SaidDate]:
    """The dates of a text in order, each as far as its words go; "from … to …" is one date.

    A day or a month without a year belongs to the year that another date of the text names, and else is the
    last one that had begun by `now`, or by `latest` where nothing is told of what came after.
    """
    found: list[SaidDate] = []
    at = 0
    while (match := _next(text, at)) is not None:
        said = _read(match, text, now, min(now, latest) if latest else now)
        if said is not None:
            found.append(said)
        at = match.end() if said is not None else match.start() + 1
    return list(_joined(_with_years(found), text))


def _next(text: str, at: int) -> re.Match[str] | None:
    """The match that begins first; of several, the one of the first shape."""
    matches = [match for shape in (*_SHAPES, _RELATIVE) if (match := shape.search(text, at))]
    return min(matches, key=lambda match: match.start(), default=None)


def _read(match: re.Match[str], text: str, now: datetime, latest: datetime) -> SaidDate | None:
    if match.re is _RELATIVE:
        if _is_name(match, text):
            return None
        period = read_relative(match, now)
        counted = match["weekday"] is None or match["said"] is not None
        return SaidDate(period, match.span(), relative=counted) if period else None
    parts = {name: value for name, value in match.groupdict().items() if value}
    if "bare" in parts and not _is_month(match, text):
        return None
    period = _written(parts, latest)
    if period is None:
        return None
    yearless = not any(name in parts for name in ("year", "date", "alone"))
    return SaidDate(_part(period, parts.get("part")), _trimmed(match), yearless=yearless)


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether a day is a part of a name: "the Arlen Today", "Black Friday"."""
    before = text[: match.start()].rstrip()
    if match["word"]:
        return match["word"][:1].isupper() and bool(before)
    return match["weekday"] is not None and bool(_CAPITALISED.search(before))


def _is_month(match: re.Match[str], text: str) -> bool:
    """Whether a month's name alone is meant as a month: "in may", "March", but not "they may march"."""
    led = match["part"] is not None or _LEADS.search(text[: match.start()]) is not None
    return led or (match["bare"][:1].isupper() and not _OTHER_WORDS.fullmatch(match["bare"]))


def _written(parts: dict[str, str], now: datetime) -> Period | None:
    year = re.sub(r"^\W*(?:of)?\W*", "", parts.get("year", "")) if "year" in parts else ""
    year = f"20{year}" if len(year) == 2 else year
    if "season" in parts:
        begins = read_date(f"{year}-{_FIRST_MONTH[parts['season'].lower()]:02}", now)
        return (begins[0], month_after(month_after(begins[1]))) if begins else None
    if "first" in parts:
        ends = [read_date(f"{parts[end]} {parts['month']} {year}".strip(), now) for end in ("first", "last")]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] and ends[0] < ends[1] else None
    if "month" in parts:
        return read_date(f"{parts.get('day', '')} {parts['month']} {year}".strip(), now)
    return read_date(parts.get("date") or parts.get("alone") or parts["bare"], now)


def _part(period: Period, part: str | None) -> Period:
    """The early, middle or late third of a period."""
    if part is None:
        return period
    start, end = period
    third = timedelta(days=(end - start).days // 3)
    if part.lower() in {"early", "beginning of", "start of"}:
        return start, start + third
    return (start + third, end - third) if part.lower().startswith("mid") else (end - third, end)


def _trimmed(match: re.Match[str]) -> Span:
    words = match.group().rstrip(" ,")
    return match.start(), match.start() + len(words)


def _with_years(found: Sequence[SaidDate]) -> list[SaidDate]:
    """Dates without a year in the year of the nearest date behind them that has one, else before them."""
    years = [(said.span[0], said.period[0].year) for said in found if not said.yearless and not said.relative]
    if not years:
        return list(found)
    placed = []
    for said in found:
        behind = [year for at, year in years if at > said.span[0]]
        year = behind[0] if behind else years[-1][1]
        placed.append(replace(said, period=_moved(said.period, year)) if said.yearless else said)
    return placed


def _moved(period: Period, year: int) -> Period:
    start, end = period
    try:
        return start.replace(year=year), end.replace(year=year + end.year - start.year)
    except ValueError:  # 29 February
        return period


def _joined(found: Sequence[SaidDate], text: str) -> Iterator[SaidDate]:
    """ "between A and B", "from A to B" and "A – B" as one date."""
    waiting: SaidDate | None = None
    for said in found:
        if waiting is not None and (whole := _whole(waiting, said, text)) is not None:
            yield whole
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = said
    if waiting is not None:
        yield waiting


def _whole(one: SaidDate, other: SaidDate, text: str) -> SaidDate | None:
    joint = _JOINS.match(text[one.span[1] : other.span[0]])
    if joint is None or other.period[1] <= one.period[0]:
        return None
    if joint["between"] and not re.search(r"\bbetween\s+$", text[: one.span[0]], re.IGNORECASE):
        return None
    return SaidDate(
        (one.period[0], other.period[1]),
        (one.span[0], other.span[1]),
        relative=one.relative or other.relative,
        yearless=one.yearless and other.yearless,
    )
