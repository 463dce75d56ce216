"""Whether the stated confidence keeps its word, and what each threshold on it would cost. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.scoring.judge import Judged

BINS = 10
THRESHOLDS = tuple(step / 20 for step in range(1, 20))


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence falls into one tenth of [0, 1]."""

    low: float
    high: float
    questions: int
    confidence: float
    """Their mean confidence."""
    answerable: float
    """The share of them that the corpus does answer: equal to `confidence` when that keeps its word."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What refusing every question below one confidence would do."""

    threshold: float
    false_refusals: float
    """The share of the answerable questions refused; nan without such questions."""
    refusal_recall: float
    """The share of the unanswerable questions refused; nan without such questions."""


def reliability(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """The reliability diagram (DeGroot and Fienberg 1983) in ten bins of equal width, empty ones left out."""
    confidence = np.array([item.confidence for item in judged], float)
    truth = np.array([item.question.answerable for item in judged], float)
    numbers = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(
            low=int(b) / BINS,
            high=(int(b) + 1) / BINS,
            questions=int((numbers == b).sum()),
            confidence=float(confidence[numbers == b].mean()),
            answerable=float(truth[numbers == b].mean()),
        )
        for b in np.unique(numbers)
    )


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error (Naeini et al. 2015): the mean gap between confidence and truth in a bin."""
    gaps = (b.questions * abs(b.confidence - b.answerable) for b in reliability(judged))
    return sum(gaps) / len(judged)


def trade_off(judged: Sequence[Judged], thresholds: Sequence[float] = THRESHOLDS) -> tuple[Trade, ...]:
    """What each threshold would refuse, rightly and wrongly."""
    yes = np.array([item.confidence for item in judged if item.question.answerable])
    no = np.array([item.confidence for item in judged if not item.question.answerable])
    return tuple(Trade(t, _below(yes, t), _below(no, t)) for t in thresholds)


def recall_at(judged: Sequence[Judged], false_refusals: float) -> float:
    """The highest refusal recall of any threshold that refuses at most this share of the answerable."""
    between = sorted({item.confidence for item in judged})
    trades = trade_off(judged, [*between, np.nextafter(between[-1], 2)] if between else [])
    return max((t.refusal_recall for t in trades if t.false_refusals <= false_refusals), default=float("nan"))


def _below(confidence: np.ndarray, threshold: float) -> float:
    return float((confidence < threshold).mean()) if confidence.size else float("nan")
