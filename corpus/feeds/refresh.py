"""A refresh: a feed is asked, what it lists is kept, and its newest new items are fetched and added.

    take the lease | ask | keep what it lists | read parts of an index | fetch items | note | give back

What a feed lists is kept before any of it is fetched, and each item is crossed out once it is in: a refresh
that is killed goes on where it was, and at worst fetches one item twice, which leaves it `unchanged`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from corpus.corpus import Corpus
from corpus.errors import FetchError, LinkError
from corpus.feed import (
    Feed,
    FeedDocument,
    FeedItem,
    FeedPart,
    FeedStatus,
    Refreshed,
    RefreshOutcome,
    RefreshProgress,
)
from corpus.feeds.follow import find_feed
from corpus.feeds.read import read_feed
from corpus.feeds.schedule import after_failure, interval
from corpus.feeds.story import ingest_items
from corpus.feeds.world import FeedWorld
from corpus.models import Ingested, NotModified, Outcome, Page

Watch = Callable[[RefreshProgress], None]
"""Called before the first item and after each; what it raises ends the refresh, and keeps what is in."""

DEEPEST = 3
"""How many indexes of sitemaps may lead to one another."""
MOST_PARTS = 5_000
"""Sitemaps of one index that are kept: the newest."""

_GONE = 410
_WORLD = FeedWorld()
# Clocks differ; what is dated later than this has a wrong date.
_AHEAD = timedelta(days=1)


def refresh_feed(
    named: str, corpus: Corpus, progress: Watch | None = None, world: FeedWorld = _WORLD
) -> Refreshed:
    """Refresh one feed now, whether it is due or has ended.

    Args:
        named: Its id or address.
        corpus: Where it is kept and what takes the articles in.
        progress: Is told of each item as it ends.
        world: The network, the time and the policy.

    Raises:
        FeedNotFoundError: there is no such feed.
        LibraryError: the library cannot be used.
    """
    return _Turn(find_feed(corpus.library, named), corpus, world).run(progress)


def refresh_due(
    corpus: Corpus, progress: Watch | None = None, world: FeedWorld = _WORLD
) -> Iterator[Refreshed]:
    """Refresh the feeds that are due, longest overdue first; those that somebody else is at are passed over.

    Raises:
        LibraryError: the library cannot be used.
    """
    for status in corpus.library.feeds.due(world.now()):
        # It may have been refreshed, moved or removed while those before it were at work.
        today = corpus.library.feeds.status(status.feed.id)
        if today is None or today.next_refresh != status.next_refresh:
            continue
        refreshed = _Turn(today, corpus, world).run(progress)
        if refreshed.outcome != RefreshOutcome.BUSY:
            yield refreshed


class _LostError(Exception):
    """Somebody else took the feed, or it was removed: this turn is over."""


class _Turn:
    """One refresh of one feed."""

    def __init__(self, status: FeedStatus, corpus: Corpus, world: FeedWorld) -> None:
        self.status = status
        self.feed: Feed = status.feed
        # What comes in by a feed is written down so, and belongs to whose the feed is, whoever asked for it.
        self.corpus = corpus.by(
            replace(corpus.library.actor, via=status.feed.address, server=status.feed.owner)
        )
        self.world = replace(world, network=corpus.network or world.network)
        self.feeds = self.corpus.library.feeds
        self.holder = secrets.token_hex(8)
        self.notes: list[str] = []
        self.asked = status.asked_every

    def run(self, watch: Watch | None) -> Refreshed:
        """The whole turn, if nobody else is at the feed."""
        now = self.world.now()
        if not self.feeds.take(self.feed.id, self.holder, now, now + self.world.policy.lease):
            return self._over(RefreshOutcome.BUSY, "Somebody else is refreshing this feed at the moment.")
        try:
            return self._work(watch)
        finally:
            self.feeds.give_back(self.feed.id, self.holder)

    def _work(self, watch: Watch | None) -> Refreshed:
        items: list[Ingested] = []
        try:
            self._ask()
            self._read_parts()
            self._fetch(items, watch or _nothing)
        except LinkError as error:
            return self._failed(error)
        except _LostError:
            return self._over(RefreshOutcome.BUSY, "Somebody else took over this feed.", tuple(items))
        return self._succeeded(tuple(items))

    # Asking

    def _ask(self) -> None:
        """Keep what the feed lists now, if it has changed.

        Raises:
            LinkError: it cannot be read.
        """
        answer = self.world.ask(self.feed.address, self.status.validators)
        if isinstance(answer, Page):
            document = self._sensible(read_feed(answer), 1)
            self.feeds.keep(self.feed.id, document, answer.validators)
            self.asked = document.every
        # Only what could be read is moved to: a feed that is gone often leads to the site's front page.
        if answer.moved_to and answer.moved_to != self.feed.address:
            self._move(answer.moved_to)

    def _move(self, address: str) -> None:
        if self.feeds.move(self.feed.id, address):
            self.feed = replace(self.feed, address=address)
            return
        raise FetchError(self.feed.address, f"It has moved to {address}, which is followed already.", _GONE)

    def _sensible(self, document: FeedDocument, depth: int) -> FeedDocument:
        """Without dates that lie ahead, sitemaps that lead on for ever, and itself among its own parts."""
        latest = self.world.now() + _AHEAD
        items = tuple(
            replace(
                item,
                published_at=None if item.published_at and item.published_at > latest else item.published_at,
                updated_at=None if item.updated_at and item.updated_at > latest else item.updated_at,
            )
            for item in document.items
        )
        parts = [replace(part, depth=depth) for part in document.parts if part.address != self.feed.address]
        parts.sort(key=lambda part: part.changed_at.timestamp() if part.changed_at else 0.0, reverse=True)
        kept = tuple(parts[:MOST_PARTS]) if depth <= DEEPEST else ()
        return replace(document, items=items, parts=kept)

    def _read_parts(self) -> None:
        """Read the sitemaps that an index lists, a few at a time; one that cannot be read is noted."""
        before = self.world.now() - self._interval()
        for part in self.feeds.unread_parts(self.feed.id, before, self.world.policy.most_parts):
            self._renew()
            try:
                self._read_part(part)
            except LinkError as error:
                self.notes.append(f"{part.address}: {error}")
                # Without the date of its change it counts as not read, and comes again after the others.
                self.feeds.keep_part(self.feed.id, replace(part, changed_at=None), None, self.world.now())

    def _read_part(self, part: FeedPart) -> None:
        answer = self.world.ask(part.address, part.validators)
        document = None
        if not isinstance(answer, NotModified):
            document = self._sensible(read_feed(answer), part.depth + 1)
        read = replace(part, validators=answer.validators)
        self.feeds.keep_part(self.feed.id, read, document, self.world.now())

    # Items

    def _fetch(self, items: list[Ingested], watch: Watch) -> None:
        """Fetch the newest items that wait, each crossed out as it ends."""
        waiting = self.feeds.waiting(self.feed.id, self.world.policy.most_items)
        watch(RefreshProgress(self.feed, 0, len(waiting)))
        offered = self._offered(waiting, items)
        # The results first: their end is when the index has followed.
        for ended, item in zip(ingest_items(offered, self.feed, self.corpus), waiting, strict=False):
            self.feeds.settle(self.feed.id, item, ended.outcome)
            items.append(ended)
            watch(RefreshProgress(self.feed, len(items), len(waiting), ended))

    def _offered(self, waiting: list[FeedItem], ended: list[Ingested]) -> Iterator[FeedItem]:
        """The items while the feed is ours and its site is well."""
        most = self.world.policy.most_failures
        for item in waiting:
            if len(ended) >= most and all(one.outcome == Outcome.FAILED for one in ended[-most:]):
                self.notes.append(f"{most} items in a row failed; the others wait for next time.")
                return
            self._renew()
            yield item

    def _renew(self) -> None:
        until = self.world.now() + self.world.policy.lease
        if not self.feeds.renew(self.feed.id, self.holder, until):
            raise _LostError

    # How it ended

    def _interval(self) -> timedelta:
        return interval(self.world.policy, self.feed.every, self.asked)

    def _succeeded(self, items: tuple[Ingested, ...]) -> Refreshed:
        now = self.world.now()
        note = " ".join(self.notes) or None
        self.feeds.succeed(self.feed.id, now, now + self._interval(), note)
        outcome = RefreshOutcome.REFRESHED if items else RefreshOutcome.UNCHANGED
        return self._over(outcome, note, items)

    def _failed(self, error: LinkError) -> Refreshed:
        now = self.world.now()
        if isinstance(error, FetchError) and error.status == _GONE:
            self.feeds.end(self.feed.id, now, str(error))
            return self._over(RefreshOutcome.ENDED, str(error))
        pause = after_failure(
            self.world.policy,
            self.feed.id,
            self.status.failures + 1,
            self._interval(),
            error.retry_after if isinstance(error, FetchError) else None,
        )
        self.feeds.fail(self.feed.id, now, str(error), now + pause)
        return self._over(RefreshOutcome.FAILED, str(error))

    def _over(
        self, outcome: RefreshOutcome, reason: str | None, items: tuple[Ingested, ...] = ()
    ) -> Refreshed:
        status = self.feeds.status(self.feed.id) or self.status
        return Refreshed(status.feed, outcome, items, status.waiting, reason, status.next_refresh)


def _nothing(_: RefreshProgress) -> None:
    """For nobody who watches."""
