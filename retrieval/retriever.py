"""`HybridRetriever`: what the rankers say, fused into hits."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from corpus import Library
from retrieval.blend import Ranking, blend
from retrieval.fuse import fuse
from retrieval.models import Hit, Query
from retrieval.rankers import Ranker
from retrieval.recency import prefer
from retrieval.rerank import Reranker
from retrieval.spent import spending

# Ranking is work for processors: more questions at once than these wait for one another anyway.
_THREADS = 4


class HybridRetriever:
    """Fuses the rankings of its rankers into candidates and orders these by all that is known of them."""

    # Each ranker is asked for this many passages and as many candidates are kept. 30 and 80 moved
    # article R@1 by at most one question in 132 (docs/decisions/0050-fusion.md).
    DEPTH = 50

    def __init__(self, library: Library, rankers: Sequence[Ranker], reranker: Reranker | None = None) -> None:
        self._library = library
        self._rankers = rankers
        self._reranker = reranker
        self._threads = ThreadPoolExecutor(_THREADS, "ranker")

    def retrieve(self, query: Query, limit: int = 5) -> list[Hit]:
        """At most `limit` hits, best first; fewer when the filters leave fewer passages."""
        with spending("retrieval"):
            hits = self._ranked(query, max(self.DEPTH, limit))
        if self._reranker is not None:
            hits = self._reranker.rerank(query.text, hits)
        return hits[: max(limit, 0)]

    def _ranked(self, query: Query, depth: int) -> list[Hit]:
        # All but the first on threads of their own: they are done while the question is embedded.
        started = [
            self._threads.submit(copy_context().run, ranker.rank, query, depth)
            for ranker in self._rankers[1:]
        ]
        ranked = [ranker.rank(query, depth) for ranker in self._rankers[:1]]
        ranked += [one.result() for one in started]
        rankings = [
            Ranking(dict(scores), ranker.measures_similarity)
            for scores, ranker in zip(ranked, self._rankers, strict=True)
        ]
        candidates = [name for name, _ in fuse([list(ranking.scores) for ranking in rankings])[:depth]]
        return prefer(blend(query.text, self._library.passages(candidates, query.filters), rankings), query)
