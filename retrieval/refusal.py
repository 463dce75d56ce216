"""Whether the passages hold the answer at all. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum

from retrieval.cues import names_in, numbers_in
from retrieval.models import Hit
from retrieval.reading import Reading
from retrieval.words import stem, stems, words

# A logistic fitted to 361 questions on two corpora and 120 questions about something else altogether
# (docs/decisions/0056-reading-with-a-reader.md). At the threshold, 8 % of the answerable news questions are
# refused for 92 % of those about something else and 31 % of those that an article nearly answers.
WEIGHTS = (5.7, 5.0, -0.3)
INTERCEPT = -4.3
THRESHOLD = 0.34
# Other points of the same curve, for who would rather miss an answer, or rather read a doubtful one.
STRICT = 0.5
LENIENT = 0.2


class Strictness(StrEnum):
    """How sure an answer must be to be shown, from the least to the most."""

    LENIENT = "lenient"
    NORMAL = "normal"
    STRICT = "strict"

    @property
    def threshold(self) -> float:
        """The confidence below which the answer is a refusal."""
        return {Strictness.LENIENT: LENIENT, Strictness.NORMAL: THRESHOLD, Strictness.STRICT: STRICT}[self]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer, in the order of `WEIGHTS`; each in [-1, 1]."""

    similarity: float
    """The cosine of the question and the passage nearest to it."""
    answerable: float
    """What the scorer saw in the sentences."""
    missing: float
    """The share of the question's names and numbers that the first article does not mention."""

    @property
    def probability(self) -> float:
        """How likely the passages hold the answer, in [0, 1]."""
        total = sum(weight * value for weight, value in zip(WEIGHTS, astuple(self), strict=True))
        return 1 / (1 + math.exp(-(INTERCEPT + total)))


def weigh(question: str, hits: Sequence[Hit], readings: Sequence[Reading]) -> Evidence:
    """Gather the evidence from the hits, best first, and what was read in them."""
    return Evidence(
        similarity=max((hit.similarity for hit in hits), default=0.0),
        answerable=max((reading.answerable for reading in readings), default=0.0),
        missing=_missing(question, hits),
    )


def confidence(question: str, hits: Sequence[Hit], readings: Sequence[Reading]) -> float:
    """How likely the hits hold the answer, in [0, 1]; what is too little for an answer, `Strictness` says."""
    return weigh(question, hits, readings).probability if hits else 0.0


def _missing(question: str, hits: Sequence[Hit]) -> float:
    named = (word for name in names_in(question) for word in words(name) if word[:1].isupper())
    wanted = {stem(word) for word in (*named, *numbers_in(question))}
    if not wanted or not hits:
        return 0.0
    best = hits[0]
    mentioned = stems(f"{best.passage.header}\n{best.article.article.title}\n{best.article.article.text}")
    return len(wanted - mentioned) / len(wanted)
