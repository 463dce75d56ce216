"""What one place on a page says about its story, and how pages write names and times. Pure."""

from __future__ import annotations

import email.utils
import html
import re
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta

from corpus.models import Hints

# What programs write where they know no time: the year 1, or the start of their clock.
_EARLIEST = datetime(1500, 1, 1, tzinfo=UTC)
_START_OF_CLOCKS = datetime(1970, 1, 1, tzinfo=UTC)
_ADDRESS = re.compile(r"\S@\S+\.\S")
# Scripts write the zone as "GMT+0100 (CET)"; behind the hours of a day in halves no reader looks for one.
_ZONE = re.compile(r" ?\b(?:GMT|UTC)([+-]\d\d:?\d\d)?(?: \([^()]*\))?$")
_TWELVE_HOURS = re.compile(r"\b(1[0-2]|0?\d)(:\d\d(?::\d\d)?)? ?([ap])\.?m\b\.?", re.IGNORECASE)
_LONGEST_TIME = 100
# A site's clock, and its time zone, may be off.
_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Found:
    """What one place on a page, or all of them, say about the story; `None` where it is silent."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    free: bool = True
    """False if the publisher says that the whole story is for subscribers only."""
    declared: bool = False
    """Whether the page says that it is a story."""
    words: int = 0
    """Of the whole story, as the page tells it to machines; 0 where it does not."""
    listing: bool = False
    """Whether the page says that it is a list of others, and describes no story."""

    def or_else(self, other: Found) -> Found:
        """This, with its gaps filled from another place."""
        values = {f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)}
        return Found(**(values | {"free": self.free and other.free}))

    def under(self, hints: Hints) -> Found:
        """This, overruled by what the person who adds the story says."""
        said = Found(hints.title, hints.publisher, hints.author, hints.published_at)
        return said.or_else(self)

    def before(self, fetched_at: datetime) -> Found:
        """This, without times that no story fetched then can have."""
        return replace(
            self,
            published_at=_possible(self.published_at, fetched_at),
            updated_at=_possible(self.updated_at, fetched_at),
        )


def _possible(time: datetime | None, fetched_at: datetime) -> datetime | None:
    possible = time and _EARLIEST < time < fetched_at + _AHEAD and time != _START_OF_CLOCKS
    return time if possible else None


def moment(text: object) -> datetime | None:
    """A time as pages write it, in UTC; a bare date means its midnight, anything else nothing."""
    if not isinstance(text, str):
        return None
    text = _in_common_form(text.strip())
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = email.utils.parsedate_to_datetime(text)
        except ValueError:
            return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _in_common_form(text: str) -> str:
    """The hour out of twenty-four and the zone as a number, as the library's readers know them."""
    text = _TWELVE_HOURS.sub(lambda said: f"{_hour(said):02}{said[2] or ':00'}", text[:_LONGEST_TIME])
    return _ZONE.sub(lambda said: f" {said[1] or '+0000'}", text)


def _hour(said: re.Match[str]) -> int:
    return int(said[1]) % 12 + 12 * (said[3] in "pP")


def tidy(value: object) -> str | None:
    """One line of plain text: character references resolved, white space folded."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"<[^>]{1,200}>", "", html.unescape(value))
    return " ".join(text.split()) or None


def name(value: object) -> str | None:
    """One line of plain text that can be the name of a person or a body: no address, and not a number."""
    words = tidy(value)
    fit = words and "://" not in words and not _ADDRESS.search(words) and any(map(str.isalpha, words))
    return words if fit else None
