"""The library's tables, and the steps by which an older library becomes today's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from corpus.errors import LibraryError
from corpus.library.server_tables import CORRECTIONS, OWNERS, SERVERS
from corpus.library.sharing_tables import SHARING
from corpus.library.tables import FEEDS, FIRST, LINKS, NEAR
from corpus.links import canonical_link

APPLICATION = 0x42796C6E
"""`application_id` of the file ("Byln"): tells a library from any other SQLite file."""

# Who changed what, and what an admin asked for that is not done yet. A job's `ticket` is for whoever asked:
# where to say how it goes. The bytes of an item are let go of when it is done; how many results it has says
# how far it is.
_LOG_AND_JOBS = """
CREATE TABLE log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_id TEXT,
    place TEXT NOT NULL,
    server TEXT,
    channel TEXT,
    via TEXT,
    action TEXT NOT NULL,
    target TEXT,
    title TEXT,
    article TEXT,
    outcome TEXT NOT NULL,
    reason TEXT
);
CREATE INDEX log_by_action ON log(action, number);
CREATE INDEX log_by_time ON log(at);
CREATE INDEX log_by_article ON log(article, number) WHERE article IS NOT NULL;
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL,
    actor TEXT NOT NULL,
    ticket TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    asked_at INTEGER NOT NULL,
    ended_at INTEGER
);
CREATE INDEX open_jobs ON jobs(owner, number) WHERE ended_at IS NULL;
CREATE TABLE job_items (
    job INTEGER NOT NULL REFERENCES jobs(number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    hints TEXT NOT NULL,
    data BLOB,
    done INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, ordinal)
);
CREATE TABLE job_results (
    number INTEGER PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES jobs(number) ON DELETE CASCADE,
    item INTEGER NOT NULL,
    target TEXT NOT NULL,
    outcome TEXT NOT NULL,
    article TEXT,
    title TEXT,
    reason TEXT
);
CREATE INDEX job_results_by_job ON job_results(job, number);
"""

# What the buttons below an answer need, kept for as long as its message may stand. Neither the question nor
# who asked is in it, unless only they see the answer (`reader`). `quote` is a digest of the quoted words. A
# vote keeps what it is about, and outlives the answer; a thread keeps its last questions.
_ANSWERS = """
CREATE TABLE answers (
    key TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    server TEXT,
    channel TEXT NOT NULL,
    message TEXT,
    reader TEXT,
    filters TEXT NOT NULL,
    differ TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers(at);
CREATE TABLE answer_citations (
    answer TEXT NOT NULL REFERENCES answers(key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    passage TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (answer, number)
) WITHOUT ROWID;
CREATE INDEX answer_citations_by_article ON answer_citations(article);
CREATE TABLE votes (
    answer TEXT NOT NULL,
    user TEXT NOT NULL,
    at INTEGER NOT NULL,
    good INTEGER NOT NULL,
    reason TEXT,
    server TEXT,
    question TEXT NOT NULL,
    said TEXT NOT NULL,
    citations TEXT NOT NULL,
    PRIMARY KEY (answer, user)
) WITHOUT ROWID;
CREATE INDEX votes_by_time ON votes(at);
CREATE INDEX votes_by_user ON votes(user);
CREATE TABLE threads (
    thread TEXT PRIMARY KEY,
    server TEXT,
    opened_at INTEGER NOT NULL,
    filters TEXT NOT NULL,
    turns TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
"""

# Copies inside a filter are found among copies alone: among all articles it took most of a filter's time.
_COPIES = """
CREATE INDEX copies_by_date ON articles(published_at, publisher_key, syndicated_from)
WHERE syndicated_from IS NOT NULL;
CREATE INDEX copies_by_publisher ON articles(publisher_key, published_at, syndicated_from)
WHERE syndicated_from IS NOT NULL;
"""

MIGRATIONS: tuple[str, ...] = (
    *(FIRST, FEEDS, NEAR, LINKS, _LOG_AND_JOBS, _ANSWERS),
    *(OWNERS, SERVERS, CORRECTIONS, SHARING, _COPIES),
)
"""The n-th script turns schema n into schema n + 1. Append; never change one that was released."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to today's schema, each step in a transaction of its own.

    Raises:
        LibraryError: the file is another program's database, or a newer Byline's library.
    """
    version = check(connection, path)
    while version < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have taken this step while we waited for the lock.
            if check(connection, path) == version:
                _step(connection, version)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        version += 1


def check(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's number: 0 for an empty file, `len(MIGRATIONS)` for today's."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION and (version or tables or application):
        raise LibraryError(
            path, f"{path} is another program's database. Set CORPUS_DIR to another folder, or move it away."
        )
    if version > len(MIGRATIONS):
        raise LibraryError(
            path, f"{path} was written by a newer version of Byline. Install that version to open it."
        )
    return int(version)


def _step(connection: sqlite3.Connection, version: int) -> None:
    connection.create_function("canonical_link", 1, canonical_link, deterministic=True)
    # executescript() would commit first, so the statements run one by one.
    for statement in _statements(MIGRATIONS[version]):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {version + 1}")


def _statements(script: str) -> list[str]:
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
