"""What the library holds: articles, their versions and copies, passages, and what they span together."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from corpus.dedupe import Known, article_id, publisher_key
from corpus.errors import ArticleNotFoundError
from corpus.library.engine import Connection
from corpus.library.filters import reaching, where
from corpus.library.near import find_near
from corpus.library.rows import (
    ARTICLE,
    ARTICLE_WIDTH,
    PASSAGE,
    link_key,
    passage,
    stored_article,
    to_moment,
)
from corpus.models import Article, Audience, Coverage, Filters, Passage, StoredArticle
from corpus.transpose import transpose

_ALL = Filters()
SHORTEST_PREFIX = 4
"""The fewest digits of an id that may stand for the whole."""

_VERSION = ARTICLE.replace("a.", "v.").replace("v.id", "a.id").replace("v.owner", "a.owner")
_LIVE = "passages p JOIN articles a ON a.number = p.article AND p.superseded_at IS NULL"


def find_known(connection: Connection, article: Article, adder: Audience) -> Known:
    """What an article may be, as far as whoever adds it sees: see `Known`."""
    held, text = _same_link(connection, article, adder), _same_text(connection, article, adder)
    near = None if text else find_near(connection, article, held, adder)
    last = retired_version(connection, article_id(article, adder.server))
    return Known(held, text, near, adder.server, last)


def retired_version(connection: Connection, article: str) -> int:
    """The last version of an article that was removed; 0 if there was none with this id."""
    row = connection.execute("SELECT version FROM retired WHERE article = ?", (article,)).fetchone()
    return int(row[0]) if row else 0


def _same_link(connection: Connection, article: Article, adder: Audience) -> StoredArticle | None:
    for owner in dict.fromkeys((adder.server, *([None] * adder.shared))):
        row = connection.execute(
            f"SELECT {ARTICLE} FROM articles a WHERE a.canonical_link = ?", (link_key(article.url, owner),)
        ).fetchone()
        if row:
            return stored_article(row)
    return None


def _same_text(connection: Connection, article: Article, adder: Audience) -> StoredArticle | None:
    condition, seen = where(Filters(audience=adder))
    values = (article.content_hash, *seen, adder.server, publisher_key(article.publisher or ""))
    order = (
        "ORDER BY a.owner IS ? DESC, a.publisher_key IS ? DESC, a.syndicated_from IS NOT NULL, a.number"
        " LIMIT 1"
    )
    now = f"SELECT {ARTICLE} FROM articles a WHERE a.content_hash = ? AND {condition} {order}"
    before = (
        f"SELECT {ARTICLE} FROM versions v JOIN articles a ON a.number = v.article"
        f" WHERE v.content_hash = ? AND {condition} {order}"
    )
    row = connection.execute(now, values).fetchone() or connection.execute(before, values).fetchone()
    return stored_article(row) if row else None


def find_article(connection: Connection, article_id: str, filters: Filters = _ALL) -> StoredArticle:
    """The article with this id, or the one whose id begins with it, if the filters allow it.

    Raises:
        ArticleNotFoundError: there is none, or several begin so.
    """
    wanted = article_id.strip().lower()
    condition, values = where(filters)
    rows = connection.execute(
        # A range, so that the index finds it; after "~" no digit of an id comes.
        f"SELECT {ARTICLE} FROM articles a WHERE (a.id = ? OR (? AND a.id >= ? AND a.id < ?)) AND {condition}"
        " ORDER BY a.id != ?, a.id LIMIT 4",
        (wanted, len(wanted) >= SHORTEST_PREFIX, wanted, f"{wanted}~", *values, wanted),
    ).fetchall()
    if not rows:
        raise ArticleNotFoundError(article_id)
    if len(rows) > 1 and rows[0][0] != wanted:
        some = ", ".join(row[0] for row in rows[:3]) + (", …" if len(rows) > 3 else "")
        raise ArticleNotFoundError(
            article_id, f"Several ids begin with {article_id!r}: {some} Type more of it."
        )
    return stored_article(rows[0])


def list_versions(connection: Connection, article_id: str) -> list[StoredArticle]:
    """The article now and as it was before, newest first."""
    now = find_article(connection, article_id)
    rows = connection.execute(
        f"SELECT {_VERSION} FROM versions v JOIN articles a ON a.number = v.article"
        " WHERE a.id = ? ORDER BY v.version DESC",
        (now.id,),
    )
    return [now, *(stored_article(row) for row in rows)]


def list_copies(connection: Connection, article_id: str) -> list[StoredArticle]:
    """The articles that are copies of this one, in the order they were added."""
    original = find_article(connection, article_id)
    rows = connection.execute(
        f"SELECT {ARTICLE} FROM articles a WHERE a.syndicated_from = ? ORDER BY a.number", (original.id,)
    )
    return [stored_article(row) for row in rows]


def list_sharing(connection: Connection, article_id: str) -> list[StoredArticle]:
    """The other articles of one story with this one that are no mere copies, in the order they were added."""
    stored = find_article(connection, article_id)
    rows = connection.execute(
        f"SELECT {ARTICLE} FROM articles a"
        " WHERE (a.shares_with = ? AND a.syndicated_from IS NULL OR a.id = ?)"
        " AND a.id != ? ORDER BY a.number",
        (stored.story, stored.story, stored.id),
    )
    return [stored_article(row) for row in rows]


def find_prints(
    connection: Connection, originals: Sequence[str], filters: Filters
) -> dict[str, list[StoredArticle]]:
    """The copies inside the filters that say what their originals say now, by the original's id."""
    condition, values = where(filters)
    rows = connection.execute(
        f"SELECT {ARTICLE} FROM articles a"
        " JOIN articles o ON o.id = a.syndicated_from AND o.content_hash = a.content_hash"
        f" WHERE a.syndicated_from IN (SELECT j.value FROM json_each(?) j) AND {condition} ORDER BY a.number",
        (json.dumps(list(originals)), *values),
    )
    found: dict[str, list[StoredArticle]] = {}
    for copy in map(stored_article, rows):
        found.setdefault(copy.syndicated_from or copy.id, []).append(copy)
    return found


def list_articles(connection: Connection, filters: Filters, limit: int, offset: int) -> list[StoredArticle]:
    """A page of articles, newest published first, undated ones last."""
    condition, values = where(filters)
    rows = connection.execute(
        f"SELECT {ARTICLE} FROM articles a WHERE {condition}"
        " ORDER BY a.published_at DESC NULLS LAST, a.number DESC LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [stored_article(row) for row in rows]


def count_articles(connection: Connection, filters: Filters) -> int:
    """How many articles the filters allow, copies among them."""
    condition, values = where(filters)
    (count,) = connection.execute(f"SELECT count(*) FROM articles a WHERE {condition}", values).fetchone()
    return int(count)


def passages_of(connection: Connection, article_id: str) -> list[Passage]:
    """The live passages of an article, in order; none for a copy."""
    article = find_article(connection, article_id)
    rows = connection.execute(
        f"SELECT {PASSAGE} FROM {_LIVE} WHERE a.id = ? ORDER BY p.ordinal", (article.id,)
    )
    return [passage(row) for row in rows]


def find_passages(
    connection: Connection, passage_ids: Sequence[str], filters: Filters
) -> list[tuple[Passage, StoredArticle]]:
    """The live ones among these passages with their articles, in the order asked.

    Where the filters allow a copy of the article and not the article, it is the copy with the copy's passage;
    a passage that no such copy prints is left out.
    """
    rows = connection.execute(
        f"SELECT {ARTICLE}, {PASSAGE} FROM {_LIVE} WHERE p.id IN (SELECT j.value FROM json_each(?) j)",
        (json.dumps(list(passage_ids)),),
    )
    articles: dict[str, StoredArticle] = {}
    kept: dict[str, tuple[Passage, StoredArticle]] = {}
    for row in rows:
        if filters.audience is not None and not filters.audience.sees(row[ARTICLE_WIDTH - 1]):
            continue
        stored = articles.setdefault(row[0], stored_article(row[:ARTICLE_WIDTH]))
        one = passage(row[ARTICLE_WIDTH:])
        kept[one.id] = (one, stored)
    # A copy is of the same owner as its original: who sees the one sees the other.
    rest = replace(filters, audience=None)
    stand_ins = find_stand_ins(connection, articles.values(), rest) if rest else {}
    found: dict[str, tuple[Passage, StoredArticle] | None] = {**kept}
    for identity, (one, stored) in kept.items():
        if copies := stand_ins.get(stored.id):
            printed = ((transpose(one, stored, copy), copy) for copy in copies)
            found[identity] = next(((its, copy) for its, copy in printed if its), None)
    return [pair for identity in passage_ids if (pair := found.get(identity))]


def find_stand_ins(
    connection: Connection, articles: Collection[StoredArticle], filters: Filters
) -> dict[str, list[StoredArticle]]:
    """For each of the articles outside the filters its copies inside them, the first first, by its id."""
    condition, values = where(filters)
    inside = f"SELECT a.id FROM articles a WHERE a.id IN (SELECT j.value FROM json_each(?) j) AND {condition}"
    copies = (
        f"SELECT {ARTICLE} FROM articles a WHERE a.syndicated_from = ? AND {condition}"
        " ORDER BY a.content_hash != ?, a.published_at NULLS LAST, a.number LIMIT 8"
    )
    ids = json.dumps([stored.id for stored in articles])
    within = {row[0] for row in connection.execute(inside, (ids, *values))}
    found = {}
    for stored in articles:
        if stored.id in within:
            continue
        rows = connection.execute(copies, (stored.id, *values, stored.article.content_hash)).fetchall()
        if rows:
            found[stored.id] = [stored_article(row) for row in rows]
    return found


def find_allowed(connection: Connection, passage_ids: Sequence[str], filters: Filters) -> set[str]:
    """The live ones among these passages whose articles, or copies of them, the filters allow."""
    condition, values = reaching(filters, leading=False)
    live = _LIVE if filters else "passages p"
    rows = connection.execute(
        f"SELECT p.id FROM {live} WHERE p.id IN (SELECT j.value FROM json_each(?) j)"
        f" AND p.superseded_at IS NULL AND {condition}",
        (json.dumps(list(passage_ids)), *values),
    )
    return {row[0] for row in rows}


def iterate_passages(connection: Connection, batch: int) -> Iterator[list[Passage]]:
    """All live passages, in batches."""
    rows = connection.stream(f"SELECT {PASSAGE} FROM {_LIVE} ORDER BY p.number")
    while some := rows.fetchmany(batch):
        yield [passage(row) for row in some]


def measure_coverage(connection: Connection, filters: Filters) -> Coverage:
    """What the articles that the filters allow span; copies count as articles, but have no passages."""
    condition, values = where(filters)
    articles, earliest, latest = connection.execute(
        f"SELECT count(*), min(a.published_at), max(a.published_at) FROM articles a WHERE {condition}", values
    ).fetchone()
    # Each passage has its article; to look it up takes six times as long as to count.
    live = f"{_LIVE} WHERE {condition}" if filters else "passages WHERE superseded_at IS NULL"
    (passages,) = connection.execute(f"SELECT count(*) FROM {live}", values).fetchone()
    publishers = tuple(name for name, _ in count_publishers(connection, filters))
    return Coverage(articles, passages, publishers, to_moment(earliest), to_moment(latest))


def count_publishers(connection: Connection, filters: Filters) -> list[tuple[str, int]]:
    """Publishers as they were first written, with how many articles each has: most first, then by name."""
    condition, values = where(filters)
    counted = (
        "SELECT a.publisher_key AS name, count(*) AS articles, min(a.number) AS oldest FROM articles a"
        f" WHERE a.publisher_key IS NOT NULL AND {condition} GROUP BY a.publisher_key"
    )
    rows = connection.execute(
        f"SELECT o.publisher, c.articles FROM ({counted}) c JOIN articles o ON o.number = c.oldest"
        " ORDER BY c.articles DESC, c.name",
        values,
    )
    return [(name, count) for name, count in rows]
