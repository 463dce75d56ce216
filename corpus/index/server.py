"""Where generations of a shared index live: on a Chroma server that processes of any machine ask.

Which one counts is written in the library that they share. Each passage keeps its words under its id for
good, so operations may be applied twice and in any order; what must not happen is that one is crossed out and
is not in the generation that counts. `SharedIndex` sees to that.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from corpus.errors import IndexUnavailableError
from corpus.holder import new_holder
from corpus.index.collection import Collection
from corpus.index.connection import connect, disconnect, drop, holds
from corpus.index.record import Record, clear_doubt, forget_record, is_doubted, read_record
from corpus.library import BUILDING, LONGEST, IndexOperation, Library
from corpus.models import utc_now
from corpus.settings import CorpusSettings

if TYPE_CHECKING:
    from chromadb.api.client import Client

_LOCK = "index.lock"
_SAY_SECONDS = 10.0
_LOOK_SECONDS = 0.1
_REBUILT = "Another process has rebuilt the index."
_MISSED = "Building the index stood still for too long: it begins anew."


class ServerPlace:
    """A collection for each generation on a Chroma server."""

    # A server that is away refuses a connection at once; one that hangs costs the background thread 3 s.
    retry_seconds = 5.0
    # Enough for another process to add its last articles.
    _PATIENCE = 5.0

    def __init__(self, settings: CorpusSettings, library: Library) -> None:
        self._directory = settings.directory
        self._url = settings.chroma_url or ""
        self._access = settings.chroma_access
        self._place = f"{self._url} {self._access.tenant} {self._access.database}"
        self._library = library
        self._shared = library.shared_index
        self._holder = new_holder()
        self._said_at = 0.0
        # Of the processes on this machine one follows the outbox; of others, what two do twice does no harm.
        self._lock = FileLock(self._directory / _LOCK, timeout=self._PATIENCE, thread_local=False)

    def hold(self) -> None:
        """Nothing to own: the server orders what its clients do."""

    def release(self) -> None:
        """Nothing was owned."""

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """Be the one process of this machine that follows the outbox; whether it is."""
        try:
            self._lock.acquire()
        except Timeout:
            # Whoever follows it for so long goes on until nothing is left.
            yield False
            return
        try:
            yield True
        finally:
            self._lock.release()

    @contextmanager
    def building(self) -> Iterator[bool]:
        """Be the one process of all that builds; whether another one was done with it just now.

        Raises:
            IndexUnavailableError: another one does, and is not done within seconds.
        """
        patience, waited = time.monotonic() + self._PATIENCE, False
        while not self._take():
            waited = True
            if time.monotonic() > patience:
                raise IndexUnavailableError("Another process is building the index.")
            time.sleep(_LOOK_SECONDS)
        try:
            yield waited
        finally:
            self._library.leases.give_back(BUILDING, self._holder)

    def go_on(self) -> None:
        """Say now and then that it still builds.

        Raises:
            IndexUnavailableError: it was missed for so long that what it lacks may be crossed out by now.
        """
        if time.monotonic() - self._said_at <= _SAY_SECONDS:
            return
        self._said_at = time.monotonic()
        # Not taken anew: whoever found it over has let go of what waited for this builder.
        if not self._library.leases.keep(BUILDING, self._holder, utc_now() + LONGEST):
            raise IndexUnavailableError(_MISSED)

    def _take(self) -> bool:
        now, self._said_at = utc_now(), time.monotonic()
        return self._library.leases.take(BUILDING, self._holder, now, now + LONGEST)

    def recall(self) -> Record | None:
        """The generation that is whole, if it is on this server."""
        written = None if is_doubted(self._directory) else self._shared.record()
        if written is None:
            return None
        place, embeddings = json.loads(written[1])
        return Record(place, written[0], embeddings) if place == self._place else None

    def quick_to_examine(self, record: Record) -> bool:
        """Asking a server takes milliseconds."""
        del record
        return True

    def examine(self, record: Record) -> str | None:
        """Why a generation must not even be opened: the server does not hold it.

        Raises:
            IndexUnavailableError: the server does not answer; that says nothing about the generation.
        """
        with self._client() as client:
            return None if holds(client, record.generation) else "the server does not hold it"

    def open(self, record: Record) -> Collection:
        """Open a generation."""
        self._forget_folder()
        return Collection.on_server(self._url, self._access, record.generation)

    def create(self, generation: str) -> Collection:
        """An empty generation beside the others; what a rebuild before this one left half-built goes."""
        self._forget_folder()
        if left := self._shared.begin(generation):
            with self._client() as client:
                drop(client, left)
        return Collection.on_server(self._url, self._access, generation, create=True)

    def keep(self, generation: str, embeddings: str) -> Record:
        """From now on this generation is the whole one; the one before goes.

        Raises:
            IndexUnavailableError: another process took over while it was built.
        """
        before = self.recall()
        if not self._shared.keep(generation, json.dumps([self._place, embeddings]), self._holder):
            raise IndexUnavailableError(_REBUILT)
        clear_doubt(self._directory)
        if before is not None:
            with self._client() as client:
                drop(client, before.generation)
        return Record(self._place, generation, embeddings)

    def pending(self, record: Record, library: Library, limit: int) -> list[IndexOperation]:
        """What the generation has yet to do."""
        operations = library.shared_index.pending(record.generation, limit)
        if not operations:
            library.shared_index.tidy(record.generation, utc_now())
        return operations

    def acknowledge(self, record: Record, library: Library, sequences: Sequence[int]) -> None:
        """The generation has done what it was given.

        Raises:
            IndexUnavailableError: it no longer counts, and what was done to it must be done to another.
        """
        if not library.shared_index.acknowledge(record.generation, sequences):
            raise IndexUnavailableError(_REBUILT)

    def seal(self, record: Record, sound: bool) -> None:
        """The server keeps its own files; whether they are sound is asked when they are next opened."""

    def check_reachable(self) -> None:
        """Tell a server that is away from one that answers with a broken collection.

        Raises:
            IndexUnavailableError: it is away.
        """
        disconnect(connect(self._url, self._access))

    def _forget_folder(self) -> None:
        """The embedded index misses what is done from now on."""
        if read_record(self._directory) is not None:
            forget_record(self._directory)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        client = connect(self._url, self._access)
        try:
            yield client
        finally:
            disconnect(client)
