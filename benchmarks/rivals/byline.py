"""Byline: both rankers and their fusion, and the same read by the packaged reader."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.rivals.contest import LIMIT, Ask, Place, contest
from corpus import Corpus, CorpusSettings, ingest
from retrieval import HybridRetriever, Query, RetrievalSettings
from retrieval.build import build_retriever
from retrieval.rankers import DenseRanker, LexicalRanker


class _Byline:
    """All that `byline add` does, and what `byline ask` does before it writes."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._corpus = Corpus.open(CorpusSettings(place.store))
        self._corpus.embedder.embed(["warm up"])

    def add(self) -> int:
        for _ in ingest([str(self._place.articles)], self._corpus):
            pass
        return self._corpus.library.coverage().passages

    def asks(self) -> Mapping[str, Ask]:
        held = self._corpus
        rankers = (DenseRanker(held.index, held.library, held.embedder), LexicalRanker(held.library))
        return {
            "hybrid": _asking(HybridRetriever(held.library, rankers)),
            "hybrid, read": _asking(build_retriever(held, RetrievalSettings())),
        }


def _asking(retriever: HybridRetriever) -> Ask:
    def ask(question: str) -> list[str]:
        return [hit.article.article.url or "" for hit in retriever.retrieve(Query(question), LIMIT)]

    return ask


if __name__ == "__main__":
    contest(_Byline)
