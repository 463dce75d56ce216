"""`HybridRetriever`: dense and lexical rankings, fused, as hits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from retrieval.fuse import fuse
from retrieval.models import Hit, Query
from retrieval.rankers import Ranker
from retrieval.rerank import Reranker

if TYPE_CHECKING:
    from corpus import Library


class HybridRetriever:
    """Fuses what its rankers say; a reranker, where there is one, re-scores the best few."""

    # Each ranker is asked for this many passages, whatever the number of hits wanted.
    DEPTH = 50

    def __init__(self, library: Library, rankers: Sequence[Ranker], reranker: Reranker | None = None) -> None:
        self._library = library
        self._rankers = rankers
        self._reranker = reranker

    def retrieve(self, query: Query, limit: int = 5) -> list[Hit]:
        """At most `limit` hits, best first; fewer when the filters leave fewer passages."""
        depth = max(self.DEPTH, limit)
        rankings = [[name for name, _ in ranker.rank(query, depth)] for ranker in self._rankers]
        fused = fuse(rankings)[:depth]
        scores = dict(fused)
        found = self._library.passages([name for name, _ in fused])
        hits = [Hit(passage, article, scores[passage.id]) for passage, article in found]
        if self._reranker is not None:
            hits = self._reranker.rerank(query.text, hits)
        return hits[:limit]
