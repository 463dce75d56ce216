"""The library in SQLite: one file, one writer at a time, plain words for what fails."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from corpus.errors import LibraryError
from corpus.library.engine import Connection, Cursor, by_table
from corpus.library.filters import reaching
from corpus.library.quick import Quick
from corpus.library.quick.rank import rank_words, with_newer
from corpus.library.schema import MIGRATIONS, check, migrate
from corpus.models import Filters, Passage

BUSY_SECONDS = 30.0
"""How long a writer waits for another process. One save takes milliseconds; a whole reindex takes seconds."""

# On three question sets 0.5 was worse and 1.5 to 5 moved each by less than 0.03, up here and down there:
# docs/decisions/0011-lexical-ranking.md.
HEADER_WEIGHT = 1.0
"""How much a word in the header counts against one in the text."""


class SQLiteConnection(sqlite3.Connection):
    """A connection that knows what it is one of."""

    engine: SQLite

    def stream(self, sql: str, values: Sequence[object] = (), /) -> Cursor:
        """SQLite makes each row when it is asked for it."""
        return self.execute(sql, values)


class SQLite:
    """The library in one file: see `Engine`."""

    conflict = sqlite3.IntegrityError

    def __init__(self, path: Path, read_only: bool) -> None:
        self.path = self.file = path
        self.read_only = read_only
        self.quick = Quick(path)

    def connect(self) -> SQLiteConnection:
        """A new connection, in autocommit."""
        connection = connect(self.path, self.read_only)
        connection.engine = self
        return connection

    def is_alive(self, connection: Connection) -> bool:
        """A file has no other end."""
        return True

    def prepare(self, connection: Connection) -> None:
        """Bring the file to today's schema, or see that it is."""
        assert isinstance(connection, SQLiteConnection)
        if not self.read_only:
            migrate(connection, self.path)
        elif check(connection, self.path) < len(MIGRATIONS):
            reason = (
                f"{self.path} was written by an older version of Byline; it must be opened for writing once."
            )
            raise LibraryError(self.path, reason)

    def begin(self, connection: Connection, writing: bool) -> None:
        """SQLite has one writer; `IMMEDIATE`, for one that began by reading could not become it."""
        connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")

    def commit(self, connection: Connection) -> None:
        """To the disk."""
        connection.execute("COMMIT")

    def rollback(self, connection: Connection) -> None:
        """Some errors have ended the transaction already."""
        assert isinstance(connection, SQLiteConnection)
        if connection.in_transaction:
            connection.execute("ROLLBACK")

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """As the function of that name, of this file."""
        with in_words(self.path):
            yield

    def hold(self, name: str) -> Callable[[], None] | None:
        """Others on this machine are kept out by locks beside the file."""
        return lambda: None

    def defer_references(self, connection: Connection) -> None:
        """Until the end of the transaction rows may point at what is not there."""
        connection.execute("PRAGMA defer_foreign_keys = ON")

    def put_words(self, connection: Connection, passages: Sequence[Passage]) -> None:
        """Triggers of the schema do it."""

    def rank(
        self, connection: Connection, terms: Sequence[str], filters: Filters, limit: int
    ) -> list[tuple[str, float]]:
        """By the full-text index of SQLite, or what a snapshot holds of it: the order is the same."""
        snapshot = self.quick.take(connection)
        if snapshot is None:
            return _rank(connection, terms, filters, limit)
        held = rank_words(connection, snapshot, terms, filters, limit)
        newer = partial(_rank, connection, terms, filters, limit)
        return with_newer(held, newer, connection, snapshot)[: max(limit, 0)]

    def count_words(self, connection: Connection) -> tuple[int, int]:
        """Of live passages, and all."""
        live, held = connection.execute(
            "SELECT (SELECT count(*) FROM lexical_docsize l JOIN passages p"
            " ON p.number = l.id AND p.superseded_at IS NULL), (SELECT count(*) FROM lexical_docsize)"
        ).fetchone()
        return int(live), int(held)

    def list_tables(self, connection: Connection) -> dict[str, list[str]]:
        """Without those of the full-text index, and of SQLite."""
        rows = connection.execute(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND m.name NOT LIKE 'lexical%' AND m.name NOT LIKE 'sqlite%'"
            " ORDER BY m.name, c.cid"
        )
        return by_table(rows)

    def clear(self, connection: Connection, tables: Iterable[str]) -> None:
        """Triggers take care of the words."""
        for table in tables:
            connection.execute(f"DELETE FROM {table}")

    def count_on(self, connection: Connection, tables: Iterable[str]) -> None:
        """SQLite does so by itself."""

    def find_damage(self, connection: Connection) -> list[str]:
        """Reads the whole file."""
        rows = connection.execute("PRAGMA integrity_check(20)")
        found = [f"The file is damaged: {row[0]}." for row in rows]
        found = [] if found == ["The file is damaged: ok."] else found
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        return found + [
            f"A row of {table} belongs to nothing in {parent}." for table, _, parent, _ in orphans[:20]
        ]


def _rank(
    connection: Connection, terms: Sequence[str], filters: Filters, limit: int, after: int = 0
) -> list[tuple[str, float]]:
    """The best of the passages whose number is above `after`."""
    condition, values = reaching(filters, leading=not after)
    score = f"bm25(lexical, {HEADER_WEIGHT}, 1.0)"
    joined = "JOIN passages p ON p.number = lexical.rowid JOIN articles a ON a.number = p.article"
    # Unfiltered, the joins would be made for every passage with any of the words; the sort needs only scores.
    ranked = f"SELECT lexical.rowid AS number, {score} AS score FROM lexical {joined if filters else ''}"
    # Each term is quoted, so that nothing in it is read as the query language.
    matching = " OR ".join(f'"{term}"' for term in terms)
    rows = connection.execute(
        f"SELECT p.id, -ranked.score FROM ({ranked} WHERE lexical MATCH ? AND lexical.rowid > ?"
        f" AND {condition} ORDER BY score, number LIMIT ?) ranked JOIN passages p ON p.number = ranked.number"
        " ORDER BY ranked.score, ranked.number",
        (matching, after, *values, limit),
    )
    return [(identity, score) for identity, score in rows]


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


def connect(path: Path, read_only: bool) -> SQLiteConnection:
    """One connection to a library's file; raises `sqlite3.Error`, and `LibraryError` for a file not ours."""
    # Autocommit (isolation_level None): `Connections` alone says where a transaction begins and ends.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{_mode(path, read_only)}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=SQLiteConnection,
    )
    assert isinstance(connection, SQLiteConnection)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # Of 8 MB, in place of 2: among 100,000 passages a question reads 4.
        connection.execute("PRAGMA cache_size = -8000")
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
