"""Makes a snapshot of a library, in a process of its own: it takes seconds, and no question waits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from corpus.library.identity import GENERATION, IDENTITY
from corpus.library.scan import unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus.library.engine import Connection

_LOCK = "snapshot.lock"
_AT_A_TIME = 2_000


def made_of(connection: Connection) -> str:
    """What made the library's vectors: a snapshot of others is of no use. Microseconds."""
    rows = connection.execute(
        "SELECT value FROM meta WHERE key IN (?, ?) ORDER BY key", (IDENTITY, GENERATION)
    )
    return " ".join(value for (value,) in rows)


def make_snapshot(connection: Connection, directory: Path) -> bool:
    """Write a snapshot of what a connection sees; whether it was done and no other process is at it.

    The connection must see one state until the end: it is inside a transaction.

    Raises:
        OSError: it cannot be written.
    """
    from corpus.snapshot import SnapshotBuilder, discard_unfinished

    newest = connection.execute("SELECT number, id FROM passages ORDER BY number DESC LIMIT 1").fetchone()
    if newest is None:
        return False
    try:
        with FileLock(directory / _LOCK, timeout=0):
            # Commands end what they have begun, and may do so many times before one is done.
            discard_unfinished(directory)
            with SnapshotBuilder(directory) as builder:
                _add_passages(connection, builder.add_passages)
                builder.add_words(read_words(connection))
                builder.publish(made_of(connection), *newest)
    except Timeout:
        return False
    return True


def _add_passages(connection: Connection, add: Any) -> None:
    # Read one by one, the owner behind each text takes longer than all the rest.
    owners = dict(connection.execute("SELECT number, owner FROM articles WHERE owner IS NOT NULL").fetchall())
    rows = connection.stream(
        "SELECT e.number, p.article, e.vector FROM embeddings e JOIN passages p ON p.number = e.number"
        " ORDER BY e.number"
    )
    while some := rows.fetchmany(_AT_A_TIME):
        articles = [article for _, article, _ in some]
        vectors = unpack([blob for _, _, blob in some])
        add([number for number, _, _ in some], articles, map(owners.get, articles), vectors)


def read_words(connection: Connection) -> Iterator[tuple[str, NDArray[Any]]]:
    """Every word of the lexical index with the numbers of its passages, as often as it is in each."""
    import numpy as np

    for table, form in (("words", "row"), ("places", "instance")):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        connection.execute(f"CREATE VIRTUAL TABLE temp.{table} USING fts5vocab('main', 'lexical', '{form}')")
    words = connection.execute("SELECT term, cnt FROM temp.words").fetchall()
    for word, count in words:
        rows = connection.stream("SELECT doc FROM temp.places WHERE term = ?", (word,))
        yield word, np.fromiter((number for (number,) in rows), np.int64, count)


def main() -> None:
    """The process's side: its argument is the library's file. An exit code of 1: it cannot be done now."""
    from corpus.library.connections import Connections
    from corpus.library.sqlite import SQLite

    if hasattr(os, "nice"):
        os.nice(10)  # questions go first
    path = Path(sys.argv[1])
    with closing(Connections(SQLite(path, read_only=True))) as held, held.reading() as connection:
        sys.exit(0 if make_snapshot(connection, path.parent) else 1)
