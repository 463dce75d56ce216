"""Steps of the schema for Discord servers: whose an article is, what was set, what was corrected."""

from __future__ import annotations

# An article or a feed without an owner is the operator's; so are all from before this step. Links, ids and
# feeds' addresses were made unique when there was one owner: those of a server stand there with its id in
# front ("123 https://…"), so that two servers may each have the same one.
OWNERS = """
ALTER TABLE articles ADD COLUMN owner TEXT;
ALTER TABLE feeds ADD COLUMN owner TEXT;
DROP INDEX one_original_per_text;
CREATE UNIQUE INDEX one_original_per_text ON articles(content_hash, coalesce(owner, ''))
WHERE syndicated_from IS NULL;
CREATE INDEX articles_by_owner ON articles(owner, published_at) WHERE owner IS NOT NULL;
CREATE INDEX log_by_server ON log(server, number) WHERE server IS NOT NULL;
"""

# What a server's admins have set, as JSON: what is not in it is as by default. Questions are kept only where
# a server wants that, for as long as it wants.
SERVERS = """
CREATE TABLE servers (server TEXT PRIMARY KEY, settings TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE questions (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    server TEXT NOT NULL,
    user TEXT NOT NULL,
    question TEXT NOT NULL,
    answered INTEGER NOT NULL
);
CREATE INDEX questions_by_server ON questions(server, at);
CREATE INDEX questions_by_user ON questions(user);
"""

# Which answers were marked for which article: `version` is the article's that they were marked for, 0 where
# it was removed. What is not `done` is tried again at `next_at`; 1: there was nothing to mark, 2: marked.
CORRECTIONS = """
CREATE TABLE corrections (
    answer TEXT NOT NULL REFERENCES answers(key) ON DELETE CASCADE,
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (answer, article)
) WITHOUT ROWID;
"""
