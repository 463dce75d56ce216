"""What is wrong inside the library, in words: `byline doctor` asks."""

from __future__ import annotations

import json

from corpus.library.engine import Connection
from corpus.library.identity import read_identity
from corpus.library.rows import ARTICLE, ARTICLE_WIDTH, PASSAGE, passage, stored_article
from corpus.models import Passage, StoredArticle


def find_problems(connection: Connection) -> list[str]:
    """Every problem found, one sentence each; reads the whole library."""
    return [
        *connection.engine.find_damage(connection),
        *_counts(connection),
        *_articles(connection),
        *_passages(connection),
    ]


def _counts(connection: Connection) -> list[str]:
    live, embedded, all_embedded = connection.execute(
        "SELECT (SELECT count(*) FROM passages WHERE superseded_at IS NULL),"
        " (SELECT count(*) FROM embeddings e JOIN passages p"
        "  ON p.number = e.number AND p.superseded_at IS NULL), (SELECT count(*) FROM embeddings)"
    ).fetchone()
    indexed, all_indexed = connection.engine.count_words(connection)
    problems = []
    if not live == embedded == all_embedded:
        problems.append(f"{live} passages are live, but {embedded} of {all_embedded} embeddings are theirs.")
    if not live == indexed == all_indexed:
        problems.append(
            f"{live} passages are live, but {indexed} of {all_indexed} lexical entries are theirs."
        )
    (strange,) = connection.execute(
        "SELECT count(DISTINCT article) FROM near WHERE article NOT IN"
        " (SELECT number FROM articles WHERE syndicated_from IS NULL)"
    ).fetchone()
    problems += (
        [f"{strange} copies, or articles that are gone, are looked up as originals."] if strange else []
    )
    identity = read_identity(connection)
    if identity is not None:
        (wrong,) = connection.execute(
            "SELECT count(*) FROM embeddings WHERE length(vector) != ?", (2 * identity.dimension,)
        ).fetchone()
        problems += [f"{wrong} embeddings are not of {identity}."] if wrong else []
    return problems


def _articles(connection: Connection) -> list[str]:
    problems = []
    rows = connection.execute(
        f"SELECT {ARTICLE}, a.content_hash, (SELECT count(*) FROM passages p WHERE p.article = a.number"
        " AND p.superseded_at IS NULL), (SELECT count(*) FROM versions v WHERE v.article = a.number),"
        " coalesce((SELECT r.version FROM retired r WHERE r.article = a.id), 0),"
        " (SELECT o.syndicated_from FROM articles o WHERE o.id = a.syndicated_from) FROM articles a"
    )
    for row in rows:
        stored = stored_article(row[:ARTICLE_WIDTH])
        content_hash, passages, versions, retired, origin_of_origin = row[ARTICLE_WIDTH:]
        named = f"{stored.article.title!r} ({stored.id})"
        if content_hash != stored.article.content_hash:
            problems.append(f"The text of {named} is not the one its hash was made of.")
        if bool(passages) == bool(stored.syndicated_from):
            kept = "is a copy and" if stored.syndicated_from else "is no copy but"
            problems.append(f"{named} {kept} has {passages} passages.")
        if retired + versions != stored.version - 1:
            problems.append(f"{named} is at version {stored.version}, but {versions} earlier ones are kept.")
        if origin_of_origin:
            problems.append(f"{named} is a copy of a copy.")
    return problems


def _passages(connection: Connection) -> list[str]:
    problems = []
    rows = connection.execute(
        f"SELECT {ARTICLE}, {PASSAGE} FROM passages p JOIN articles a ON a.number = p.article"
        " WHERE p.superseded_at IS NULL"
    )
    for row in rows:
        try:
            one = passage(row[ARTICLE_WIDTH:])
        except (json.JSONDecodeError, TypeError, ValueError):
            problems.append(f"The sentences of passage {row[ARTICLE_WIDTH]} cannot be read.")
            continue
        if not _fits(one, stored_article(row[:ARTICLE_WIDTH])):
            problems.append(f"Passage {one.id} is not the words of its article.")
    return problems


def _fits(one: Passage, stored: StoredArticle) -> bool:
    return (
        one.id == f"{stored.id}-{stored.version}-{one.ordinal}"
        and one.text == stored.article.text[one.start : one.end]
        and all(one.start <= start < end <= one.end for start, end in one.sentences)
    )
