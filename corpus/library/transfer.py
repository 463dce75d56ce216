"""All of a library out of one engine into another: what `byline backup` and `restore` do for a database."""

from __future__ import annotations

from collections.abc import Callable

from corpus.library.engine import Connection
from corpus.library.reader import iterate_passages

_AT_A_TIME = 500
# What one machine or server has of this library's index says nothing of the other library.
_OF_THE_INDEX = ("shared_index", "shared_index_building", "embedded_index_of")


def transfer(source: Connection, target: Connection, progress: Callable[[int, int], None]) -> None:
    """Put everything that one library holds in the place of everything in another, row by row.

    Both are inside a transaction, and of today's schema.
    """
    target.engine.defer_references(target)
    tables = _shared(source.engine.list_tables(source), target.engine.list_tables(target))
    target.engine.clear(target, tables)
    total = sum(source.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
    done = 0
    for table, columns in tables.items():
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        rows = source.stream(f"SELECT {names} FROM {table}")
        while some := rows.fetchmany(_AT_A_TIME):
            target.executemany(f"INSERT INTO {table}({names}) VALUES ({marks})", some)
            done += len(some)
            progress(done, total)
    for passages in iterate_passages(source, _AT_A_TIME):
        target.engine.put_words(target, passages)
    target.execute("DELETE FROM leases")
    for key in _OF_THE_INDEX:
        target.execute("DELETE FROM meta WHERE key = ?", (key,))
    target.engine.count_on(target, tables)


def _shared(held: dict[str, list[str]], known: dict[str, list[str]]) -> dict[str, list[str]]:
    """What both have: a name that only a file from elsewhere has must not become part of a statement."""
    return {
        table: [column for column in columns if column in known[table]]
        for table, columns in held.items()
        if table in known
    }
