"""BM25 over headers and passages: the lexical index's half of a question."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

from corpus.library.filters import reaching
from corpus.library.reader import find_allowed
from corpus.models import Filters

# On three question sets 0.5 was worse and 1.5 to 5 moved each by less than 0.03, up here and down there:
# docs/decisions/0011-lexical-ranking.md.
HEADER_WEIGHT = 1.0
"""How much a word in the header counts against one in the text."""

MOST_TERMS = 64
"""Longer questions are pasted texts: what a 65th word adds is not worth its time."""

OVER_FETCH = 4
"""So many times as many passages as are wanted are ranked for a server; then others' are left out."""

_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-.,:/'’][^\W_]+)+")


def match_terms(text: str) -> str:
    """A full-text query for any of the words of a text; empty when it has none.

    What is written together (`1,200`, `U.S.`, `COVID-19`) also counts as a whole. Each term is quoted, so
    that nothing in it is read as the query language.
    """
    text = unicodedata.normalize("NFC", text).lower()
    wholes = [" ".join(_WORD.findall(compound)) for compound in _COMPOUND.findall(text)]
    terms = dict.fromkeys([*_WORD.findall(text)[:MOST_TERMS], *wholes[:MOST_TERMS]])
    return " OR ".join(f'"{term}"' for term in terms)


def rank_lexical(
    connection: sqlite3.Connection, text: str, filters: Filters, limit: int
) -> list[tuple[str, float]]:
    """Passage ids with their BM25, best first."""
    terms = match_terms(text)
    if not terms:
        return []
    if filters.audience is not None and filters == Filters(audience=filters.audience):
        # Joined to its article, each passage with any of the words costs half as much again.
        wanted = limit * OVER_FETCH
        ranked = _rank(connection, terms, Filters(), wanted)
        seen = find_allowed(connection, [name for name, _ in ranked], filters)
        kept = [(name, score) for name, score in ranked if name in seen]
        if len(kept) >= limit or len(ranked) < wanted:
            return kept[:limit]
    return _rank(connection, terms, filters, limit)


def _rank(
    connection: sqlite3.Connection, terms: str, filters: Filters, limit: int
) -> list[tuple[str, float]]:
    condition, values = reaching(filters)
    score = f"bm25(lexical, {HEADER_WEIGHT}, 1.0)"
    joined = "JOIN passages p ON p.number = lexical.rowid JOIN articles a ON a.number = p.article"
    # Unfiltered, the joins would be made for every passage with any of the words; the sort needs only scores.
    ranked = f"SELECT lexical.rowid AS number, {score} AS score FROM lexical {joined if filters else ''}"
    rows = connection.execute(
        f"SELECT p.id, -ranked.score FROM ({ranked} WHERE lexical MATCH ? AND {condition}"
        " ORDER BY score, number LIMIT ?) ranked JOIN passages p ON p.number = ranked.number"
        " ORDER BY ranked.score, ranked.number",
        (terms, *values, limit),
    )
    return [(identity, score) for identity, score in rows]
