"""One connection to PostgreSQL as the library uses it."""

from __future__ import annotations

import select
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format
from psycopg.types.numeric import Int8BinaryDumper

from corpus.library.engine import Cursor, Engine
from corpus.library.postgresql.translate import translate

# PostgreSQL's text holds every character but NUL. It stands there as a character that is none ("never a
# character" in Unicode's words) and a digit, and so does that character itself.
_NONE = "\ufffe"
_HIDDEN = str.maketrans({"\0": f"{_NONE}0", _NONE: f"{_NONE}1"})


class _TextLoader(Loader):
    """Text as it was before it was hidden."""

    format = Format.BINARY

    def load(self, data: Buffer) -> str:
        text = bytes(data).decode()
        return text.replace(f"{_NONE}0", "\0").replace(f"{_NONE}1", _NONE) if _NONE in text else text


class PostgreSQLConnection:
    """A connection in autocommit, whose rows come in the binary format."""

    def __init__(self, raw: psycopg.Connection[Any], engine: Engine) -> None:
        self.raw = raw
        self.engine = engine
        self._streams = 0
        # One type for all whole numbers: one prepared statement, however large they are.
        raw.adapters.register_dumper(int, Int8BinaryDumper)
        raw.adapters.register_loader("text", _TextLoader)

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Run one statement of the library's."""
        cursor = self.raw.cursor(binary=True)
        return cursor.execute(translate(sql).encode(), _hidden(values) if values else None)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> None:
        """Run one statement for each row of values, in one go to the server and back."""
        hidden = [_hidden(row) for row in rows]
        if hidden:
            with self.raw.cursor() as cursor:
                cursor.executemany(translate(sql).encode(), hidden)

    def stream(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Run a query whose rows stay at the server until they are fetched."""
        self._streams += 1
        name = f"stream_{self._streams}"
        self.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}", values)
        return Stream(self, name)

    def script(self, sql: str) -> None:
        """Run statements of PostgreSQL's own, in one go and without values."""
        self.raw.execute(sql.encode(), prepare=False)

    def close(self) -> None:
        """Let go of it."""
        self.raw.close()

    def is_alive(self) -> bool:
        """Whether it stands, as far as this side knows: a server that goes says so, and there is to read."""
        if self.raw.closed or self.raw.broken:
            return False
        return not select.select([self.raw.fileno()], [], [], 0)[0]


class Stream:
    """The rows of a query, fetched as they are asked for."""

    rowcount = -1
    _AT_A_TIME = 1000

    def __init__(self, connection: PostgreSQLConnection, name: str) -> None:
        self._connection = connection
        self._name = name

    def fetchone(self) -> Any:
        """The next row; `None` after the last."""
        return next(iter(self.fetchmany(1)), None)

    def fetchmany(self, size: int, /) -> list[Any]:
        """The next rows, as many as there are up to `size`."""
        return self._connection.execute(f"FETCH FORWARD {size:d} FROM {self._name}").fetchall()

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return self._connection.execute(f"FETCH ALL FROM {self._name}").fetchall()

    def __iter__(self) -> Iterator[Any]:
        while some := self.fetchmany(self._AT_A_TIME):
            yield from some


def _hidden(values: Sequence[Any]) -> list[Any]:
    return [
        value.translate(_HIDDEN) if isinstance(value, str) and ("\0" in value or _NONE in value) else value
        for value in values
    ]
