"""The library in PostgreSQL: connections, transactions, one writer at a time for all machines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from corpus.errors import LibraryError, NoCorpusError
from corpus.library.engine import Connection, by_table
from corpus.library.postgresql.connection import PostgreSQLConnection
from corpus.library.postgresql.lexical import Lexical
from corpus.library.postgresql.schema import NAME, check, migrate, newest
from corpus.library.postgresql.words import (
    UNREADABLE,
    is_passing,
    read_address,
    repeats_address,
    sentence,
    shown,
)
from corpus.models import Filters, Passage

CONNECT_SECONDS = 10
"""How long a connection is waited for."""
PATIENCE = 6.0
"""Seconds for which a server that was there before may be away, as it is while it starts again."""
_PAUSE = 0.2

# For who writes: wait so long for one's turn; be undone when one stands still, so that others get theirs.
_TURN = 0x42796C6E
_WRITE = (
    "BEGIN; SET LOCAL lock_timeout = '30s'; SET LOCAL idle_in_transaction_session_timeout = '60s';"
    f" SELECT pg_advisory_xact_lock({_TURN})"
)
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
# A machine that lost its power says nothing: without these the server would keep its turn for hours.
_SETTINGS = (
    f"SET search_path = {NAME}, pg_catalog; SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5;"
    " SET tcp_keepalives_count = 4; SET jit = off"
)


class PostgreSQL:
    """The library in a database that many machines share: see `Engine`.

    Who writes takes an advisory lock for the length of the transaction, so that there is one writer, as in
    SQLite: decisions cannot be overtaken unseen, and the outbox's numbers become visible in their order.
    """

    conflict: type[Exception] = psycopg.IntegrityError
    quick = None

    def __init__(self, url: str, file: Path, read_only: bool) -> None:
        if read_address(url) is None:
            # Not even tried: what stands where the host should may be half of a password.
            raise LibraryError(shown(url), UNREADABLE)
        self._url = url
        self._reached = False
        self._lexical = Lexical()
        self.path: Path | str = shown(url)
        self.file = file
        self.read_only = read_only

    def connect(self) -> PostgreSQLConnection:
        """A new connection; a server that was there before is waited for while it starts again."""
        until = time.monotonic() + (PATIENCE if self._reached else 0)
        while True:
            try:
                return self._connect()
            except psycopg.OperationalError as error:
                if time.monotonic() > until or not is_passing(error):
                    raise
            time.sleep(_PAUSE)

    def is_alive(self, connection: Connection) -> bool:
        """Whether the server has not said that it goes."""
        return _ours(connection).is_alive()

    def prepare(self, connection: Connection) -> None:
        """Bring the database to today's schema, or see that it is."""
        ours = _ours(connection)
        if not self.read_only:
            migrate(ours, str(self.path), lambda: self.begin(ours, writing=True))
        elif not (version := check(ours, str(self.path))):
            raise NoCorpusError(str(self.path))
        elif version < newest():
            older = "was written by an older version of Byline; it must be opened for writing once."
            raise LibraryError(self.path, f"{self.path} {older}")

    def begin(self, connection: Connection, writing: bool) -> None:
        """One state for who reads; for who writes the only turn there is."""
        _ours(connection).script(_WRITE if writing else _READ)

    def commit(self, connection: Connection) -> None:
        """As durable as the server is set to be."""
        done = _ours(connection).raw.execute(b"COMMIT").statusmessage
        if done != "COMMIT":
            raise LibraryError(self.path, f"{self.path} has undone the change. Try again.")

    def rollback(self, connection: Connection) -> None:
        """A connection that is lost has been rolled back by the server."""
        raw = _ours(connection).raw
        if not raw.closed and raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                raw.execute(b"ROLLBACK")

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Turn what PostgreSQL says into a `LibraryError`."""
        try:
            yield
        except psycopg.Error as error:
            cause = None if repeats_address(error) else error
            raise LibraryError(self.path, sentence(error, self._url)) from cause

    def hold(self, name: str) -> Callable[[], None] | None:
        """By an advisory lock, on a connection of its own: it goes when the process does."""
        connection = self._connect()
        try:
            (held,) = connection.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(?, ?))", (name, _TURN)
            ).fetchone()
        except BaseException:
            connection.close()
            raise
        if held:
            return connection.close
        connection.close()
        return None

    def defer_references(self, connection: Connection) -> None:
        """Until the end of the transaction rows may point at what is not there."""
        connection.execute("SET CONSTRAINTS ALL DEFERRED")

    def put_words(self, connection: Connection, passages: Sequence[Passage]) -> None:
        """Write their lexical entries."""
        self._lexical.put(connection, passages)

    def rank(
        self, connection: Connection, terms: Sequence[str], filters: Filters, limit: int
    ) -> list[tuple[str, float]]:
        """By the inverted index of PostgreSQL."""
        return self._lexical.rank(connection, terms, filters, limit)

    def count_words(self, connection: Connection) -> tuple[int, int]:
        """Of live passages, and all."""
        live, held = connection.execute(
            "SELECT (SELECT count(*) FROM lexical l JOIN passages p"
            " ON p.number = l.number AND p.superseded_at IS NULL), (SELECT count(*) FROM lexical)"
        ).fetchone()
        return int(live), int(held)

    def list_tables(self, connection: Connection) -> dict[str, list[str]]:
        """Without what is made of the passages."""
        rows = connection.execute(
            "SELECT table_name::text, column_name::text FROM information_schema.columns"
            " WHERE table_schema = ? AND table_name NOT IN ('lexical', 'totals', 'schema_version')"
            " ORDER BY 1, ordinal_position",
            (NAME,),
        )
        return by_table(rows)

    def clear(self, connection: Connection, tables: Iterable[str]) -> None:
        """At once, and not row by row with all that follows from each."""
        connection.execute(f"TRUNCATE {', '.join(tables)}, lexical")
        connection.execute("UPDATE totals SET passages = 0, words = 0")

    def count_on(self, connection: Connection, tables: Iterable[str]) -> None:
        """Sequences do not see numbers that were not taken from them."""
        numbered = connection.execute(
            "SELECT table_name::text, column_name::text FROM information_schema.columns"
            " WHERE table_schema = ? AND is_identity = 'YES'",
            (NAME,),
        ).fetchall()
        for table, column in numbered:
            connection.execute(
                "SELECT setval(pg_get_serial_sequence(?, ?),"
                f" (SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)",
                (f"{NAME}.{table}", column),
            )

    def find_damage(self, connection: Connection) -> list[str]:
        """PostgreSQL holds rows to their references itself; looks at what only we keep."""
        found = []
        (durable,) = connection.execute("SHOW synchronous_commit").fetchone()
        if durable == "off":
            found.append("synchronous_commit is off: what was acknowledged may be lost with the power.")
        totals, counted = connection.execute(
            "SELECT (SELECT (passages, words)::text FROM totals),"
            " (SELECT (count(*), coalesce(sum(length), 0))::text FROM lexical)"
        ).fetchone()
        if totals != counted:
            found.append(f"The totals of the lexical entries are {totals}, and should be {counted}.")
        return found

    def _connect(self) -> PostgreSQLConnection:
        raw = psycopg.connect(
            self._url,
            autocommit=True,
            cursor_factory=psycopg.RawCursor,
            connect_timeout=CONNECT_SECONDS,
            client_encoding="utf8",
            application_name="byline",
            keepalives_idle=20,
            keepalives_interval=5,
            keepalives_count=4,
        )
        connection = PostgreSQLConnection(raw, self)
        try:
            connection.script(_SETTINGS)
            if self.read_only:
                connection.script("SET default_transaction_read_only = on")
        except BaseException:
            connection.close()
            raise
        self._reached = True
        return connection


def _ours(connection: Connection) -> PostgreSQLConnection:
    assert isinstance(connection, PostgreSQLConnection)
    return connection
