"""Time and memory of adding and of asking as a corpus grows, in made-up articles.

    .venv/bin/python -m benchmarks.growth --corpus var/growth --stages 1000 10000 100000

One corpus grows from stage to stage. Words are as rare as in English (Zipf's law over 200,000 of them),
vectors are drawn by chance. Up to `--indexed` passages Chroma holds them too; past that a question is
compared with all vectors by the snapshot, since building Chroma's graph takes an hour for a million. Each
stage is asked by a process of its own, so that its memory is its own. The corpus is deleted at the end but
for `--keep`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from corpus import (
    Article,
    Corpus,
    CorpusSettings,
    Embedder,
    Filters,
    Index,
    IndexUnavailableError,
    Known,
    Library,
    Passage,
    StoredArticle,
    Vectors,
    decide,
    load_embedder,
)
from retrieval import HybridRetriever, Query
from retrieval.rankers import DenseRanker, LexicalRanker

PASSAGES_EACH = 50
_WORDS, _LONG = 200_000, 130
_ASKED, _COMMON = 40, 300
_DAYS = 1_000
_FIRST_DAY = datetime(2022, 1, 1, tzinfo=UTC)
FILTERS = {
    "all": Filters(),
    "one publisher of 50": Filters(publishers=("Courier 7",)),
    "a tenth of the dates": Filters(since=_FIRST_DAY, until=_FIRST_DAY + timedelta(days=_DAYS // 10)),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """What one size of corpus takes. Times are of the processor; memory and disk are in MB."""

    passages: int
    saved_per_second: float
    indexed_per_second: float | None
    """By Chroma; `None` past `--indexed`."""
    snapshot_seconds: float
    bare_ms: float
    """Embedding a question, and one query of Chroma where it holds the passages."""
    asked_ms: dict[str, tuple[float, float]]
    """Retrieval by filter: median and 95th percentile."""
    opened_mb: float
    asked_mb: float
    """Resident, mapped files included, which the system may take back."""
    disk_mb: dict[str, float]


def main() -> None:
    """Grow, ask, print a table, and tidy up; with `--ask` be the process that asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True, help="a folder of its own for the corpus")
    parser.add_argument("--stages", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--indexed", type=int, default=100_000, help="most passages that Chroma holds too")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        sys.stdout.write(json.dumps(_ask(options.corpus, options.indexed)) + "\n")
        return
    try:
        for passages in sorted(options.stages):
            stage = _stage(options.corpus, passages, options.indexed)
            sys.stdout.write(json.dumps(asdict(stage)) + "\n")
            sys.stdout.flush()
    finally:
        if not options.keep:
            shutil.rmtree(options.corpus, ignore_errors=True)


def _stage(directory: Path, passages: int, indexed: int) -> Stage:
    saved, seconds = _timed(lambda: _grow(directory, passages))
    added, index_seconds = _timed(lambda: _index(directory)) if passages <= indexed else (0, 1.0)
    with Library.open(directory) as library:
        _, snapshot_seconds = _timed(library.snapshots.make)
    command = [sys.executable, "-m", "benchmarks.growth", "--corpus", str(directory), "--ask"]
    command += ["--indexed", str(indexed)]
    asked = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Stage(
        passages=passages,
        saved_per_second=saved / seconds,
        indexed_per_second=added / index_seconds if added else None,
        snapshot_seconds=snapshot_seconds,
        disk_mb={
            "library": _size(directory, "library.sqlite3*"),
            "Chroma": _size(directory, "index/**/*"),
            "snapshot": _size(directory, "snapshot/**/*"),
        },
        **asked,
    )


def _timed(work: Callable[[], int]) -> tuple[int, float]:
    began = time.process_time()
    return work(), time.process_time() - began


def _grow(directory: Path, passages: int) -> int:
    with Library.open(directory) as library:
        library.adopt(load_embedder().identity)
        held = library.coverage().articles
        for number in range(held, passages // PASSAGES_EACH):
            library.save(*_story(number))
        return passages - held * PASSAGES_EACH


def _story(number: int) -> tuple[StoredArticle, list[Passage], Vectors]:
    """An article with its passages and vectors, the same for the same number."""
    chance = np.random.default_rng(number)
    parts = [_said(chance, _LONG).capitalize() + "." for _ in range(PASSAGES_EACH)]
    article = Article(
        title=_said(chance, 8).capitalize(),
        text="\n\n".join(parts),
        publisher=f"Courier {number % 50}",
        url=f"https://courier{number % 50}.example/{number}",
        published_at=_FIRST_DAY + timedelta(days=float(chance.uniform(0, _DAYS))),
    )
    stored, passages, start = decide(article, Known(None, None)).stored, [], 0
    for ordinal, part in enumerate(parts):
        span = (start, start + len(part))
        name, header = f"{stored.id}-1-{ordinal}", f"{article.title} · {article.publisher}"
        passages.append(Passage(name, stored.id, ordinal, *span, part, header, (span,)))
        start = span[1] + 2
    vectors = chance.standard_normal((len(parts), 384)).astype(np.float32)
    return stored, passages, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _said(chance: np.random.Generator, words: int) -> str:
    """So many words, the n-th most frequent of them 1/n as often as the first."""
    ranks = np.minimum(np.exp(chance.uniform(0, np.log(_WORDS), words)), _WORDS).astype(int)
    return " ".join(_spelled(int(rank)) for rank in ranks)


def _spelled(rank: int) -> str:
    sounds, word = "bdfgklmnprstvz", ""
    while rank or not word:
        rank, place = divmod(rank, len(sounds) * 5)
        word += sounds[place // 5] + "aeiou"[place % 5]
    return word + "m"  # so that no word is an inflection of another


def _index(directory: Path) -> int:
    """Let Chroma take in everything anew."""
    shutil.rmtree(directory / "index", ignore_errors=True)
    with Corpus.open(CorpusSettings(directory)) as corpus:
        corpus.index.wait()
        return corpus.index.count()


def _ask(directory: Path, indexed: int) -> dict[str, object]:
    """One size of corpus, asked by this process."""
    embedder, settings = load_embedder(), CorpusSettings(directory)
    embedder.embed(["warm"])
    with Library.open(directory) as library:
        passages = library.coverage().passages
        # For reading only it never answers, and the snapshot does.
        with Index.open(settings, library, read_only=passages > indexed) as index:
            index.wait()
            opened = _resident()
            retriever = HybridRetriever(
                library, (DenseRanker(index, library, embedder), LexicalRanker(library))
            )
            return {
                "asked_ms": {name: _asked(retriever, filters) for name, filters in FILTERS.items()},
                "bare_ms": statistics.median(_bare(embedder, index, words) for words in _questions()) * 1e3,
                "opened_mb": opened,
                "asked_mb": _resident(),
            }


def _questions() -> list[str]:
    """Five words each, as frequent as in a passage but for those that are in every other one."""
    chance = np.random.default_rng(7)
    ranks = np.exp(chance.uniform(np.log(_COMMON), np.log(_WORDS), (_ASKED, 5))).astype(int)
    return ["Who said " + " ".join(_spelled(int(rank)) for rank in row) + "?" for row in ranks]


def _asked(retriever: HybridRetriever, filters: Filters) -> tuple[float, float]:
    times = []
    for words in _questions():
        began = time.process_time()
        retriever.retrieve(Query(words, filters))
        times.append((time.process_time() - began) * 1e3)
    # The first ones read from the disk.
    times = sorted(times[_ASKED // 4 :])
    return statistics.median(times), times[int(0.95 * (len(times) - 1))]


def _bare(embedder: Embedder, index: Index, words: str) -> float:
    began = time.process_time()
    vector = embedder.embed([words])[0]
    with suppress(IndexUnavailableError):
        index.nearest(vector, 10)
    return time.process_time() - began


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _size(directory: Path, pattern: str) -> float:
    return sum(path.stat().st_size for path in directory.glob(pattern) if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
