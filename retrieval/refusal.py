"""Whether the passages hold the answer at all. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum

from retrieval.cues import names_in, numbers_in
from retrieval.models import Hit
from retrieval.reading import SUREST, Reading
from retrieval.words import stem, stems, words

# A logistic fitted to 1,061 questions on three corpora, 700 of them our own that no reader saw, and to 120
# about something else altogether (the curve: docs/decisions/0220-three-looks-at-the-first-passage.md).
WEIGHTS = (3.70, 0.68, -1.30)
INTERCEPT = -1.14
THRESHOLD = 0.36
# Other points of the same curve, for who would rather miss an answer, or rather read a doubtful one.
STRICT = 0.6
LENIENT = 0.25
# A part of a question is told to have no answer only where no sentence stands out either: its words say
# less of what is asked than a whole question does (docs/decisions/0221-parts-of-a-question.md).
STANDS_OUT = 0.1


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
    """What speaks for and against an answer, in the order of `WEIGHTS`."""

    similarity: float
    """The cosine of the question and the passage nearest to it, in [-1, 1]."""
    answerable: float
    """The log-odds, by the scorer, that the first passage holds an answer; of the parts, the surest's."""
    missing: float
    """The share of the question's names and numbers that the first article does not mention, in [0, 1]."""

    @property
    def probability(self) -> float:
        """How likely the passages hold the answer, in [0, 1]."""
        total = sum(weight * value for weight, value in zip(WEIGHTS, astuple(self), strict=True))
        return 1 / (1 + math.exp(-(INTERCEPT + total)))


def weigh(question: str, hits: Sequence[Hit], readings: Sequence[Reading]) -> Evidence:
    """Gather the evidence from the hits, best first, and what was read in them."""
    return Evidence(
        similarity=max((hit.similarity for hit in hits), default=0.0),
        answerable=max((reading.answerable for reading in readings), default=-SUREST),
        missing=_missing(question, hits),
    )


def confidence(question: str, hits: Sequence[Hit], readings: Sequence[Reading]) -> float:
    """How likely the hits hold the answer, in [0, 1]; what is too little for an answer, `Strictness` says."""
    return weigh(question, hits, readings).probability if hits else 0.0


def is_answered(part: str, hits: Sequence[Hit], reading: Reading) -> bool:
    """Whether the hits, best first, may hold the answer to one part of a question, which was read in them."""
    stands_out = any(sentence.score >= STANDS_OUT for sentence in reading.sentences)
    return stands_out or confidence(part, hits, [reading]) >= LENIENT


def _missing(question: str, hits: Sequence[Hit]) -> float:
    named = (word for name in names_in(question) for word in words(name) if word[:1].isupper())
    wanted = {stem(word) for word in (*named, *numbers_in(question))}
    if not wanted or not hits:
        return 0.0
    best = hits[0]
    mentioned = stems(f"{best.passage.header}\n{best.article.article.title}\n{best.article.article.text}")
    return len(wanted - mentioned) / len(wanted)
