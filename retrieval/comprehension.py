"""Reading with a reader: which sentences hold the words that answer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from retrieval.cues import has_cue
from retrieval.looks import mean_within_bounds, other_looks, seen_twice
from retrieval.models import Hit
from retrieval.question import kind_of
from retrieval.reader import Reader
from retrieval.reading import SUREST, Reading, ScoredSentence
from retrieval.words import stems

# A logistic fitted to which sentences hold an answer (docs/decisions/0222-two-looks-at-a-sentence.md).
# The similarity of question and sentence, and the words they share, add nothing to these three.
READ = 0.24
PASSAGE = 8.5
CUE = 0.53
INTERCEPT = -1.38


class ReaderScorer:
    """Scores sentences by the reader, their passage and their cues; a score is a probability."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score every sentence of the hits, best first; the first passage's by two looks at it.

        `answerable` is the first passage's, by three looks.

        Raises:
            ModelUnavailableError: The reader's files are missing or damaged.
        """
        if not hits:
            return Reading(question, (), -SUREST)
        kind, asked = kind_of(question), stems(question)
        first, *others = self._reader.read(question, [hit.passage for hit in hits])
        bare, alone = self._reader.read(question, other_looks(hits[0].passage, first))
        sentences = (seen_twice(first, bare), *(read.sentences for read in others))
        scored = []
        for hit, found in zip(hits, sentences, strict=True):
            behind = PASSAGE * (hit.score - hits[0].score) + INTERCEPT
            for sentence in found:
                start, end = sentence.span
                cue = CUE * has_cue(kind, hit.article.article.text[start:end], asked)
                score = _logistic(READ * sentence.score + cue + behind)
                scored.append(ScoredSentence(hit, sentence.span, score, sentence.answer))
        scored.sort(key=lambda item: item.score, reverse=True)
        answerable = mean_within_bounds(look.answerable for look in (first, bare, alone))
        return Reading(question, tuple(scored), answerable)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))
