"""Workers of a test, each a process: they add articles to one library at the same time.

    python -m tests.corpus.writers URL FOLDER WORKERS

One process is loaded once and forks them. Each adds what all add, what it alone has, another text for a link
that all have, and its own print of an agency's story. What failed is added again, as by a program that is
started again. `FOLDER/acknowledged-N` says what was done, a line each.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from corpus import Article, Draft, Ingested, Library, Outcome, ingest_drafts
from tests.corpus.articles import EMBEDDER, QuietIndex, article

STORIES = 8
_PATIENCE = 200


def stories(worker: int) -> Iterator[Article]:
    """What a worker adds."""
    for number in range(STORIES):
        yield article(f"All report of storm {number} at the cape.", url=f"https://all.example/{number}")
        own = f"Worker {worker} saw ship {number} of its own come in."
        yield article(own, url=f"https://own.example/{worker}/{number}")
        changing = f"Tide {number} was {worker} metres high. " * 9
        yield article(changing, url=f"https://tide.example/{number % 3}")
        printed = f"The agency's story {number} was printed by all."
        address = f"https://paper{worker}.example/{number}"
        yield article(printed, publisher=f"Paper {worker}", url=address)


def work(worker: int, url: str, folder: Path) -> None:
    """Add them all."""
    library = Library.open(folder / str(worker), url=url)
    desk: Any = SimpleNamespace(
        library=library, embedder=EMBEDDER, index=QuietIndex(), network=None, languages=frozenset()
    )
    with (folder / f"acknowledged-{worker}").open("a") as acknowledged:
        for one in stories(worker):
            result = _add(one, desk)
            print(result.article_id, result.outcome.value, file=acknowledged, flush=True)


def _add(one: Article, desk: Any) -> Ingested:
    for _ in range(_PATIENCE):
        (result,) = ingest_drafts([Draft("item", one)], desk)
        if result.outcome is not Outcome.FAILED:
            break
        time.sleep(0.05)
    return result


def main(url: str, folder: Path, workers: int) -> None:
    """Fork the workers, say which processes they are, and wait for them."""
    pids = []
    for worker in range(workers):
        pids.append(os.fork())
        if not pids[-1]:
            work(worker, url, folder)
            os._exit(0)
    print(*pids, flush=True)  # noqa: T201
    for pid in pids:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
