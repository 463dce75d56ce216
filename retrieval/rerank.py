"""Re-scoring the few best hits by a model that reads question and passage together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from corpus import ModelError, PairScorer, load_cross_encoder
from retrieval.errors import ModelUnavailableError
from retrieval.models import Hit
from retrieval.question import is_question
from retrieval.reader import Reader


class Reranker(Protocol):
    """Re-orders hits. It may be called from any thread."""

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits with new scores, best first."""
        ...


class CrossEncoderReranker:
    """Scores each hit by a cross-encoder, which sees the passage with its header."""

    # A cross-encoder of six layers reads some 20 passages in the time a person does not notice.
    READ = 20

    def __init__(self, scorer: PairScorer) -> None:
        self._scorer = scorer

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The best `READ` hits in the model's order with the model's scores; the rest are left out."""
        read = hits[: self.READ]
        scores = self._scorer.score(question, [hit.passage.ranked_text for hit in read])
        scored = [replace(hit, score=score) for hit, score in zip(read, scores, strict=True)]
        return sorted(scored, key=lambda hit: hit.score, reverse=True)


class ReaderReranker:
    """Raises the hits in which the reader sees an answer; keywords and claims stay as they were ranked."""

    # As many passages as two cores read while a person does not notice; at the weight, the right article was
    # first for more questions on every set we have (docs/decisions/0059-reranking.md).
    READ = 8
    WEIGHT = 0.04
    SUREST = 6.0

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """All hits: the best `READ` by their own score and the reader's, then the rest below them."""
        if not hits or not is_question(question):
            return list(hits)
        readings = self._reader.read(question, [hit.passage for hit in hits[: self.READ]])
        raised = [
            replace(hit, score=hit.score + self.WEIGHT * max(-self.SUREST, min(self.SUREST, read.answerable)))
            for hit, read in zip(hits, readings, strict=False)
        ]
        raised.sort(key=lambda hit: hit.score, reverse=True)
        lowest = raised[-1].score
        return [*raised, *(replace(hit, score=min(hit.score, lowest)) for hit in hits[self.READ :])]


def load_reranker(model: str) -> CrossEncoderReranker:
    """The reranker of a local folder or a hub name.

    Raises:
        ModelUnavailableError: there is no such model, or it is no cross-encoder.
    """
    try:
        return CrossEncoderReranker(load_cross_encoder(model))
    except ModelError as error:
        raise ModelUnavailableError(model, str(error)) from error
