"""Whether the passages hold the answer at all. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from retrieval.cues import names_in, numbers_in
from retrieval.models import Hit
from retrieval.reading import Reading
from retrieval.words import content_stems, covered, rarity, stem, stems, words

# A logistic fitted to 361 questions on two corpora and 160 questions about something else altogether
# (docs/decisions/0052-refusals.md). The threshold is the trade of the news questions: 4 % of the answerable
# ones are refused for 93 % of those about something else and 15 % of those that an article nearly answers.
WEIGHTS = (4.4, 7.2, -0.9, 2.0)
INTERCEPT = -5.9
THRESHOLD = 0.4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer, in the order of `WEIGHTS`; each in [-1, 1]."""

    similarity: float
    """The cosine of the question and the passage nearest to it."""
    answerable: float
    """What the scorer saw in the sentences."""
    missing: float
    """The share of the question's names and numbers that the first article does not mention."""
    brief: float
    """The share of the question's words that one passage holds, over the number of these words.

    A short question is unlike any passage, even one that has all of its words.
    """

    @property
    def probability(self) -> float:
        """How likely the passages hold the answer, in [0, 1]."""
        total = sum(weight * value for weight, value in zip(WEIGHTS, astuple(self), strict=True))
        return 1 / (1 + math.exp(-(INTERCEPT + total)))


def weigh(question: str, hits: Sequence[Hit], readings: Sequence[Reading]) -> Evidence:
    """Gather the evidence from the hits, best first, and what was read in them."""
    held = [stems(hit.passage.ranked_text) for hit in hits]
    weights = rarity(content_stems(question), held)
    share = max((covered(weights, own) for own in held), default=0.0)
    return Evidence(
        similarity=max((hit.similarity for hit in hits), default=0.0),
        answerable=max((reading.answerable for reading in readings), default=0.0),
        missing=_missing(question, hits),
        brief=share / max(1, len(weights)),
    )


def confidence(question: str, hits: Sequence[Hit], readings: Sequence[Reading]) -> float:
    """How likely the hits hold the answer, in [0, 1]; below `THRESHOLD` the answer is a refusal."""
    return weigh(question, hits, readings).probability if hits else 0.0


def _missing(question: str, hits: Sequence[Hit]) -> float:
    named = (word for name in names_in(question) for word in words(name) if word[:1].isupper())
    wanted = {stem(word) for word in (*named, *numbers_in(question))}
    if not wanted or not hits:
        return 0.0
    best = hits[0]
    mentioned = stems(f"{best.passage.header}\n{best.article.article.title}\n{best.article.article.text}")
    return len(wanted - mentioned) / len(wanted)
