"""The states of the log: who changes the corpus, what they changed, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes the corpus, and from where."""

    name: str
    """A person's name in Discord, or that of the operating system's user; what a program calls itself."""
    place: str
    """`discord`, `terminal` or `program`."""
    id: str | None = None
    """The user's id in Discord; at a terminal the number of the operating system's user, where it has one."""
    server: str | None = None
    """The id of the Discord server."""
    channel: str | None = None
    """The id of the channel in it."""
    via: str | None = None
    """What brings it in for them, such as a feed's address; `None` for what they name themselves."""


UNNAMED = Actor("a program", "program")
"""Who changes a library that nobody was named for."""


class Action(StrEnum):
    """What somebody does to the corpus."""

    ADD = "add"
    UPDATE = "update"
    """An article that is held already gets another text, or other facts."""
    REMOVE = "remove"
    FEED_ADD = "feed-add"
    FEED_REMOVE = "feed-remove"
    FEED_REFRESH = "feed-refresh"
    """The feed itself; each article that comes with it has an entry of its own."""
    REINDEX = "reindex"
    RESTORE = "restore"
    """The corpus is what it was when a backup was written."""
    CANCEL = "cancel"
    """A job was stopped before its end."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done to the corpus, or tried."""

    action: Action
    outcome: str
    """In one word how it ended: `done`, or for an article what `Outcome` says."""
    target: str | None = None
    """What was named: a link, a file, a feed's address."""
    title: str | None = None
    article_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A change with who made it and when."""

    number: int
    """Rises with time."""
    at: datetime
    by: Actor
    change: Change


@dataclass(frozen=True, slots=True)
class LogFilters:
    """Which entries of the log are wanted. An empty filter allows all."""

    since: datetime | None = None
    until: datetime | None = None
    """Before this time (exclusive)."""
    action: Action | None = None
    article_id: str | None = None
    server: str | None = None
    """Only what was done for this Discord server."""
    outcomes: tuple[str, ...] = ()
    """Any one suffices."""
