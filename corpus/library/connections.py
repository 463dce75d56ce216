"""Connections to the library: one writer at a time, readers for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from corpus.embed import EmbeddingIdentity
from corpus.errors import LibraryError
from corpus.library.engine import Connection, Engine


class Connections:
    """A pool: each `reading` or `writing` block has a connection to itself, so threads never share one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.path = engine.path
        self.read_only = engine.read_only
        self._idle: list[Connection] = []
        self._guard = threading.Lock()
        self._writer = threading.Lock()
        self._closed = False
        self.embeds_with: EmbeddingIdentity | None = None
        """What makes the embeddings that come from here; `None`: whatever the library says."""
        with self._lent() as connection:
            engine.prepare(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the library until the block ends, whatever is written."""
        with self._lent() as connection:
            self.engine.begin(connection, writing=False)
            try:
                yield connection
            finally:
                with suppress(Exception):
                    self.engine.rollback(connection)

    @contextmanager
    def writing(self, prepare: Callable[[Connection], None] | None = None) -> Iterator[Connection]:
        """A connection in a write transaction: committed when the block ends, undone when it raises.

        `prepare` runs on it before the transaction, while others may still write.
        """
        if self.read_only:
            raise LibraryError(self.path, f"{self.path} was opened for reading only; nothing was written.")
        with self._lent() as connection:
            if prepare:
                prepare(connection)
            with self._writer:
                self.engine.begin(connection, writing=True)
                try:
                    yield connection
                    self.engine.commit(connection)
                except BaseException:
                    self.engine.rollback(connection)
                    raise

    def close(self) -> None:
        """Close what is idle now, and what is in use as it comes back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        with self.engine.in_words():
            connection = self._take()
        try:
            with self.engine.in_words():
                yield connection
        except BaseException:
            # Not back into the pool: an interrupted connection may hold half a statement.
            connection.close()
            raise
        self._give_back(connection)

    def _take(self) -> Connection:
        with self._guard:
            if self._closed:
                raise LibraryError(self.path, f"{self.path} was closed.")
            while self._idle:
                connection = self._idle.pop()
                if self.engine.is_alive(connection):
                    return connection
                connection.close()
        return self.engine.connect()

    def _give_back(self, connection: Connection) -> None:
        with self._guard:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()
