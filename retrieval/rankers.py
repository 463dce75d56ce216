"""The two rankers: dense (by meaning) and lexical (by words)."""

from __future__ import annotations

from typing import Protocol

from corpus import Embedder, Index, IndexUnavailableError, Library
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

    # With 4 times the wanted number, a filter that keeps a third of the passages is still met by the index;
    # 200 neighbours of 500,000 take it 24 ms.
    OVER_FETCH = 4

    def __init__(self, index: Index, library: Library, embedder: Embedder) -> None:
        self._index = index
        self._library = library
        self._embedder = embedder

    def rank(self, query: Query, limit: int) -> list[tuple[str, float]]:
        """The nearest passages by the index; by an exact scan where the index cannot serve the query."""
        vector = self._embedder.embed([query.text])[0]
        wanted = limit * self.OVER_FETCH
        try:
            nearest = self._index.nearest(vector, wanted)
        except IndexUnavailableError:
            return self._library.scan(vector, query.filters, limit)
        allowed = self._library.allowed([passage_id for passage_id, _ in nearest], query.filters)
        kept = [(passage_id, score) for passage_id, score in nearest if passage_id in allowed]
        if len(kept) < limit and len(nearest) == wanted:
            return self._library.scan(vector, query.filters, limit)
        return kept[:limit]


class LexicalRanker:
    """Ranks by the words shared with the question (BM25); scores have no upper bound."""

    measures_similarity = False

    def __init__(self, library: Library) -> None:
        self._library = library

    def rank(self, query: Query, limit: int) -> list[tuple[str, float]]:
        """The best passages by BM25 for the words that say what is asked about."""
        telling = [word for word in words(query.text) if word.casefold() not in STOP_WORDS]
        return self._library.lexical(" ".join(telling) or query.text, query.filters, limit)
