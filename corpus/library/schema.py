"""The library's tables, and the steps by which an older library becomes today's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from corpus.errors import LibraryError
from corpus.links import canonical_link

APPLICATION = 0x42796C6E
"""`application_id` of the file ("Byln"): tells a library from any other SQLite file."""

# Times are whole microseconds since 1970 in UTC: exact, and a range filter is an index range.
# Text is stored once per article and once per passage: a superseded passage must still be taken out of the
# lexical index with the very words it went in with.
_FIRST = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    syndicated_from TEXT REFERENCES articles(id),
    canonical_link TEXT UNIQUE,
    content_hash TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    publisher TEXT,
    publisher_key TEXT,
    author TEXT,
    url TEXT,
    published_at INTEGER,
    updated_at INTEGER,
    fetched_at INTEGER,
    added_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX one_original_per_text ON articles(content_hash) WHERE syndicated_from IS NULL;
CREATE INDEX articles_by_text ON articles(content_hash);
CREATE INDEX articles_by_date ON articles(published_at);
CREATE INDEX articles_by_publisher ON articles(publisher_key, published_at);
CREATE INDEX articles_by_origin ON articles(syndicated_from) WHERE syndicated_from IS NOT NULL;

CREATE TABLE versions (
    article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    syndicated_from TEXT,
    content_hash TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    publisher TEXT,
    author TEXT,
    url TEXT,
    published_at INTEGER,
    updated_at INTEGER,
    fetched_at INTEGER,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (article, version)
);
CREATE INDEX versions_by_text ON versions(content_hash);

CREATE TABLE passages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles(number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentences TEXT NOT NULL,
    header TEXT NOT NULL,
    text TEXT NOT NULL,
    superseded_at INTEGER
);
CREATE INDEX live_passages_by_article ON passages(article, ordinal) WHERE superseded_at IS NULL;
CREATE INDEX passages_by_article ON passages(article);

-- Apart from the passages, so that an exact scan reads embeddings and nothing else; live passages only.
CREATE TABLE embeddings (
    number INTEGER PRIMARY KEY REFERENCES passages(number) ON DELETE CASCADE,
    vector BLOB NOT NULL
);

CREATE VIEW live_passages AS SELECT number, header, text FROM passages WHERE superseded_at IS NULL;
CREATE VIRTUAL TABLE lexical USING fts5(
    header, text, content='live_passages', content_rowid='number',
    tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER passage_added AFTER INSERT ON passages WHEN new.superseded_at IS NULL BEGIN
    INSERT INTO lexical(rowid, header, text) VALUES (new.number, new.header, new.text);
END;
CREATE TRIGGER passage_superseded AFTER UPDATE OF superseded_at ON passages
WHEN old.superseded_at IS NULL AND new.superseded_at IS NOT NULL BEGIN
    INSERT INTO lexical(lexical, rowid, header, text) VALUES ('delete', old.number, old.header, old.text);
    DELETE FROM embeddings WHERE number = old.number;
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages WHEN old.superseded_at IS NULL BEGIN
    INSERT INTO lexical(lexical, rowid, header, text) VALUES ('delete', old.number, old.header, old.text);
END;

CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL,
    passages TEXT NOT NULL
);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

# Feeds that are followed and what they list. A row of `feed_items` with a link waits to be fetched; the rest
# were. `place` is where it stands in the feed. Who refreshes a feed holds `lease` until `lease_until`.
_FEEDS = """
CREATE TABLE feeds (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT,
    site TEXT,
    every INTEGER,
    asked_every INTEGER,
    added_at INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    last_attempt INTEGER,
    last_success INTEGER,
    last_error TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    items_added INTEGER NOT NULL DEFAULT 0,
    next_refresh INTEGER,
    ended TEXT,
    lease TEXT,
    lease_until INTEGER
);
CREATE INDEX feeds_by_turn ON feeds(next_refresh);
CREATE TABLE feed_items (
    feed INTEGER NOT NULL REFERENCES feeds(number) ON DELETE CASCADE,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    changes INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    place INTEGER NOT NULL DEFAULT 0,
    link TEXT,
    title TEXT,
    publisher TEXT,
    published_at INTEGER,
    updated_at INTEGER,
    PRIMARY KEY (feed, key)
) WITHOUT ROWID;
CREATE INDEX feed_items_waiting ON feed_items(feed) WHERE link IS NOT NULL;
CREATE TABLE feed_parts (
    feed INTEGER NOT NULL REFERENCES feeds(number) ON DELETE CASCADE,
    address TEXT NOT NULL,
    depth INTEGER NOT NULL,
    changed_at INTEGER,
    read_change INTEGER,
    read_at INTEGER,
    etag TEXT,
    last_modified TEXT,
    PRIMARY KEY (feed, address)
) WITHOUT ROWID;
"""

# Some runs of words of each article that is no copy, by which near copies of it are found. `key` first: a
# look-up reads one short range of the table for each key. There is no index by article: an article's keys are
# made from its text. `near` in `meta` is the last article whose keys an older library has yet to get.
_NEAR = """
CREATE TABLE near (key INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
ALTER TABLE articles ADD COLUMN shares_with TEXT REFERENCES articles(id);
ALTER TABLE versions ADD COLUMN shares_with TEXT;
CREATE INDEX articles_by_sharing ON articles(shares_with) WHERE shares_with IS NOT NULL;
INSERT INTO meta SELECT 'near', max(number) FROM articles HAVING max(number) IS NOT NULL;
"""

# Two links are one by fewer and better rules than before. Where two articles turn out to have one link, the
# newer keeps the form it had: neither is lost.
_LINKS = """
UPDATE OR IGNORE articles SET canonical_link = canonical_link(url) WHERE url IS NOT NULL;
"""

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

MIGRATIONS: tuple[str, ...] = (_FIRST, _FEEDS, _NEAR, _LINKS, _LOG_AND_JOBS, _ANSWERS)
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
