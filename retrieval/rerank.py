"""Re-scoring the few best hits by a model that reads question and passage together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from corpus import ModelError, PairScorer, load_cross_encoder
from retrieval.errors import ModelUnavailableError
from retrieval.models import Hit


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


def load_reranker(model: str) -> CrossEncoderReranker:
    """The reranker of a local folder or a hub name.

    Raises:
        ModelUnavailableError: there is no such model, or it is no cross-encoder.
    """
    try:
        return CrossEncoderReranker(load_cross_encoder(model))
    except ModelError as error:
        raise ModelUnavailableError(model, str(error)) from error
