"""The library as one file: copied while others write, checked before it is trusted, and put back at once."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from corpus.errors import LibraryError
from corpus.library.schema import APPLICATION, check
from corpus.library.sqlite import BUSY_SECONDS, connect, in_words

Progress = Callable[[int, int], None]
"""Told how many parts are done, and of how many."""

# 4 MB: a step takes some milliseconds, so that an interruption is heard at once.
_PAGES = 1_000
_PAUSE = 0.05
_NOT_ONE = "{path} is no backup of Byline. Name a file that `byline backup` has written."
_DAMAGED = "{path} is damaged: it cannot be restored. Try an earlier backup."
_SIDES = ("", "-wal", "-shm", "-journal")


def copy_out(library: Path, file: Path, progress: Progress) -> None:
    """Write the library as it is at this moment into one file, whoever writes on meanwhile.

    The file is there when all of it is, checked and on the disk: until then what was there before stays.

    Raises:
        LibraryError: the library cannot be read or is damaged, or the file cannot be written.
    """
    partial = file.with_name(f"{file.name}.partial")
    with _told(file):
        _remove(partial)
        try:
            # Readable by its owner alone: addresses of feeds may hold keys.
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with in_words(library), closing(connect(library, read_only=True)) as source:
                # One state to the end: without it every article saved meanwhile would begin the copy again.
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                with in_words(partial), closing(sqlite3.connect(partial, isolation_level=None)) as target:
                    _copy(source, target, file, progress)
                    target.execute("PRAGMA journal_mode = DELETE")
                    damage = target.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                raise LibraryError(library, f"{library} is damaged ({damage}): it was not backed up.")
            _settle(partial, file)
        finally:
            _remove(partial)


def check_copy(file: Path) -> None:
    """Refuse what cannot be restored; reads all of the file and changes nothing.

    Raises:
        LibraryError: there is no such file, or it is no backup, damaged, or a newer Byline's.
    """
    if not file.is_file():
        raise LibraryError(file, f"There is no file {file}.")
    try:
        with closing(connect(file, read_only=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
                raise LibraryError(file, _NOT_ONE.format(path=file))
            check(connection, file)
            damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except UnicodeDecodeError as error:
        # SQLite says what is wrong with words out of the broken pages.
        raise LibraryError(file, _DAMAGED.format(path=file)) from error
    except sqlite3.Error as error:
        if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            raise LibraryError(file, _NOT_ONE.format(path=file)) from error
        raise LibraryError(file, f"{file} cannot be restored: {error}.") from error
    if damage != "ok" or orphan:
        raise LibraryError(file, _DAMAGED.format(path=file))


def copy_in(file: Path, library: Path, progress: Progress) -> Path | None:
    """Put a checked copy in the library's place, in one transaction: a kill leaves the one or the other.

    Returns:
        Where the library that was there is now, if it was too damaged to be written over.

    Raises:
        LibraryError: one of the two files cannot be used, or the library is no library of ours.
    """
    aside = _set_aside(library) if _is_damaged(library) else None
    with (
        in_words(file),
        closing(connect(file, read_only=True)) as source,
        in_words(library),
        closing(sqlite3.connect(library, isolation_level=None)) as target,
    ):
        target.execute("PRAGMA synchronous = FULL")
        _copy(source, target, library, progress)
    return aside


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, path: Path, progress: Progress) -> None:
    patience = time.monotonic() + BUSY_SECONDS

    def step(status: int, remaining: int, total: int) -> None:
        nonlocal patience
        if status not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            patience = time.monotonic() + BUSY_SECONDS
        elif time.monotonic() > patience:
            raise LibraryError(path, f"Another process uses {path}. Try again when it has ended.")
        progress(total - remaining, total)

    source.backup(target, pages=_PAGES, progress=step, sleep=_PAUSE)


def _is_damaged(library: Path) -> bool:
    """Whether what is there cannot even be opened. Raises `LibraryError` for what is not ours to replace."""
    if not library.exists():
        return False
    try:
        with closing(connect(library, read_only=True)) as connection:
            check(connection, library)
    except sqlite3.Error as error:
        kind = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
        if kind in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return True
        with in_words(library):
            raise
    return False


def _set_aside(library: Path) -> Path:
    number = 1
    while (aside := library.with_name(f"{library.name}.damaged-{number}")).exists():
        number += 1
    with _told(library):
        for side in _SIDES:
            with suppress(FileNotFoundError):
                library.with_name(f"{library.name}{side}").rename(f"{aside}{side}")
    return aside


def _settle(partial: Path, file: Path) -> None:
    """Rename the partial file, for good."""
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(partial: Path) -> None:
    for side in _SIDES:
        partial.with_name(f"{partial.name}{side}").unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(path, f"{path} cannot be written ({error.strerror or error}).") from error
