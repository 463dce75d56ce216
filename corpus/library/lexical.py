"""BM25 over headers and passages: the lexical index's half of a question."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

from corpus.library.filters import where
from corpus.models import Filters

HEADER_WEIGHT = 1.0
"""How much a word in the header counts against one in the text."""

MOST_TERMS = 64
"""Longer questions are pasted texts: what a 65th different word adds is not worth its time."""

_WORD = re.compile(r"[^\W_]+")


def match_terms(text: str) -> str:
    """A full-text query for any of the words of a text; empty when it has none.

    Each word is quoted, so that nothing in it is read as the query language.
    """
    words = dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", text).lower()))
    return " OR ".join(f'"{word}"' for word in list(words)[:MOST_TERMS])


def rank_lexical(
    connection: sqlite3.Connection, text: str, filters: Filters, limit: int
) -> list[tuple[str, float]]:
    """Passage ids with their BM25, best first."""
    terms = match_terms(text)
    if not terms:
        return []
    condition, values = where(filters)
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
