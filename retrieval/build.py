"""Puts the parts of an answerer together for a program's root."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from corpus import Corpus
from retrieval.answerer import Answerer
from retrieval.comprehension import ReaderScorer
from retrieval.errors import ModelUnavailableError
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.reader import OnnxReader, Reader
from retrieval.remember import RememberingReader
from retrieval.rerank import ReaderReranker, Reranker, load_reranker
from retrieval.retriever import HybridRetriever
from retrieval.settings import RetrievalSettings
from retrieval.write import ModelWriter

_log = logging.getLogger(__name__)


def build_answerer(corpus: Corpus, settings: RetrievalSettings) -> Answerer:
    """An answerer over an open corpus, with the optional models that the settings name.

    Raises:
        ModelUnavailableError: a named model is missing or cannot be loaded.
    """
    reader = RememberingReader(build_reader(settings))
    retriever = build_retriever(corpus, settings, reader)
    return Answerer(corpus.library, retriever, ReaderScorer(reader), writer=build_writer(settings))


def build_writer(settings: RetrievalSettings) -> ModelWriter | None:
    """The writer with a language model, if the settings name one; raises as `build_answerer` does."""
    if not settings.answer_model:
        if settings.answer_base_url:
            _log.warning(
                "RETRIEVAL_ANSWER_BASE_URL is set without RETRIEVAL_ANSWER_MODEL: answers are quotes."
            )
        return None
    from retrieval.langchain import load_chat_model  # takes a second, and most programs need none

    return ModelWriter(load_chat_model(settings), settings.answer_seconds)


def build_retriever(
    corpus: Corpus, settings: RetrievalSettings, reader: Reader | None = None
) -> HybridRetriever:
    """The retriever over an open corpus; raises as `build_answerer` does.

    The named cross-encoder has the last word on the order; without one, the packaged reader has.
    """
    rankers = (
        DenseRanker(corpus.index, corpus.library, corpus.embedder),
        LexicalRanker(corpus.library),
    )
    return HybridRetriever(corpus.library, rankers, _reranker(settings, reader))


def _reranker(settings: RetrievalSettings, reader: Reader | None) -> Reranker | None:
    if settings.reranker_model:
        return load_reranker(settings.reranker_model)
    if settings.reader_model:
        return None  # the weight of its word was fitted to the packaged one
    return ReaderReranker(reader or OnnxReader())


def build_reader(settings: RetrievalSettings) -> Reader:
    """The packaged reader, or the one that the settings name; raises as `build_answerer` does."""
    if settings.reader_model is None:
        return OnnxReader()
    reader = _load_reader(settings.reader_model)
    _log.warning(
        "RETRIEVAL_READER_MODEL is set: refusals were calibrated for the packaged reader, not for this one."
    )
    return reader


def _load_reader(name: str) -> Reader:
    folder = Path(name).expanduser()
    if not folder.is_dir() and name.startswith((".", "/", "~")):
        raise ModelUnavailableError(name, "there is no such folder")
    if _is_ours(folder):
        reader = OnnxReader(folder)
        reader.verify()
        return reader
    from retrieval.transformers_reader import TransformersReader

    return TransformersReader(name)


def _is_ours(folder: Path) -> bool:
    """Whether `training.export` wrote the folder: only its configuration lists hashes."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and "sha256" in config
