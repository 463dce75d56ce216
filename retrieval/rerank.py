"""Re-scoring the few best hits by a model that reads question and passage together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from retrieval.models import Hit


class Reranker(Protocol):
    """Re-orders hits."""

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits with new scores, best first."""
        ...
