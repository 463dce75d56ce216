"""Puts the parts of an answerer together for a program's root."""

from __future__ import annotations

import logging

from corpus import Corpus
from retrieval.answerer import Answerer
from retrieval.comprehension import ReaderScorer
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.reader import OnnxReader
from retrieval.rerank import load_reranker
from retrieval.retriever import HybridRetriever
from retrieval.settings import RetrievalSettings

_log = logging.getLogger(__name__)


def build_answerer(corpus: Corpus, settings: RetrievalSettings) -> Answerer:
    """An answerer over an open corpus, with the optional models that the settings name.

    Raises:
        ModelUnavailableError: a named model is missing or cannot be loaded.
    """
    if settings.answer_model:
        _log.warning("RETRIEVAL_ANSWER_MODEL is set, but this version answers with quotes alone.")
    return Answerer(corpus.library, build_retriever(corpus, settings), ReaderScorer(OnnxReader()))


def build_retriever(corpus: Corpus, settings: RetrievalSettings) -> HybridRetriever:
    """The retriever over an open corpus; raises as `build_answerer` does."""
    rankers = (
        DenseRanker(corpus.index, corpus.library, corpus.embedder),
        LexicalRanker(corpus.library),
    )
    reranker = load_reranker(settings.reranker_model) if settings.reranker_model else None
    return HybridRetriever(corpus.library, rankers, reranker)
