"""SQuAD's exact match and F1, and measures of telling answerable from unanswerable."""

import numpy as np
import numpy.typing as npt

from retrieval.scoring.squad import exact, f1, normalise

__all__ = ["auc", "best_threshold", "exact", "f1", "normalise", "refusal_recall"]


def auc(scores: npt.ArrayLike, positive: npt.ArrayLike) -> float:
    """The chance that a random positive scores above a random negative; ties count half."""
    values, truth = np.asarray(scores, dtype=float), np.asarray(positive, dtype=bool)
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    ups = int(truth.sum())
    downs = len(truth) - ups
    return float((ranks[truth].sum() - ups * (ups + 1) / 2) / (ups * downs))


def best_threshold(scores: npt.ArrayLike, answered: npt.ArrayLike, refused: npt.ArrayLike) -> float:
    """The threshold that gains most: above it a question earns `answered`, otherwise `refused`."""
    values = np.asarray(scores, dtype=float)
    order = np.argsort(-values, kind="stable")
    gains = (np.asarray(answered, dtype=float) - np.asarray(refused, dtype=float))[order]
    totals = np.concatenate([[0.0], np.cumsum(gains)])
    best = int(totals.argmax())
    return float(values[order[best - 1]]) - 1e-9 if best else float(values.max())


def refusal_recall(scores: npt.ArrayLike, answerable: npt.ArrayLike, false_refusals: float = 0.1) -> float:
    """The share of unanswerable questions refused when at most that share of answerable ones is."""
    values, truth = np.asarray(scores, dtype=float), np.asarray(answerable, dtype=bool)
    allowed = np.sort(values[truth])[int(false_refusals * truth.sum())]
    return float((values[~truth] < allowed).mean())
