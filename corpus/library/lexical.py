"""BM25 over headers and passages: the lexical index's half of a question."""

from __future__ import annotations

import re
import unicodedata

from corpus.library.engine import Connection
from corpus.library.reader import find_allowed
from corpus.models import Filters

MOST_TERMS = 64
"""Longer questions are pasted texts: what a 65th word adds is not worth its time."""

OVER_FETCH = 4
"""So many times as many passages as are wanted are ranked for a server; then others' are left out."""

_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-.,:/'’][^\W_]+)+")


def match_terms(text: str) -> list[str]:
    """The words of a text, each once; what is one term of several words has blanks between them.

    What is written together (`1,200`, `U.S.`, `COVID-19`) also counts as a whole.
    """
    text = unicodedata.normalize("NFC", text).lower()
    wholes = [" ".join(_WORD.findall(compound)) for compound in _COMPOUND.findall(text)]
    return list(dict.fromkeys([*_WORD.findall(text)[:MOST_TERMS], *wholes[:MOST_TERMS]]))


def rank_lexical(connection: Connection, text: str, filters: Filters, limit: int) -> list[tuple[str, float]]:
    """Passage ids with their BM25, best first."""
    terms = match_terms(text)
    if not terms:
        return []
    rank = connection.engine.rank
    if filters.audience is not None and filters == Filters(audience=filters.audience):
        # Joined to its article, each passage with any of the words costs half as much again.
        wanted = limit * OVER_FETCH
        ranked = rank(connection, terms, Filters(), wanted)
        seen = find_allowed(connection, [name for name, _ in ranked], filters)
        kept = [(name, score) for name, score in ranked if name in seen]
        if len(kept) >= limit or len(ranked) < wanted:
            return kept[:limit]
    return rank(connection, terms, filters, limit)
