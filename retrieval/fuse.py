"""Reciprocal rank fusion: several rankings become one. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

# 60 is the damping of the paper that proposed the method (Cormack and others, 2009).
DAMPING = 60


def fuse(rankings: Sequence[Sequence[str]], damping: int = DAMPING) -> list[tuple[str, float]]:
    """Ids with their fused scores, best first; equal scores in the order of the first ranking that has them.

    An id's score is the sum of 1 / (damping + rank) over the rankings that hold it, ranks counted from 1.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, name in enumerate(ranking, start=1):
            scores[name] += 1 / (damping + rank)
    return sorted(scores.items(), key=lambda item: item[1], reverse=True)
