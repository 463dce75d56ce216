"""The states of a feed: what it lists, how it fares, and what a refresh of it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from corpus.models import Ingested, Outcome, Validators

_BAD = (Outcome.REFUSED, Outcome.FAILED)
_NONE = Validators()


class FeedKind(StrEnum):
    """In which language a feed is written."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    SITEMAP = "sitemap"
    """A sitemap, a news sitemap, or an index of sitemaps."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed: where an article is, and what the feed says about it."""

    key: str
    """What it is known by from one refresh to the next: its id, or its link."""
    link: str
    """Where the article is: absolute, http or https."""
    fingerprint: str
    """Another one when the feed says that the article changed."""
    title: str | None = None
    publisher: str | None = None
    """The outlet that the *item* names, as news sitemaps do; `None` if it names none."""
    published_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def dated(self) -> datetime | None:
        """When it last changed, as far as the feed says: newest first is by this."""
        return self.updated_at or self.published_at


@dataclass(frozen=True, slots=True)
class FeedPart:
    """A sitemap that an index of sitemaps lists."""

    address: str
    changed_at: datetime | None = None
    """When the index says it last changed; `None` if it does not say."""
    depth: int = 1
    """How many indexes lead to it."""
    validators: Validators = _NONE


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """What was read out of a feed's bytes: nothing of it is checked beyond its form."""

    kind: FeedKind
    title: str | None = None
    site: str | None = None
    """The address of the site that it belongs to."""
    every: timedelta | None = None
    """How often it says that it is worth asking; `None` if it does not say."""
    items: tuple[FeedItem, ...] = ()
    parts: tuple[FeedPart, ...] = ()
    """For an index of sitemaps: what it lists."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed."""

    id: str
    """8 hexadecimal digits, of the address it was added with."""
    address: str
    """Where it is asked today: permanent redirects are followed for good."""
    kind: FeedKind
    title: str | None
    site: str | None
    every: timedelta | None
    """The interval that an admin chose for it; `None` means what the feed asks for, or the default."""
    added_at: datetime
    owner: str | None = None
    """The id of the Discord server whose it is, and whose its articles are; `None` for the operator's."""

    @property
    def name(self) -> str:
        """What to call it in a list."""
        return self.title or self.address.partition("://")[2].rstrip("/")


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed and how it fares."""

    feed: Feed
    last_attempt: datetime | None
    last_success: datetime | None
    """When it was last read, or said that nothing had changed."""
    last_error: str | None
    """Why the last refresh failed, in words for a person; `None` if it did not."""
    failures: int
    """How many refreshes in a row have failed."""
    items_added: int
    """Articles added from it so far."""
    waiting: int
    """Items that are known and not fetched yet."""
    next_refresh: datetime | None
    """When it is due; `None` once it ended."""
    ended: str | None
    """Why it is not refreshed any more, in words for a person."""
    asked_every: timedelta | None = None
    """How often the feed itself says that it is worth asking."""
    validators: Validators = _NONE


class RefreshOutcome(StrEnum):
    """How a refresh of one feed ended."""

    REFRESHED = "refreshed"
    UNCHANGED = "unchanged"
    """It lists nothing new, and nothing was left from before."""
    FAILED = "failed"
    """The feed itself could not be read; it is tried again later."""
    ENDED = "ended"
    """The site says that it is gone for good."""
    BUSY = "busy"
    """Somebody else is refreshing it."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh of one feed came to."""

    feed: Feed
    outcome: RefreshOutcome
    items: tuple[Ingested, ...] = ()
    """One for each item that was fetched, in that order."""
    waiting: int = 0
    """Items left for next time."""
    reason: str | None = None
    """A sentence for a person, for `failed`, `ended` and `busy`, and where a part could not be read."""
    next_refresh: datetime | None = None

    def count(self, *outcomes: Outcome) -> int:
        """How many items ended in one of these ways."""
        return sum(item.outcome in outcomes for item in self.items)

    @property
    def some_failed(self) -> bool:
        """Whether an item was refused or failed, or the feed itself could not be read."""
        bad = self.outcome in (RefreshOutcome.FAILED, RefreshOutcome.ENDED)
        return bad or self.count(*_BAD) > 0


@dataclass(frozen=True, slots=True)
class RefreshProgress:
    """How far a refresh is."""

    feed: Feed
    done: int
    total: int
    """How many items are fetched in this refresh."""
    item: Ingested | None = None
    """The one that just ended; `None` before the first."""
