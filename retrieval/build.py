"""Puts the parts of an answerer together for a program's root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.answerer import Answerer
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.retriever import HybridRetriever
from retrieval.settings import RetrievalSettings

if TYPE_CHECKING:
    from corpus import Corpus


def build_answerer(corpus: Corpus, settings: RetrievalSettings) -> Answerer:
    """An answerer over an open corpus, with the optional models that the settings name.

    Raises:
        ModelUnavailableError: a named model is missing or cannot be loaded.
    """
    del settings
    return Answerer(corpus.library, build_retriever(corpus))


def build_retriever(corpus: Corpus) -> HybridRetriever:
    """The retriever over an open corpus."""
    dense = DenseRanker(corpus.index, corpus.library, corpus.embedder)
    return HybridRetriever(corpus.library, [dense, LexicalRanker(corpus.library)])
