"""Connections to the library's file: one writer at a time, readers for all, plain words for what fails."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from corpus.errors import LibraryError
from corpus.library.schema import MIGRATIONS, check, migrate

BUSY_SECONDS = 30.0
"""How long a writer waits for another process. One save takes milliseconds; a whole reindex takes seconds."""


class Connections:
    """A pool: each `reading` or `writing` block has a connection to itself, so threads never share one."""

    def __init__(self, path: Path, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._writer = threading.Lock()
        self._closed = False
        with self._lent() as connection:
            if not read_only:
                migrate(connection, path)
            elif check(connection, path) < len(MIGRATIONS):
                raise LibraryError(
                    path,
                    f"{path} was written by an older version of Byline; it must be opened for writing once.",
                )

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the library until the block ends, whatever is written."""
        with self._lent() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")

    @contextmanager
    def writing(
        self, prepare: Callable[[sqlite3.Connection], None] | None = None
    ) -> Iterator[sqlite3.Connection]:
        """A connection in a write transaction: committed when the block ends, undone when it raises.

        `prepare` runs on it before the transaction, while others may still write.
        """
        if self.read_only:
            raise LibraryError(self.path, f"{self.path} was opened for reading only; nothing was written.")
        with self._lent() as connection:
            if prepare:
                prepare(connection)
            with self._writer:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise

    def close(self) -> None:
        """Close what is idle now, and what is in use as it comes back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with in_words(self.path):
            connection = self._take()
        try:
            with in_words(self.path):
                yield connection
        except BaseException:
            # Not back into the pool: an interrupted connection may hold half a statement.
            connection.close()
            raise
        self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._guard:
            if self._closed:
                raise LibraryError(self.path, f"{self.path} was closed.")
            if self._idle:
                return self._idle.pop()
        return connect(self.path, self.read_only)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file into a `LibraryError` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(path, _sentence(error, path)) from error
    except UnicodeDecodeError as error:
        # SQLite says what is wrong with words out of the broken pages.
        raise LibraryError(path, _SENTENCES[sqlite3.SQLITE_CORRUPT].format(path=path)) from error


def connect(path: Path, read_only: bool) -> sqlite3.Connection:
    """One connection to a library's file; raises `sqlite3.Error`, and `LibraryError` for a file not ours."""
    # Autocommit (isolation_level None): this module alone says where a transaction begins and ends.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{_mode(path, read_only)}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            # Before WAL is written into the head of a file that is not ours.
            check(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL, since in WAL mode NORMAL may lose the last commits with the power.
            connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _mode(path: Path, read_only: bool) -> str:
    if not read_only:
        return "mode=rwc"
    # A WAL database in a folder that cannot be written opens only as one that nobody changes.
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if os.access(path.parent, os.W_OK) or log.exists() else "mode=ro&immutable=1"


def _sentence(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the kind of error, the rest its finer kind.
    sentence = _SENTENCES.get(code & 0xFF) if isinstance(code, int) else None
    return (sentence or "{path} cannot be used: {error}.").format(path=path, error=error)


_DENIED = (
    "{path} cannot be written. Check who owns the file and its folder, or set CORPUS_DIR to another folder."
)
_BUSY = "Another process has been writing to {path} for too long. Try again when it has ended."
_SENTENCES = {
    sqlite3.SQLITE_NOTADB: "{path} is not a Byline library. Move it away, or set CORPUS_DIR elsewhere.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged. Bring a backup back (byline restore FILE), or move it away"
    " and add the articles again.",
    sqlite3.SQLITE_FULL: "The disk with {path} is full. Free some space and try again; nothing is lost.",
    sqlite3.SQLITE_IOERR: "{path} could not be read or written ({error}). Check the disk and try again.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened. Check that its folder exists and who may use it.",
    sqlite3.SQLITE_READONLY: _DENIED,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_AUTH: _DENIED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_TOOBIG: "An article is too long for {path}; it was not added.",
}
