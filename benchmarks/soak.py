"""Eight threads ask, add, update, remove and read one corpus for as long as wanted: nothing grows or drifts.

    .venv/bin/python -m benchmarks.soak              (an hour)
    .venv/bin/python -m benchmarks.soak --minutes 5

Stories come and go, so that the corpus keeps its size. Every answer's quotes are held against the stored
articles while these change; memory, open files and threads are sampled from the end of the first third on; at
the end the library must hold exactly what was acknowledged, and the index must agree with it.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.bulk_add import HashedWords
from benchmarks.crash_check import look
from benchmarks.crash_work import address, marker, text_of
from bot.arenas import bound_arenas
from corpus import (
    Article,
    ArticleNotFoundError,
    Corpus,
    CorpusSettings,
    Draft,
    Filters,
    ingest_drafts,
    remove_article,
)
from retrieval import Answerer, Citation, Query, RetrievalSettings, build_answerer

SIZE = 150
"""Stories that are kept."""
_PORT = 80
_SAMPLES = 60
# What one third of the time may have more than the one before: memory is given back late and in lumps.
_MORE_BYTES = 25_000_000
_MORE_SHARE = 0.1
_MORE_FILES = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process took at one moment."""

    memory: int
    """Bytes resident."""
    files: int
    threads: int


@dataclass
class Report:
    """What came of it."""

    done: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)

    def grown(self) -> list[str]:
        """What the last third of the time took more of than the middle one."""
        third = len(self.samples) // 3
        middle, last = self.samples[third : 2 * third], self.samples[2 * third :]
        if not middle:
            return ["too few samples to tell growth"]
        found = []
        for name, more in (("memory", _MORE_BYTES), ("files", _MORE_FILES), ("threads", 1)):
            before = median(getattr(one, name) for one in middle)
            after = median(getattr(one, name) for one in last)
            share = _MORE_SHARE * before if name == "memory" else 0
            if after > before + more + share:
                found.append(f"{name} grew from {before:,.0f} to {after:,.0f}")
        return found


class Soak:
    """One corpus under eight threads; each story is changed by one of them at a time."""

    def __init__(self, corpus: Corpus, answerer: Answerer, seed: int) -> None:
        self.report = Report()
        self._corpus = corpus
        self._answerer = answerer
        self._seed = seed
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self.held: dict[int, int] = {}
        """Each story's revision, as it was acknowledged."""
        self._busy: set[int] = set()
        self._moves: Counter[int] = Counter()
        self._next = 1

    def fill(self) -> None:
        """The stories to begin with."""
        while len(self.held) < SIZE:
            self._add(random.Random(self._seed))

    def run(self, seconds: float) -> None:
        """All eight threads for so long."""
        kinds: list[Callable[[random.Random], None]] = [
            *(self._ask, self._ask, self._search, self._search),
            *(self._add, self._update, self._remove, self._read),
        ]
        threads = [
            threading.Thread(target=self._loop, args=(kind, random.Random(f"{self._seed}/{number}")))
            for number, kind in enumerate(kinds)
        ]
        for thread in threads:
            thread.start()
        for _ in range(_SAMPLES):
            self._stop.wait(seconds / _SAMPLES)
            gc.collect()
            text_of.cache_clear()  # what the soak itself remembers is not the program's
            self.report.samples.append(sample())
        self._stop.set()
        for thread in threads:
            thread.join()

    def _loop(self, kind: Callable[[random.Random], None], chance: random.Random) -> None:
        name = kind.__name__.strip("_")
        while not self._stop.is_set():
            try:
                kind(chance)
                self.report.done[name] += 1
            except Exception as error:  # noqa: BLE001 (whatever it is, it is what was looked for)
                self.report.problems.append(f"{name}: {type(error).__name__}: {error}")

    def _chosen(self, chance: random.Random) -> tuple[int, int, int]:
        """A story that nobody is changing, its revision, and how often it was changed so far."""
        with self._guard:
            key = chance.choice([key for key in self.held if key not in self._busy])
            return key, self.held[key], self._moves[key]

    def _taken(self, chance: random.Random) -> int:
        """A story that nobody else changes until it is settled."""
        with self._guard:
            key = chance.choice([key for key in self.held if key not in self._busy])
            self._busy.add(key)
            self._moves[key] += 1
            return key

    def _settle(self, key: int, revision: int | None) -> None:
        with self._guard:
            self._busy.discard(key)
            if revision is None:
                del self.held[key]
            else:
                self.held[key] = revision

    def _ask(self, chance: random.Random) -> None:
        key, revision, _ = self._chosen(chance)
        answer = self._answerer.answer(f"When was the story {marker(key, revision)} told?")
        for citation in answer.citations:
            self._check(citation)

    def _check(self, citation: Citation) -> None:
        """A quote is the words of some version of its article, at its place; gone is no wrong citation."""
        try:
            versions = self._corpus.library.versions(citation.article.id)
        except ArticleNotFoundError:
            return
        here = slice(citation.start, citation.end)
        if all(one.article.text[here] != citation.quote for one in versions):
            self.report.problems.append(f"a quote is not in its article: {citation.quote!r}")

    def _search(self, chance: random.Random) -> None:
        key, revision, moves = self._chosen(chance)
        hits = self._answerer.search(Query(f"the story {marker(key, revision)}"), 3)
        found = any((hit.article.article.url or "").endswith(f"/story/{key}") for hit in hits)
        with self._guard:
            changed = self._moves[key] != moves or key in self._busy
        if not found and not changed:
            self.report.problems.append(f"story {key} was not found by its own word")
        for hit in hits:
            if hit.passage.text != hit.article.article.text[hit.passage.start : hit.passage.end]:
                self.report.problems.append(f"a passage of {hit.article.id} is not its words")

    def _add(self, chance: random.Random) -> None:
        del chance
        if len(self.held) > 1.2 * SIZE:
            # Removing is behind.
            self._stop.wait(0.05)
            return
        with self._guard:
            key, self._next = self._next, self._next + 1
        self._put(key, 0)

    def _update(self, chance: random.Random) -> None:
        key = self._taken(chance)
        self._put(key, self.held[key] + 1)

    def _put(self, key: int, revision: int) -> None:
        article = Article(f"Story {key}", text_of(key, revision), "Courier", url=address(key, _PORT))
        for ingested in ingest_drafts([Draft("-", article)], self._corpus):
            if ingested.outcome not in ("added", "updated"):
                self.report.problems.append(f"story {key} was {ingested.outcome}: {ingested.reason}")
        self._settle(key, revision)

    def _remove(self, chance: random.Random) -> None:
        if len(self.held) < SIZE:
            self._stop.wait(0.05)
            return
        key = self._taken(chance)
        (passage, _), *_ = self._corpus.library.lexical(marker(key, self.held[key]), Filters(), 1)
        remove_article(self._corpus, passage.split("-")[0])
        self._settle(key, None)

    def _read(self, chance: random.Random) -> None:
        library = self._corpus.library
        for stored in library.articles(limit=20, offset=chance.randrange(SIZE // 2)):
            try:
                passages = library.passages_of(stored.id)
            except ArticleNotFoundError:
                continue
            if not passages:
                self.report.problems.append(f"{stored.id} has no passages")
        library.coverage()


def sample() -> Sample:
    """What this process takes now."""
    status = Path("/proc/self/statm").read_text().split()
    memory = int(status[1]) * os.sysconf("SC_PAGE_SIZE")
    files, threads = (len(list(Path("/proc/self", kind).iterdir())) for kind in ("fd", "task"))
    return Sample(memory, files, threads)


def soak(directory: Path, seconds: float, seed: int = 7) -> Report:
    """The whole of it on a new corpus in a folder."""
    settings = CorpusSettings(directory)
    with Corpus.open(settings, HashedWords()) as corpus:
        run = Soak(corpus, build_answerer(corpus, RetrievalSettings()), seed)
        run.fill()
        run.run(seconds)
    found = look(settings, directory / "none.backup", random.Random(seed), doctor=True)
    run.report.problems += found.problems
    if dict(found.held) != run.held:
        run.report.problems.append("the library does not hold what was acknowledged")
    return run.report


def main() -> int:
    """Soak and print; 1 if anything grew, drifted or was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    began = time.monotonic()
    bound_arenas()  # as the bot does
    with tempfile.TemporaryDirectory() as place:
        report = soak(Path(place), 60 * options.minutes, options.seed)
    for name in ("memory", "files", "threads"):
        values = [getattr(one, name) for one in report.samples]
        print(f"{name:8}" + "".join(f"{value:>14,}" for value in values[:: len(values) // 6]))
    print(", ".join(f"{count:,} × {name}" for name, count in report.done.most_common()))
    wrong = [*report.problems, *report.grown()]
    print(f"{time.monotonic() - began:.0f} s, {len(wrong)} things wrong", *wrong[:20], sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
