"""Does the items of a job, one article after another, and reports each; for a thread of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice

from bot.watch import meters
from corpus import (
    Corpus,
    CorpusError,
    FeedNotFoundError,
    FeedWorld,
    Hints,
    Ingested,
    ItemKind,
    Job,
    JobItem,
    Outcome,
    RefreshOutcome,
    RefreshProgress,
    ingest_drafts,
    read_bytes,
    refresh_feed,
)

IngestLinks = Callable[[Iterable[str], Corpus, Hints], Iterator[Ingested]]

MOST_BYTES = 10_000_000
"""Of one file: what Discord lets most members upload."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
_NO_LINK = "A link begins with https:// or http://."
_NO_BYTES = f"Discord did not hand over the file, or it has more than {MOST_BYTES:,} bytes."


class _HaltError(Exception):
    """Stop after the article that was just reported."""


class Worker:
    """Does jobs; what it reports is kept in the library at once, so that whoever goes on knows how far it is.

    Args:
        corpus: what the articles go into, in the name of each job's actor.
        ingest_links: how links come in.
        world: what feeds are asked through.
    """

    def __init__(self, corpus: Corpus, ingest_links: IngestLinks, world: FeedWorld) -> None:
        self._corpus = corpus
        self._ingest_links = ingest_links
        self._world = world

    def work(self, job: Job, is_halted: Callable[[], bool], tell: Callable[[], None]) -> bool:
        """Do what is left of a job, telling of each article; `False` if it was halted before its end.

        Raises:
            LibraryError: nothing can be kept any more.
        """
        jobs, corpus = self._corpus.library.jobs, self._corpus.by(job.by)
        for ordinal in range(job.done, job.items):
            if is_halted():
                return False
            item, before = jobs.item(job.number, ordinal), jobs.reported(job.number, ordinal)

            def report(result: Ingested, ordinal: int = ordinal) -> None:
                jobs.report(job.number, ordinal, result)
                meters.ARTICLES.labels(result.outcome.value).inc()
                tell()

            if not self._do(item, before, corpus, report, is_halted):
                return False
            jobs.finish(job.number, ordinal)
            tell()
        return True

    def _do(
        self,
        item: JobItem,
        before: int,
        corpus: Corpus,
        report: Callable[[Ingested], None],
        is_halted: Callable[[], bool],
    ) -> bool:
        """One item, of which `before` articles were reported already; whether it came to its end."""
        if item.kind is ItemKind.FEED:
            return self._refresh(item, corpus, report, is_halted)
        for result in self._results(item, before, corpus):
            report(result)
            if item.kind is ItemKind.FILE and is_halted():
                # Whoever takes the job up goes on behind what was reported.
                with suppress(CorpusError):
                    corpus.index.catch_up()
                return False
        return True

    def _results(self, item: JobItem, before: int, corpus: Corpus) -> Iterator[Ingested]:
        if item.kind is ItemKind.LINK:
            # The pipeline also reads this machine's files, which nobody in Discord may.
            if not _WEB.match(item.target):
                yield Ingested(item.target, Outcome.REFUSED, reason=_NO_LINK)
            elif not before:
                yield from self._ingest_links([item.target], corpus, item.hints)
        elif item.data is None:
            yield Ingested(item.target, Outcome.REFUSED, reason=_NO_BYTES)
        else:
            drafts = read_bytes(item.target, item.data, item.hints)
            yield from ingest_drafts(islice(drafts, before, None), corpus)

    def _refresh(
        self,
        item: JobItem,
        corpus: Corpus,
        report: Callable[[Ingested], None],
        is_halted: Callable[[], bool],
    ) -> bool:
        def watch(progress: RefreshProgress) -> None:
            if progress.item is not None:
                report(progress.item)
            if is_halted():
                raise _HaltError

        try:
            refreshed = refresh_feed(item.target, corpus, watch, self._world)
        except _HaltError:
            return False
        except FeedNotFoundError:
            report(Ingested(item.target, Outcome.FAILED, reason="The feed is followed no more."))
            return True
        if refreshed.outcome in (RefreshOutcome.UNCHANGED, RefreshOutcome.BUSY):
            report(Ingested(refreshed.feed.name, Outcome.UNCHANGED, reason=refreshed.reason))
        elif refreshed.reason:
            report(Ingested(refreshed.feed.name, Outcome.FAILED, reason=refreshed.reason))
        return True
