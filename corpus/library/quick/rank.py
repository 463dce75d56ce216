"""Ranks with a snapshot, and with the library itself for what is newer."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.library.filters import reached
from corpus.models import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus.embed import Vectors
    from corpus.library.engine import Connection
    from corpus.snapshot import Snapshot, Standing

Ranked = list[tuple[str, float]]
"""Passage ids with scores, best first."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""As in the schema."""
# So many more than are wanted are looked up at first: some are no longer live.
_MARGIN = 16
_GROWTH = 4
# Few enough to be compared in the time that the index takes for its nearest.
FEW = 20_000

_guard = threading.Lock()


def rank_words(
    connection: Connection,
    snapshot: Snapshot,
    terms: Sequence[str],
    filters: Filters,
    limit: int,
) -> Ranked:
    """What the snapshot holds of what `Engine.rank` finds."""
    words, phrases = [], []
    for term in terms:
        tokens = split_term(term)
        if len(tokens) == 1:
            words.append(tokens[0])
        elif tokens:
            phrases.append(term)
    more = [pair for phrase in phrases for pair in _having(connection, phrase, snapshot.note.top)]
    with snapshot.by_words(words, more, _inside(connection, snapshot, filters)) as best:
        return _live(connection, best, limit)


def rank_vector(
    connection: Connection, snapshot: Snapshot, vector: Vectors, filters: Filters, limit: int
) -> Ranked:
    """What the snapshot holds of what a scan finds."""
    with snapshot.by_vector(vector, _inside(connection, snapshot, filters)) as best:
        return _exact(connection, best, vector, limit)


def rank_few(
    connection: Connection, snapshot: Snapshot, vector: Vectors, filters: Filters, limit: int
) -> Ranked | None:
    """The same, unless more than `FEW` passages would be compared."""
    import numpy as np

    mask = _inside(connection, snapshot, filters)
    if mask is None or int(np.count_nonzero(mask)) > FEW:
        return None
    with snapshot.by_vector(vector, mask) as best:
        return _exact(connection, best, vector, limit)


def with_newer(
    held: Ranked, newer: Callable[[int], Ranked], connection: Connection, snapshot: Snapshot
) -> Ranked:
    """The best of what is held and of what is newer than the snapshot, as many as are held or a few more.

    Of equals, those that are held come first, as they are older. `newer` ranks what comes after a number.
    """
    top = snapshot.note.top
    if not connection.execute("SELECT 1 FROM passages WHERE number > ? LIMIT 1", (top,)).fetchone():
        return held
    return sorted([*held, *newer(top)], key=lambda pair: -pair[1])


@lru_cache(maxsize=50_000)
def split_term(term: str) -> tuple[str, ...]:
    """The words of a term as the lexical index spells them."""
    with _guard:
        connection = _speller()
        connection.execute("INSERT INTO said VALUES (?)", (term,))
        try:
            found = connection.execute("SELECT term FROM spelled ORDER BY doc, offset").fetchall()
        finally:
            connection.execute("DELETE FROM said")
    return tuple(word for (word,) in found)


@lru_cache(maxsize=1)
def _speller() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute(f"CREATE VIRTUAL TABLE said USING fts5(text, tokenize='{TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE spelled USING fts5vocab('said', 'instance')")
    return connection


def _having(connection: Connection, phrase: str, top: int) -> list[tuple[int, float]]:
    """The passages with a phrase, by number, and what it adds to their scores."""
    rows = connection.execute(
        "SELECT rowid, -bm25(lexical) FROM lexical WHERE lexical MATCH ? AND rowid <= ?",
        (f'"{phrase}"', top),
    )
    return [(number, score) for number, score in rows]


def _inside(connection: Connection, snapshot: Snapshot, filters: Filters) -> NDArray[Any] | None:
    """Which rows the filters allow; `None`: all."""
    import numpy as np

    articles = None
    if narrowing := replace(filters, audience=None):
        chosen, values = reached(narrowing)
        # As one text: a row of its own for each takes three times as long.
        (found,) = connection.execute(f"SELECT group_concat(number) FROM ({chosen})", values).fetchone()
        articles = np.fromstring(found or "", np.int64, sep=",")
    return snapshot.inside(articles, filters.audience)


def _live(connection: Connection, best: Callable[[int], Standing], limit: int) -> Ranked:
    """The best of those that are live."""
    wanted = limit + _MARGIN
    while True:
        standing = best(wanted)
        rows = connection.execute(
            "SELECT p.number, p.id FROM passages p WHERE p.number IN (SELECT j.value FROM json_each(?) j)"
            " AND p.superseded_at IS NULL",
            (json.dumps(standing.numbers),),
        )
        ids = dict(rows.fetchall())
        pairs = zip(standing.numbers, standing.scores, strict=True)
        kept = [(ids[number], score) for number, score in pairs if number in ids]
        if len(kept) >= limit or len(standing.numbers) < wanted:
            return kept[: max(limit, 0)]
        wanted *= _GROWTH


def _exact(connection: Connection, best: Callable[[int], Standing], vector: Vectors, limit: int) -> Ranked:
    """The best of those that are live, by the vectors as they are stored."""
    from corpus.library.scan import cosines, unpack  # which ranks with this

    wanted = limit + 2 * _MARGIN
    while True:
        standing = best(wanted)
        rows = connection.execute(
            "SELECT p.number, p.id, e.vector FROM embeddings e JOIN passages p ON p.number = e.number"
            " WHERE e.number IN (SELECT j.value FROM json_each(?) j)",
            (json.dumps(standing.numbers),),
        ).fetchall()
        if len(rows) >= limit or len(standing.numbers) < wanted:
            break
        wanted *= _GROWTH
    if not rows:
        return []
    scores = cosines(unpack([blob for _, _, blob in rows]), vector).tolist()
    ranked = sorted(
        ((score, -number, name) for score, (number, name, _) in zip(scores, rows, strict=True)), reverse=True
    )
    return [(name, score) for score, _, name in ranked[: max(limit, 0)]]
