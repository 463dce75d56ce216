"""The states of a job: what an admin asked for that takes a while, and outlives the process that does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from corpus.changes import Actor
from corpus.models import Hints

_NO_HINTS = Hints()


class ItemKind(StrEnum):
    """What an item of a job names."""

    LINK = "link"
    FILE = "file"
    """Its bytes come with it."""
    FEED = "feed"
    """To be refreshed."""


class JobState(StrEnum):
    """How a job stands."""

    OPEN = "open"
    """It waits, or is at work."""
    CANCELLING = "cancelling"
    """It stops after the article it is at."""
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobItem:
    """One thing to be added, or one feed to be refreshed."""

    kind: ItemKind
    target: str
    """The link, the file's name, or the feed's id."""
    hints: Hints = _NO_HINTS
    data: bytes | None = None
    """A file's bytes."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was asked for, and how it stands."""

    number: int
    """Rises with time: jobs are done in this order."""
    by: Actor
    ticket: str
    """For whoever asked: where to say how it goes. The library does not read it."""
    state: JobState
    reason: str | None
    """Why it failed, in words for a person."""
    asked_at: datetime
    ended_at: datetime | None
    items: int
    """How many were asked for."""
    done: int
    """How many of them are done with."""
