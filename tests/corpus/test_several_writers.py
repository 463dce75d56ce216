"""Several processes write one library in PostgreSQL at once: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import (
    Corpus,
    CorpusSettings,
    Draft,
    Filters,
    IndexAction,
    Library,
    LibraryError,
    Outcome,
    ingest_drafts,
)
from tests.corpus.articles import EMBEDDER, article, keep
from tests.corpus.writers import STORIES

if TYPE_CHECKING:
    from tests.chromaserver import ChromaServer
    from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]


class Drain:
    """Follows the outbox while others write, as whoever keeps an index does."""

    def __init__(self, library: Library) -> None:
        self.live: set[str] = set()
        self.done = 0
        self._library = library
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Drain:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def follow(self) -> None:
        while operations := self._library.pending(7):
            for operation in operations:
                assert operation.sequence > self.done
                if operation.action is IndexAction.ADD:
                    self.live.update(operation.passage_ids)
                else:
                    self.live.difference_update(operation.passage_ids)
            self._library.acknowledge(operations[-1].sequence)
            self.done = operations[-1].sequence

    def _run(self) -> None:
        while not self._ended.wait(0.005):
            try:
                self.follow()
            except LibraryError:
                continue  # the server starts again


def start(url: str, folder: Path, workers: int) -> tuple[subprocess.Popen[str], list[int]]:
    command = [sys.executable, "-m", "tests.corpus.writers", url, str(folder), str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, [int(pid) for pid in process.stdout.readline().split()]


def acknowledged(folder: Path) -> list[list[str]]:
    return [line.split() for path in folder.glob("acknowledged-*") for line in path.read_text().splitlines()]


def wait_for(folder: Path, lines: int, process: subprocess.Popen[str]) -> None:
    while len(acknowledged(folder)) < lines:
        assert process.poll() is None
        threading.Event().wait(0.005)


@pytest.fixture
def library(tmp_path: Path, postgres: Postgres) -> Iterator[Library]:
    with Library.open(tmp_path / "here", url=postgres.library()) as library:
        library.adopt(EMBEDDER.identity)
        yield library


def test_workers_and_the_server_die_and_nothing_is_lost_or_there_twice(
    library: Library, tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.address("library")
    with Drain(library) as drain:
        process, pids = start(url, tmp_path, 4)
        wait_for(tmp_path, 20, process)
        os.kill(pids[0], signal.SIGKILL)
        wait_for(tmp_path, 70, process)
        postgres.stop()
        postgres.start()
        assert process.wait(120) == 0
        # Whoever was killed is started again, and finds what was done before.
        again, _ = start(url, tmp_path, 1)
        assert again.wait(120) == 0
        for out in (process.stdout, again.stdout):
            assert out is not None
            out.close()
    drain.follow()
    held = {stored.id: stored for stored in library.articles(Filters(), limit=10_000)}
    lines = acknowledged(tmp_path)
    assert {identity for identity, *_ in lines} <= set(held)
    assert not [line for line in lines if line[1] == "failed"]
    links = [stored.article.url for stored in held.values()]
    assert len(links) == len(set(links))
    assert len([link for link in links if link and "own.example" in link]) == 4 * STORIES
    assert len([link for link in links if link and "all.example" in link]) == STORIES
    prints = [stored for stored in held.values() if "printed by all" in stored.article.text]
    assert len([stored for stored in prints if not stored.syndicated_from]) == STORIES
    assert len(prints) == 4 * STORIES
    assert library.integrity() == []
    live = [passage.id for batch in library.all_passages() for passage in batch]
    assert sorted(drain.live) == sorted(live)
    assert library.waiting() == 0


def test_a_number_of_the_outbox_is_seen_only_after_all_before_it(
    library: Library, tmp_path: Path, postgres: Postgres
) -> None:
    """Numbers of a sequence are given out before they are seen: an unlucky reader would pass one over."""
    seen: list[int] = []
    with Library.open(tmp_path / "there", url=postgres.address("library")) as other:
        with library._connections.writing() as connection:
            connection.execute("INSERT INTO outbox(action, passages) VALUES ('supersede', '[]')")
            thread = threading.Thread(target=lambda: keep(other, article()))
            thread.start()
            thread.join(0.2)
            assert thread.is_alive()
            seen += [operation.sequence for operation in other.pending(9)]
        thread.join()
        assert seen == []
        numbers = [operation.sequence for operation in other.pending(9)]
    assert numbers == sorted(numbers)
    assert len(numbers) == 2


def test_who_stands_still_in_the_middle_of_a_change_is_undone(library: Library, postgres: Postgres) -> None:
    with pytest.raises(LibraryError, match="restarted"), library._connections.writing() as connection:  # noqa: PT012
        connection.execute("INSERT INTO meta VALUES ('half', 'done')")
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
        )
        connection.execute("SELECT 1")
    keep(library, article())
    with library._connections.reading() as connection:
        assert connection.execute("SELECT 1 FROM meta WHERE key = 'half'").fetchone() is None


def test_a_server_that_starts_again_is_waited_for(library: Library, postgres: Postgres) -> None:
    stored = keep(library, article()).stored
    postgres.stop(signal.SIGQUIT)  # as after a power cut
    thread = threading.Timer(0.3, postgres.start)
    thread.start()
    assert library.article(stored.id) == stored
    thread.join()
    assert library.integrity() == []


def test_two_machines_share_a_library_and_an_index_and_nothing_else(
    library: Library, tmp_path: Path, postgres: Postgres, chroma: ChromaServer
) -> None:
    url = postgres.address("library")
    one, other = (
        CorpusSettings(tmp_path / name, chroma_url=chroma.url, library_url=url) for name in ("one", "other")
    )
    with Corpus.open(one, EMBEDDER) as here, Corpus.open(other, EMBEDDER) as there:
        assert here.index.wait(60)
        assert there.index.wait(60)

        def add(corpus: Corpus, first: int) -> None:
            drafts = [
                Draft("item", article(f"Story {n} of the cape.", url=f"https://a.example/{n}"))
                for n in range(first, first + 8)
            ]
            assert all(result.outcome is not Outcome.FAILED for result in ingest_drafts(drafts, corpus))

        threads = [threading.Thread(target=add, args=pair) for pair in ((here, 0), (there, 4))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for corpus in (here, there):
            corpus.index.catch_up()
            assert corpus.library.coverage().articles == 12
            for ids, vectors in corpus.library.embeddings():
                for identity, vector in zip(ids, vectors, strict=True):
                    assert identity in dict(corpus.index.nearest(vector, 3))
        assert library.waiting() == 0
