"""The two rankers: dense (by meaning) and lexical (by words)."""

from __future__ import annotations

import math
from typing import Protocol

from corpus import Embedder, Index, IndexUnavailableError, Library, Vectors
from retrieval.models import Query
from retrieval.words import STOP_WORDS, words


class Ranker(Protocol):
    """Orders the passages that a query may see. It may be called from any thread."""

    @property
    def measures_similarity(self) -> bool:
        """Whether its scores are cosines, which can be compared from one question to the next."""
        ...

    def rank(self, query: Query, limit: int) -> list[tuple[str, float]]:
        """At most `limit` passage ids with scores, best first; higher is better."""
        ...


class DenseRanker:
    """Ranks by the cosine of question and passage."""

    measures_similarity = True

    # So much more than is wanted the index is asked for: the less, the sooner it answers. With 4 times as
    # much, a filter that keeps a third of the passages is still met.
    OVER_FETCH, OVER_FETCH_FILTERED = 1.2, 4

    def __init__(self, index: Index, library: Library, embedder: Embedder) -> None:
        self._index = index
        self._library = library
        self._embedder = embedder

    def rank(self, query: Query, limit: int) -> list[tuple[str, float]]:
        """The nearest passages by the index; by an exact scan where that is quicker, or the index cannot."""
        vector = self._embedder.embed([query.text])[0]
        if (few := self._library.scan_few(vector, query.filters, limit)) is not None:
            return few
        try:
            kept = self._nearest(vector, query, limit)
        except IndexUnavailableError:
            kept = None
        return self._library.scan(vector, query.filters, limit) if kept is None else kept

    def _nearest(self, vector: Vectors, query: Query, limit: int) -> list[tuple[str, float]] | None:
        """The nearest by the index; `None` where too many of those are superseded or filtered out."""
        for over in (self.OVER_FETCH, self.OVER_FETCH_FILTERED)[bool(query.filters) :]:
            wanted = math.ceil(limit * over)
            nearest = self._index.nearest(vector, wanted)
            allowed = self._library.allowed([name for name, _ in nearest], query.filters)
            kept = [(name, score) for name, score in nearest if name in allowed]
            if len(kept) >= limit or len(nearest) < wanted:
                return kept[:limit]
        return None


class LexicalRanker:
    """Ranks by the words shared with the question (BM25); scores have no upper bound."""

    measures_similarity = False

    def __init__(self, library: Library) -> None:
        self._library = library

    def rank(self, query: Query, limit: int) -> list[tuple[str, float]]:
        """The best passages by BM25 for the words that say what is asked about."""
        telling = [word for word in words(query.text) if word.casefold() not in STOP_WORDS]
        return self._library.lexical(" ".join(telling) or query.text, query.filters, limit)
