"""How much of adding articles is the encoder, and how near adding them comes to the encoder alone.

    .venv/bin/python -m benchmarks.ingest [--articles FILE] [--rounds 3] [--cores 1]

Each round adds all articles to a new corpus, from the file to both indexes, and then embeds the very passages
that came of it and nothing else, on as many threads. By default the articles are made up: those of
`benchmarks.question`, with passages of 120 words. The ratio is one of words a second: 1 is the encoder alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.question import story
from corpus import Corpus, CorpusSettings, Embedder, Filters, ingest
from corpus.foresight import cores


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds."""

    wall: float
    processor: float


def main() -> None:
    """Add and embed in turns, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path, help="JSON lines, as `byline add` reads them")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, help="hold everything to so many")
    options = parser.parse_args()
    if options.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
    with tempfile.TemporaryDirectory() as folder:
        articles = options.articles or _made_up(Path(folder, "articles.jsonl"))
        rounds = [_round(articles, Path(folder, str(number))) for number in range(options.rounds)]
    for name, clock in (("wall", lambda cost: cost.wall), ("processor", lambda cost: cost.processor)):
        _row(name, clock, rounds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{rounds[0][0]:,} words, {cores()} threads, {peak / 1e6:,.0f} MB at the highest")


def _round(articles: Path, store: Path) -> tuple[int, Cost, Cost]:
    """Words of the passages, and what adding the articles and embedding alone took."""
    with Corpus.open(CorpusSettings(store)) as corpus:
        corpus.index.wait()
        corpus.embedder.embed(["The weights are read at the first text."])
        added = _cost(lambda: [*ingest([str(articles)], corpus)])
        library = corpus.library
        held = library.articles(Filters(), limit=1_000_000)
        passages = [passage for one in held for passage in library.passages_of(one.id)]
        texts = [passage.ranked_text for passage in passages]
        alone = _cost(lambda: _embed(corpus.embedder, texts))
    return sum(len(passage.text.split()) for passage in passages), added, alone


def _embed(embedder: Embedder, texts: Sequence[str]) -> None:
    with ThreadPoolExecutor(cores()) as pool:
        for _ in pool.map(lambda text: embedder.embed([text]), texts):
            pass


def _cost(work: Callable[[], object]) -> Cost:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - processor)


def _row(name: str, clock: Callable[[Cost], float], rounds: Sequence[tuple[int, Cost, Cost]]) -> None:
    ratios = [clock(alone) / clock(added) for _, added, alone in rounds]
    speeds = [(words / clock(added), words / clock(alone)) for words, added, alone in rounds]
    added, alone = (statistics.median(column) for column in zip(*speeds, strict=True))
    print(
        f"{name:10} words a second: {added:7,.0f} added, {alone:7,.0f} embedded alone;"
        f" ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    )


def _made_up(path: Path, count: int = 100) -> Path:
    articles = (story(number)[0].article for number in range(count))
    lines = [json.dumps({"title": one.title, "text": one.text, "url": one.url}) for one in articles]
    path.write_text("\n".join(lines), "utf-8")
    return path


if __name__ == "__main__":
    main()
