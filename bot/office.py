"""What admins do with the corpus, off the event loop: jobs, removals, feeds, and how things stand."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event

from bot.actors import THE_BOT
from bot.errors import TooManyJobsError
from bot.watch import meters
from bot.work import Pool
from bot.worker import IngestLinks, Worker
from corpus import (
    Action,
    Actor,
    Change,
    Corpus,
    Coverage,
    Feed,
    FeedStatus,
    FeedWorld,
    Filters,
    IndexState,
    Job,
    JobItem,
    Library,
    LogEntry,
    LogFilters,
    RefreshProgress,
    StoredArticle,
    add_feed,
    find_feed,
    list_feeds,
    refresh_due,
    remove_article,
    remove_feed,
    size_of,
)

log = logging.getLogger(__name__)

MOST_JOBS = 50
"""Jobs that may wait; who comes after them is told to come back later."""
MOST_JOBS_OF_ONE = 20
"""Of them those of one server: it leaves room for the others."""

# Each kind of work has a thread: a site that is slow to answer never keeps somebody else waiting. The library
# lets one of them write at a time.
_QUICK = {"threads": 1, "waiting": 20}
_LONG = {"threads": 1, "waiting": 0}


class _ClosingError(Exception):
    """The bot is closing: what is left of a feed is left for next time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the corpus stands."""

    coverage: Coverage
    publishers: tuple[tuple[str, int], ...]
    feeds: tuple[FeedStatus, ...]
    failed: tuple[LogEntry, ...]
    """What failed last, newest first."""
    jobs: int
    """How many are not done."""
    index: IndexState
    backlog: int
    """Changes that the index has yet to take over; of all servers, as there is one index."""
    used: int
    """Bytes on the disk; of all servers."""
    free: int
    """Bytes that the disk has left."""


@dataclass(frozen=True, slots=True)
class Record:
    """An article with its past."""

    stored: StoredArticle
    versions: tuple[StoredArticle, ...]
    copies: tuple[StoredArticle, ...]
    passages: int
    history: tuple[LogEntry, ...]


class Office:
    """What admins do. Every method may be awaited by many at once.

    Args:
        corpus: open, and closed by whoever opened it, after `close`.
        ingest_links: how links come in.
        world: what feeds are asked through.
    """

    def __init__(self, corpus: Corpus, ingest_links: IngestLinks, world: FeedWorld) -> None:
        self._corpus = corpus
        self._library = corpus.library
        self.ledger = corpus.library.jobs
        """The jobs as they are kept; its methods block."""
        self._world = world
        self._worker = Worker(corpus, ingest_links, world)
        self._quick = Pool("office", **_QUICK)
        self._jobs = Pool("jobs", **_LONG)
        self._feeds = Pool("feeds", **_LONG)
        self.pools = (self._quick, self._jobs, self._feeds)
        """Where its work waits."""
        self._closing = Event()

    def close(self) -> None:
        """End after the articles that are under way."""
        self._closing.set()
        for pool in (self._jobs, self._feeds, self._quick):
            pool.close()

    # Jobs

    async def submit(self, actor: Actor, owner: str, ticket: str, items: Sequence[JobItem]) -> int:
        """Keep a job; its number.

        Raises:
            TooManyJobsError: too many wait already.
        """
        return await asyncio.to_thread(self._submit, actor, owner, ticket, items)

    def _submit(self, actor: Actor, owner: str, ticket: str, items: Sequence[JobItem]) -> int:
        waiting = self.ledger.open(owner)
        own = sum(job.by.server == actor.server for job in waiting)
        if len(waiting) >= MOST_JOBS or own >= MOST_JOBS_OF_ONE:
            raise TooManyJobsError
        return self._library.by(actor).jobs.submit(owner, ticket, items)

    async def cancel(self, number: int, actor: Actor) -> bool:
        """Ask a job to stop; `False` if it has ended, or is stopping already."""
        return await asyncio.to_thread(self._cancel, number, actor)

    def _cancel(self, number: int, actor: Actor) -> bool:
        stopping = self.ledger.cancel(number)
        if stopping:
            self._library.by(actor).log.note(Change(Action.CANCEL, "done", target=f"job {number}"))
        return stopping

    async def work(self, job: Job, is_halted: Callable[[], bool], tell: Callable[[], None]) -> bool:
        """Do what is left of a job; `False` if it was halted. `tell` is called on another thread."""
        return await self._jobs.run(
            lambda: self._worker.work(job, lambda: self._closing.is_set() or is_halted(), tell)
        )

    # Articles

    async def remove(self, article_id: str, actor: Actor) -> StoredArticle:
        """Remove an article, and return what it was. Raises `ArticleNotFoundError`."""
        return await self._quick.run(lambda: remove_article(self._corpus.by(actor), article_id))

    async def record(self, article_id: str, server: str) -> Record:
        """An article that a server sees, with its past. Raises `ArticleNotFoundError`."""
        return await asyncio.to_thread(self._record, article_id, server)

    def _record(self, article_id: str, server: str) -> Record:
        library = self._library
        stored = library.article(article_id, library.audience(server))
        return Record(
            stored,
            tuple(library.versions(stored.id)),
            tuple(library.copies(stored.id)),
            len(library.passages_of(stored.id)),
            tuple(library.log.entries(LogFilters(article_id=stored.id, server=server), limit=5)),
        )

    # Feeds

    async def follow(self, address: str, every: timedelta | None, actor: Actor) -> tuple[Feed, bool]:
        """Follow the feed at an address, or of the site there; whether it is new. Raises `LinkError`."""
        library = self._library.by(actor)
        return await self._quick.run(lambda: add_feed(address, library, every, self._world))

    async def unfollow(self, named: str, actor: Actor) -> Feed:
        """Follow a feed no more; its articles stay. Raises `FeedNotFoundError`."""
        return await self._quick.run(lambda: remove_feed(self._library.by(actor), named))

    async def feeds(self, server: str) -> list[FeedStatus]:
        """A server's feeds, by name."""
        return await asyncio.to_thread(list_feeds, self._of(server))

    async def feed(self, server: str, named: str) -> FeedStatus:
        """One feed of a server's. Raises `FeedNotFoundError`."""
        return await asyncio.to_thread(find_feed, self._of(server), named)

    def _of(self, server: str) -> Library:
        """The library in the name of a server, which then sees its own feeds alone."""
        return self._library.by(replace(THE_BOT, server=server))

    async def refresh_due(self) -> int:
        """Refresh the feeds whose turn it is; how many there were."""
        return await self._feeds.run(self._refresh_due)

    def _refresh_due(self) -> int:
        def watch(progress: RefreshProgress) -> None:
            if progress.item is not None:
                meters.ARTICLES.labels(progress.item.outcome.value).inc()
            if self._closing.is_set():
                raise _ClosingError

        count = 0
        try:
            for refreshed in refresh_due(self._corpus.by(THE_BOT), watch, self._world):
                count += 1
                meters.FEEDS.labels(refreshed.outcome.value).inc()
                log.info("Feed %s: %s, %d items.", refreshed.feed.id, refreshed.outcome, len(refreshed.items))
        except _ClosingError:
            pass
        return count

    async def next_due(self) -> datetime | None:
        """When the next feed's turn is."""
        return await asyncio.to_thread(self._library.feeds.next_due)

    # Looking

    async def entries(
        self, server: str, filters: LogFilters, limit: int, offset: int
    ) -> tuple[list[LogEntry], int]:
        """A page of a server's log, newest first, and how many entries there are."""
        filters = replace(filters, server=server)
        return await asyncio.to_thread(
            lambda: (self._library.log.entries(filters, limit, offset), self._library.log.count(filters))
        )

    async def standing(self, owner: str, server: str) -> Standing:
        """How the corpus stands, as a server may know it; `owner` names the bot among several."""
        return await asyncio.to_thread(self._standing, owner, server)

    def _standing(self, owner: str, server: str) -> Standing:
        library, folder = self._library, self._library.path.parent
        seen = Filters(audience=library.audience(server))
        failed = LogFilters(server=server, outcomes=("failed", "ended"))
        return Standing(
            coverage=library.coverage(seen),
            publishers=tuple(library.publishers(seen)),
            feeds=tuple(list_feeds(self._of(server))),
            failed=tuple(library.log.entries(failed, limit=3)),
            jobs=sum(job.by.server == server for job in self.ledger.open(owner)),
            index=self._corpus.index.state,
            backlog=library.waiting(),
            used=size_of(folder),
            free=shutil.disk_usage(folder).free,
        )
