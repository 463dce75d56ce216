"""What reading some passages for a question gives: its sentences, each with how likely it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus import Span
from retrieval.models import Hit

SUREST = 8.0
"""Log-odds beyond which a reader's word is taken as no surer."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a retrieved passage and how likely it answers the question."""

    hit: Hit
    """The passage that holds it."""
    span: Span
    """Where it stands in the article's text: one of `hit.passage.sentences`."""
    score: float
    """Higher is better; comparable within one reading."""
    focus: Span | None = None
    """The very words that answer, inside `span`; `None` from a scorer that sees sentences only."""

    @property
    def text(self) -> str:
        """The sentence, exactly as its article prints it."""
        start, end = self.span
        return self.hit.article.article.text[start:end]


@dataclass(frozen=True, slots=True)
class Reading:
    """One question, or one part of one, read in some passages."""

    question: str
    sentences: tuple[ScoredSentence, ...]
    """Best first."""
    answerable: float
    """The log-odds, in [-`SUREST`, `SUREST`], that the passage that comes first holds an answer."""


def hits_of(readings: Iterable[Reading]) -> list[Hit]:
    """The passages that were read, each once, in the order of their best sentences."""
    sentences = (sentence for reading in readings for sentence in reading.sentences)
    found: dict[str, Hit] = {}
    for sentence in sorted(sentences, key=lambda sentence: sentence.score, reverse=True):
        found.setdefault(sentence.hit.passage.id, sentence.hit)
    return list(found.values())


class SentenceScorer(Protocol):
    """Reads passages for a question. Every method may be called from any thread."""

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score every sentence of the hits, which come best first; no hits give an empty reading."""
        ...
