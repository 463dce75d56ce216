"""The articles that a new one may be a near copy of, found by some of its runs of words."""

from __future__ import annotations

import time
from collections import Counter

from corpus.library.engine import Connection
from corpus.library.filters import where
from corpus.library.rows import ARTICLE, stored_article
from corpus.likeness import Wording
from corpus.models import Article, Audience, Filters, StoredArticle
from corpus.near import Near, near

COMMON = 64
"""A run of words in more articles than these is a phrase or a publisher's furniture: it tells nothing."""
FEWEST_SHARED = 2
"""One key alone may be a phrase that happened to be kept of both."""
CANDIDATES = 6
"""How many of the most promising articles are read and compared word for word."""
FILL_SECONDS = 3.0
"""How long one add may wait for an older library's keys: that many seconds fill more than 5,000 articles."""

_BATCH = 250


def find_near(
    connection: Connection, article: Article, but: StoredArticle | None, adder: Audience
) -> Near | None:
    """The article that is nearest to a new one, if any that its adder sees is; never `but`, nor a copy.

    The adder's own come before the operator's. Of these one that holds all that the new one says comes
    before one that does not, then the one that shares most.
    """
    wording = Wording.of(article.text)
    found = []
    for number in _candidates(connection, wording.keys, adder):
        row = connection.execute(f"SELECT {ARTICLE} FROM articles a WHERE a.number = ?", (number,)).fetchone()
        stored = stored_article(row)
        if but is None or stored.id != but.id:
            found.append(near(article, wording, stored))
    own = [one for one in found if one and one.stored.owner == adder.server]
    seen = own or [one for one in found if one]
    return max(seen, key=lambda one: (not one.adds, one.share), default=None)


def _candidates(connection: Connection, keys: frozenset[int], adder: Audience) -> list[int]:
    """Numbers of articles with the most keys in common, the most first, of these the oldest."""
    shared: Counter[int] = Counter()
    condition, values = where(Filters(audience=adder))
    sql = (
        f"SELECT a.number FROM near n JOIN articles a ON a.number = n.article WHERE n.key = ? AND {condition}"
    )
    for key in keys:
        rows = connection.execute(f"{sql} LIMIT ?", (key, *values, COMMON + 1))
        numbers = [number for (number,) in rows]
        if len(numbers) <= COMMON:
            shared.update(numbers)
    fewest = min(FEWEST_SHARED, len(keys))
    enough = [(-count, number) for number, count in shared.items() if count >= fewest]
    return [number for _, number in sorted(enough)[:CANDIDATES]]


def put_keys(connection: Connection, number: int, text: str) -> None:
    """Let an article be found by its text."""
    keys = Wording.of(text).keys
    connection.executemany(
        "INSERT INTO near VALUES (?, ?) ON CONFLICT DO NOTHING", [(key, number) for key in keys]
    )


def drop_keys(connection: Connection, number: int) -> None:
    """Let an article no longer be found by the text that it has now."""
    (text,) = connection.execute("SELECT text FROM articles WHERE number = ?", (number,)).fetchone()
    keys = Wording.of(text).keys
    connection.executemany("DELETE FROM near WHERE key = ? AND article = ?", [(key, number) for key in keys])


def is_filled(connection: Connection) -> bool:
    """Whether all articles have their keys; those of an older library get them bit by bit."""
    return _unfilled(connection) == 0


def fill(connection: Connection, seconds: float = FILL_SECONDS) -> None:
    """Give articles of an older library their keys, the newest first, for about so many seconds."""
    until = time.monotonic() + seconds
    while (last := _unfilled(connection)) and time.monotonic() < until:
        rows = connection.execute(
            "SELECT number, text, syndicated_from FROM articles WHERE number <= ?"
            " ORDER BY number DESC LIMIT ?",
            (last, _BATCH),
        ).fetchall()
        for number, text, origin in rows:
            if origin is None:
                put_keys(connection, number, text)
        left = rows[-1][0] - 1 if len(rows) == _BATCH else 0
        connection.execute("UPDATE meta SET value = ? WHERE key = 'near'", (str(left),))


def _unfilled(connection: Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'near'").fetchone()
    return int(row[0]) if row else 0
