"""`HybridRetriever`: what the rankers say, fused into hits."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Library
from retrieval.blend import Ranking, blend
from retrieval.fuse import fuse
from retrieval.models import Hit, Query
from retrieval.rankers import Ranker
from retrieval.recency import prefer
from retrieval.rerank import Reranker
from retrieval.spent import spending


class HybridRetriever:
    """Fuses the rankings of its rankers into candidates and orders these by all that is known of them."""

    # Each ranker is asked for this many passages and as many candidates are kept. 30 and 80 moved
    # article R@1 by at most one question in 132 (docs/decisions/0050-fusion.md).
    DEPTH = 50

    def __init__(self, library: Library, rankers: Sequence[Ranker], reranker: Reranker | None = None) -> None:
        self._library = library
        self._rankers = rankers
        self._reranker = reranker

    def retrieve(self, query: Query, limit: int = 5) -> list[Hit]:
        """At most `limit` hits, best first; fewer when the filters leave fewer passages."""
        with spending("retrieval"):
            hits = self._ranked(query, max(self.DEPTH, limit))
        if self._reranker is not None:
            hits = self._reranker.rerank(query.text, hits)
        return hits[: max(limit, 0)]

    def _ranked(self, query: Query, depth: int) -> list[Hit]:
        rankings = [
            Ranking(dict(ranker.rank(query, depth)), ranker.measures_similarity) for ranker in self._rankers
        ]
        candidates = [name for name, _ in fuse([list(ranking.scores) for ranking in rankings])[:depth]]
        return prefer(blend(query.text, self._library.passages(candidates, query.filters), rankings), query)
