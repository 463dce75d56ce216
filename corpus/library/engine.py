"""What the library needs of a database engine. There are two: SQLite, and PostgreSQL for many machines.

All SQL of this package but the two engines' own is one set, which both take. It is SQLite's as far as
PostgreSQL has the same; the few words that are other ones there its engine exchanges. What cannot be said
alike (opening, transactions, ranking by words, what is damaged) are the methods of `Engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.models import Filters, Passage

if TYPE_CHECKING:
    from corpus.library.quick import Quick


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row; `None` after the last."""

    def fetchmany(self, size: int, /) -> list[Any]:
        """The next rows, as many as there are up to `size`."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One connection, used by one thread at a time. Values stand as `?` in the SQL, in their order."""

    @property
    def engine(self) -> Engine:
        """What it is a connection of."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run one statement for each row of values."""

    def stream(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Run a query whose rows may be more than fit into memory; read with `fetchmany`."""

    def close(self) -> None:
        """Let go of it."""


class Engine(Protocol):
    """One library in one kind of database. Thread-safe; holds no connection itself."""

    @property
    def path(self) -> Path | str:
        """The file, or what stands for it in sentences; never with a password."""

    @property
    def file(self) -> Path:
        """Where a library in one file has it; in any case, what is kept beside it is in this folder."""

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""

    @property
    def quick(self) -> Quick | None:
        """What ranks in a large library, where there is such a thing; it knows itself when it can."""

    @property
    def conflict(self) -> type[Exception]:
        """What a statement raises that breaks a rule of the schema: one link, one original for each text."""

    def connect(self) -> Connection:
        """A new connection. Raises what `in_words` puts into words."""

    def is_alive(self, connection: Connection) -> bool:
        """Whether an idle connection still has another end, as far as can be told at no cost."""

    def prepare(self, connection: Connection) -> None:
        """Make an older library, or an empty one, today's. Raises `LibraryError` for what is not ours."""

    def begin(self, connection: Connection, writing: bool) -> None:
        """Begin a transaction that sees one state, or the only one of all processes' that writes."""

    def commit(self, connection: Connection) -> None:
        """Make what was written durable."""

    def rollback(self, connection: Connection) -> None:
        """Undo what was written, if the transaction is still open."""

    def in_words(self) -> AbstractContextManager[None]:
        """Turn what the engine says into a `LibraryError` that says what to do."""

    def hold(self, name: str) -> Callable[[], None] | None:
        """Be the one process on all machines that has a name: how to let go of it, or `None`."""

    def defer_references(self, connection: Connection) -> None:
        """Until the end of the transaction rows may point at what is not there."""

    def put_words(self, connection: Connection, passages: Sequence[Passage]) -> None:
        """Let passages that were just inserted be found by their words."""

    def rank(
        self, connection: Connection, terms: Sequence[str], filters: Filters, limit: int
    ) -> list[tuple[str, float]]:
        """Ids of passages with any of the terms and their BM25, best first; blanks make a term a phrase."""

    def count_words(self, connection: Connection) -> tuple[int, int]:
        """How many lexical entries live passages have, and how many there are."""

    def list_tables(self, connection: Connection) -> dict[str, list[str]]:
        """The columns of each table, but for those that the engine fills itself."""

    def clear(self, connection: Connection, tables: Iterable[str]) -> None:
        """Take everything out of these tables, and what is made of it."""

    def count_on(self, connection: Connection, tables: Iterable[str]) -> None:
        """Go on counting each table's rows from the highest number in it."""

    def find_damage(self, connection: Connection) -> list[str]:
        """What the engine itself finds broken, in words."""


def by_table(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Columns by their table."""
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found
