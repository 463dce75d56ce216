"""What adding costs with Ray's workers, against one process, on the same articles; all processors together.

    .venv/bin/python -m benchmarks.workers articles.jsonl --workers 0 1 2

Processor time is this process's and that of every process it started; the workers' start is not counted.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from corpus import Article, Corpus, CorpusSettings, Filters, Ingested, Outcome, StoredArticle, Workers, ingest

_TICKS = 100.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, in seconds."""

    articles: int
    words: int
    passages: int
    wall: float
    here: float
    """Of this process's own processor time."""
    all: float
    """Of it and all that it started."""

    def __str__(self) -> str:
        return (
            f"{self.articles} articles, {self.words:,} words, {self.passages} passages:"
            f" {self.words / self.wall:,.0f} words a second on the wall,"
            f" {self.words / self.all:,.0f} of processor;"
            f" {1e3 * self.here / self.articles:.1f} ms of processor an article here,"
            f" {1e3 * self.all / self.articles:.1f} in all"
        )


def main() -> None:
    """Add the file as often as asked, each time into an empty corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file")
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2], help="0: without Ray")
    options = parser.parse_args()
    for workers in options.workers:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{workers or 'no'} workers: {measure(options.file, Path(folder), workers)}", flush=True)


def measure(file: str, folder: Path, workers: int) -> Cost:
    """Add a file to a corpus in an empty folder."""
    with Corpus.open(CorpusSettings(folder)) as corpus, ExitStack() as opened:
        joined = opened.enter_context(Workers.join(str(workers), corpus.embedder)) if workers else None
        corpus.embedder.embed(["."])
        if joined:
            _warm(joined, workers)
        wall, here, everything = time.perf_counter(), time.process_time(), _processor()
        results: list[Ingested] = list(ingest([file], corpus, workers=joined))
        cost = time.perf_counter() - wall, time.process_time() - here, _processor() - everything
        added = [one for one in results if one.outcome in (Outcome.ADDED, Outcome.UPDATED)]
        held = corpus.library.articles(Filters(), limit=1_000_000)
        words = sum(len(one.article.text.split()) for one in held)
        return Cost(len(added), words, corpus.library.coverage().passages, *cost)


def _warm(joined: Workers, workers: int) -> None:
    """Let each worker load its model."""
    text = "The ferry ran aground off the harbour on Monday, and nobody was hurt. " * 40
    begun = [joined.prepare(StoredArticle("0", Article("Ferry", text), 1)) for _ in range(8 * workers)]
    for one in begun:
        one.result()


def _processor() -> float:
    """Seconds of processor time of this process and of its living descendants."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        process = int(path.parent.name)
        parents[process], used[process] = int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICKS
    family = {os.getpid()}
    while more := {one for one, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(used.get(one, 0.0) for one in family)


if __name__ == "__main__":
    main()
