"""The first steps of the schema: articles, feeds, near copies, links. Released: none of them changes."""

from __future__ import annotations

# Times are whole microseconds since 1970 in UTC: exact, and a range filter is an index range.
# Text is stored once per article and once per passage: a superseded passage must still be taken out of the
# lexical index with the very words it went in with.
FIRST = """
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
FEEDS = """
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
NEAR = """
CREATE TABLE near (key INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
ALTER TABLE articles ADD COLUMN shares_with TEXT REFERENCES articles(id);
ALTER TABLE versions ADD COLUMN shares_with TEXT;
CREATE INDEX articles_by_sharing ON articles(shares_with) WHERE shares_with IS NOT NULL;
INSERT INTO meta SELECT 'near', max(number) FROM articles HAVING max(number) IS NOT NULL;
"""

# Two links are one by fewer and better rules than before. Where two articles turn out to have one link, the
# newer keeps the form it had: neither is lost.
LINKS = """
UPDATE OR IGNORE articles SET canonical_link = canonical_link(url) WHERE url IS NOT NULL;
"""
