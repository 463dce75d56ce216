"""One written date, in any of the usual spellings, as the span of time it names."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

Period = tuple[datetime, datetime]
"""The first moment of a span of time and the first moment after it, aware UTC."""

# Slashes are how Americans write (month first); dots and dashes are how Europeans do (day first). A number
# above twelve decides by itself.
_DAY_FIRST = re.compile(r"\d{1,2}[.-]\d{1,2}[.-]\d{2,4}")


def read_date(expression: str, now: datetime) -> Period | None:
    """The day, the month or the year that an expression names; `None` when there is no such day.

    `21 Dec 2023`, `Dec. 21st, 2023`, `21.12.2023`, `12/21/2023`, `2023-12-21`, `April 2024`, `2019`. Without
    a year it is the last such day or month that has begun by `now`.
    """
    order = "DMY" if _DAY_FIRST.fullmatch(expression.strip()) else "MDY"
    # The library keeps its settings for good: one clock a day, not one a question.
    data = _parser(order, now.astimezone(UTC).date().isoformat()).get_date_data(expression)
    if data.date_obj is None:
        return None
    start = datetime(data.date_obj.year, data.date_obj.month, data.date_obj.day, tzinfo=UTC)
    try:
        return start, _after(start, str(data.period))
    except (ValueError, OverflowError):
        return None


def month_after(start: datetime) -> datetime:
    """The first moment of the month after the one that holds `start`."""
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1)


def _after(start: datetime, unit: str) -> datetime:
    if unit == "year":
        return start.replace(year=start.year + 1)
    return month_after(start) if unit == "month" else start + timedelta(days=1)


@lru_cache(maxsize=4)
def _parser(order: str, day: str) -> Any:
    # Takes 0.1 s, and most questions name no date.
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": order,
        "RELATIVE_BASE": datetime.fromisoformat(day),
        "PREFER_DATES_FROM": "past",
        "PREFER_DAY_OF_MONTH": "first",
        "PREFER_MONTH_OF_YEAR": "first",
        "PARSERS": ["absolute-time"],
        "TIMEZONE": "UTC",
    }
    return DateDataParser(languages=["en"], settings=settings)
