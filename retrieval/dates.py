"""Dates as people write and read them. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from retrieval.errors import DateError

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHAPE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def period(text: str) -> tuple[datetime, datetime]:
    """The span of time that `2024`, `2024-09`, `2024-09-10` or an ISO 8601 moment names.

    Returns:
        Its first moment and the first moment after it, aware UTC.

    Raises:
        DateError: It is none of these, or no such day exists.
    """
    shape = _SHAPE.fullmatch(text.strip())
    try:
        if shape is None:
            moment = datetime.fromisoformat(text.strip())
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
            return moment, moment + timedelta(microseconds=1)
        year, month, day = (int(part) if part else None for part in shape.groups())
        start = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        return start, _after(start, month, day)
    except (ValueError, OverflowError) as error:
        raise DateError(text) from error


def _after(start: datetime, month: int | None, day: int | None) -> datetime:
    """The first moment after the day, the month or the year that begins at `start`."""
    try:
        if day:
            return start + timedelta(days=1)
        if month:
            return (start + timedelta(days=32)).replace(day=1)
        return start.replace(year=start.year + 1)
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)  # 9999 is how people write "no end"


def day(moment: datetime | None) -> str:
    """`10 Sep 2024` in UTC, whatever the locale; `undated` for `None`."""
    if moment is None:
        return "undated"
    moment = moment.astimezone(UTC)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
