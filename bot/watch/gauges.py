"""How the bot stands, for whoever looks: what is held, what waits, what is connected."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.watch.health import is_connected
from corpus import Corpus, CorpusError, IndexState, utc_now

if TYPE_CHECKING:
    from bot.client import BylineBot


@dataclass(frozen=True, slots=True)
class Loop:
    """What only the event loop's own thread can count."""

    connected: bool
    latency: float
    """Seconds of the last heartbeat; infinite or no number where there was none."""
    servers: int
    waiting: Mapping[str, int]
    """How much waits for a thread, by pool."""
    busy: Mapping[str, int]
    """How many threads are at work, by pool."""

    @classmethod
    def of(cls, bot: BylineBot) -> Loop:
        """Count now."""
        pools = bot.desk.pools
        return cls(
            connected=is_connected(bot),
            latency=bot.latency,
            servers=len(bot.guilds),
            waiting={pool.name: pool.waiting for pool in pools},
            busy={pool.name: pool.busy for pool in pools},
        )


class Gauges(Collector):
    """Asked at each look, on a thread; `loop` is renewed before. What cannot be read is left out."""

    def __init__(self, corpus: Corpus, loop: Loop) -> None:
        self._corpus = corpus
        self.loop = loop

    def collect(self) -> Iterable[Metric]:
        """Every gauge."""
        yield from self._of_loop()
        yield from self._of_library()
        yield from self._of_index()

    def _of_loop(self) -> Iterator[Metric]:
        loop = self.loop
        yield _gauge("gateway_connected", "1 while Discord is connected.", loop.connected)
        if math.isfinite(loop.latency):
            yield _gauge("gateway_latency_seconds", "Of the last heartbeat.", loop.latency)
        yield _gauge("servers", "Discord servers that the bot is in.", loop.servers)
        yield _gauges("queue_length", "Work that waits for a thread.", "pool", loop.waiting)
        yield _gauges("busy_threads", "Threads that are at work.", "pool", loop.busy)

    def _of_library(self) -> Iterator[Metric]:
        library = self._corpus.library
        try:
            found = library.figures.measure(utc_now())
        except CorpusError:
            yield _gauge("library_readable", "1 if the library can be read.", False)
            return
        yield _gauge("library_readable", "1 if the library can be read.", True)
        yield _gauge("articles", "Articles in the library, copies among them.", found.articles)
        yield _gauge("passages", "Passages that can be found.", found.passages)
        yield _gauge("index_backlog", "Changes that the index has yet to take over.", found.backlog)
        feeds = {"followed": found.feeds, "due": found.feeds_due}
        feeds |= {"failing": found.feeds_failing, "ended": found.feeds_ended}
        yield _gauges("feeds", "Feeds, by how they fare; one may count twice.", "state", feeds)
        yield _gauge("jobs_open", "Jobs that have not ended.", found.jobs)
        try:
            free = shutil.disk_usage(library.path.parent).free
            size = library.path.stat().st_size
        except OSError:
            return  # a library that is no file of this machine
        yield _gauge("disk_free_bytes", "Left on the disk with the library.", free)
        yield _gauge("library_bytes", "Size of the library's file.", size)

    def _of_index(self) -> Iterator[Metric]:
        index = self._corpus.index
        state = index.state
        states = {one.value: one is state for one in IndexState}
        yield _gauges("index_state", "1 for the state that the index is in.", "state", states)
        if state is not IndexState.READY:
            return  # a server that is away is waited for, and this is no reason to
        try:
            yield _gauge("index_passages", "Vectors in the index, superseded ones among them.", index.count())
        except CorpusError:
            return


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"byline_{name}", about, value=float(value))


def _gauges(name: str, about: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"byline_{name}", about, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family
