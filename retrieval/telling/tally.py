"""How many reports there were in each stretch of time, and by whom: the numbers behind a chart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from retrieval.dates import day

# More colours than six cannot be told apart at the size of a phone, by anyone.
MOST_PUBLISHERS = 6
OTHERS = "others"
NOBODY = "no publisher"
_MOST_DAYS = 31
_MOST_WEEKS = 26 * 7
_MOST_MONTHS = 31 * 36


class Unit(Enum):
    """How long the stretches are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Tally:
    """Reports by stretch of time and publisher."""

    unit: Unit
    starts: tuple[date, ...]
    """The first day of each stretch, without gaps, oldest first."""
    first: date
    """The day of the oldest report."""
    last: date
    """The day of the newest report."""
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    """Publishers with a number for each stretch, the one of most reports first, `OTHERS` last."""

    @property
    def totals(self) -> list[int]:
        """The number of reports in each stretch."""
        return [sum(column) for column in zip(*(numbers for _, numbers in self.counts), strict=True)]


def tally(reports: Iterable[tuple[datetime | None, str | None]]) -> Tally | None:
    """The dated ones of some reports (when, by whom), counted; `None` where none is dated."""
    dated = [
        (when.astimezone(UTC).date(), " ".join((name or "").split()) or NOBODY)
        for when, name in reports
        if when is not None
    ]
    if not dated:
        return None
    first, last = min(when for when, _ in dated), max(when for when, _ in dated)
    unit = _unit((last - first).days)
    starts = _starts(first, last, unit)
    spelled: dict[str, str] = {}
    counted: Counter[tuple[str, date]] = Counter()
    for when, name in dated:
        spelled.setdefault(name.casefold(), name)
        counted[name.casefold(), _start(when, unit)] += 1
    rows = {key: tuple(counted[key, start] for start in starts) for key in spelled}
    ranked = sorted(rows, key=lambda key: (-sum(rows[key]), key))
    counts = [(spelled[key], rows[key]) for key in ranked[:MOST_PUBLISHERS]]
    if rest := [rows[key] for key in ranked[MOST_PUBLISHERS:]]:
        counts.append((OTHERS, tuple(map(sum, zip(*rest, strict=True)))))
    return Tally(unit, tuple(starts), first, last, tuple(counts))


def describe_chart(topic: str, tallied: Tally) -> str:
    """What a chart of these numbers shows, in a sentence or two for who cannot see it."""
    total = sum(tallied.totals)
    most = max(tallied.totals)
    peak = tallied.starts[tallied.totals.index(most)]
    reports = "1 report" if total == 1 else f"{total:,} reports"
    said = f"{reports} on {topic} by {tallied.unit.value}, {span(tallied)}"
    if len(tallied.starts) > 1:
        said += f"; most, {most:,}, {_stretch(peak, tallied.unit)}"
    return f"{said}. By publisher: {', '.join(_shares(tallied.counts))}."


def _stretch(start: date, unit: Unit) -> str:
    words = spoken(start)
    if unit is Unit.DAY:
        return f"on {words}"
    return (
        f"in the week of {words}"
        if unit is Unit.WEEK
        else f"in {words.split(' ', 1 if unit is Unit.MONTH else 2)[-1]}"
    )


def _shares(counts: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    return [f"{name} {sum(numbers):,}" for name, numbers in counts]


def _unit(days: int) -> Unit:
    limits = ((_MOST_DAYS, Unit.DAY), (_MOST_WEEKS, Unit.WEEK), (_MOST_MONTHS, Unit.MONTH))
    return next((unit for most, unit in limits if days <= most), Unit.YEAR)


def _start(when: date, unit: Unit) -> date:
    """The first day of the stretch that a day is in; weeks begin on Mondays."""
    if unit is Unit.WEEK:
        return date.fromordinal(max(1, when.toordinal() - when.weekday()))
    if unit is Unit.MONTH:
        return when.replace(day=1)
    return when.replace(month=1, day=1) if unit is Unit.YEAR else when


def _starts(first: date, last: date, unit: Unit) -> list[date]:
    if unit is Unit.YEAR:
        return [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    if unit is Unit.MONTH:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [date(month // 12, month % 12 + 1, 1) for month in months]
    step = timedelta(days=7 if unit is Unit.WEEK else 1)
    start = _start(first, unit)
    return [start + step * number for number in range((_start(last, unit) - start) // step + 1)]


def span(tallied: Tally) -> str:
    """From when to when there are reports."""
    first, last = spoken(tallied.first), spoken(tallied.last)
    return first if first == last else f"{first} to {last}"


def spoken(when: date) -> str:
    """`10 Sep 2024`."""
    return day(datetime(when.year, when.month, when.day, tzinfo=UTC))
