"""Feeds are added, listed and removed. Takes the library and, to add one, the network; no model, no index."""

from __future__ import annotations

from datetime import timedelta

from corpus.errors import FeedNotFoundError, NotAFeedError
from corpus.feed import Feed, FeedStatus
from corpus.feeds.discover import discover, web_address
from corpus.feeds.item import digest
from corpus.feeds.world import FeedWorld
from corpus.library import Library

_WORLD = FeedWorld()
_FEWEST = 4


def add_feed(
    address: str, library: Library, every: timedelta | None = None, world: FeedWorld = _WORLD
) -> tuple[Feed, bool]:
    """Follow the feed at an address, or that of the site there; it is due at once.

    Args:
        address: Of a feed, a sitemap or a site; the scheme may be left out.
        library: Where it is kept.
        every: How often it is asked; `None` for what it asks for itself, or the default.
        world: The network and the time.

    Returns:
        The feed, and whether it is new; one that is followed already stays as it is.

    Raises:
        NotAFeedError: there is no feed.
        LinkError: the address cannot be fetched.
    """
    owner = library.actor.server
    held = _named(web_address(address), library, own=True)
    if held:
        return held.feed, False
    found, document = discover(address, world)
    feed = Feed(
        id=digest(f"{owner} {found}" if owner else found)[:8],
        address=found,
        kind=document.kind,
        title=document.title,
        site=document.site,
        every=every,
        added_at=world.now(),
        owner=owner,
    )
    if library.feeds.add(feed, document.every):
        return feed, True
    # It is followed, under this address or under one that it has moved to since.
    held = _named(found, library, own=True) or library.feeds.status(feed.id)
    if held is None:
        raise NotAFeedError(found, "The feed was removed at the same moment. Please try again.")
    return held.feed, False


def list_feeds(library: Library) -> list[FeedStatus]:
    """All feeds that are followed, by name."""
    return sorted(library.feeds.statuses(), key=lambda status: status.feed.name.casefold())


def find_feed(library: Library, named: str) -> FeedStatus:
    """The feed with this id, an id that begins so (four characters or more), or this address.

    Raises:
        FeedNotFoundError: there is none, or several ids begin so.
    """
    found = _named(named.strip(), library) or _named(web_address(named), library)
    if found:
        return found
    listed = library.feeds.statuses() if len(named) >= _FEWEST else []
    matches = [status for status in listed if status.feed.id.startswith(named.lower())]
    if len(matches) > 1:
        ids = ", ".join(status.feed.id for status in matches)
        raise FeedNotFoundError(named, f"Several feeds begin with {named!r}: {ids}.")
    if not matches:
        raise FeedNotFoundError(named)
    return matches[0]


def remove_feed(library: Library, named: str) -> Feed:
    """Follow a feed no more; its articles stay.

    Raises:
        FeedNotFoundError: there is none.
    """
    feed = find_feed(library, named).feed
    library.feeds.remove(feed.id)
    return feed


def _named(named: str, library: Library, own: bool = False) -> FeedStatus | None:
    """The feed with exactly this id or, but for a slash at the end, this address; the operator's first.

    With `own` only those that are the actor's own: an operator sees servers' feeds, too.
    """
    key = named.rstrip("/")
    found = [
        status
        for status in library.feeds.statuses()
        if key in (status.feed.id, status.feed.address.rstrip("/"))
        and (not own or status.feed.owner == library.actor.server)
    ]
    return min(found, key=lambda status: status.feed.owner is not None, default=None)
