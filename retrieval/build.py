"""Puts the parts of an answerer together for a program's root."""

from __future__ import annotations

from corpus import Corpus
from retrieval.answerer import Answerer
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.rerank import load_reranker
from retrieval.retriever import HybridRetriever
from retrieval.settings import RetrievalSettings
from retrieval.similarity import SimilarityScorer


def build_answerer(corpus: Corpus, settings: RetrievalSettings) -> Answerer:
    """An answerer over an open corpus, with the optional models that the settings name.

    Raises:
        ModelUnavailableError: a named model is missing or cannot be loaded.
    """
    return Answerer(corpus.library, build_retriever(corpus, settings), SimilarityScorer(corpus.embedder))


def build_retriever(corpus: Corpus, settings: RetrievalSettings) -> HybridRetriever:
    """The retriever over an open corpus; raises as `build_answerer` does."""
    rankers = (
        DenseRanker(corpus.index, corpus.library, corpus.embedder),
        LexicalRanker(corpus.library),
    )
    reranker = load_reranker(settings.reranker_model) if settings.reranker_model else None
    return HybridRetriever(corpus.library, rankers, reranker)
