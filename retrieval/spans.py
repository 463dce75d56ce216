"""What a reader sees in a passage: for each sentence the words that answer best. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import Passage, Span

IMPOSSIBLE = -1e9
"""The score of words that no answer can be."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence of a passage, as the reader sees it."""

    span: Span
    """The sentence in the article's text."""
    answer: Span
    """The words inside it that answer best, in the article's text."""
    score: float
    """Logit of those words less the logit of "no answer here": above 0 the words are likelier than none."""


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """What the reader makes of one passage."""

    answerable: float
    """Logit that the passage answers the question."""
    sentences: tuple[ReadSentence, ...]
    """Each sentence of the passage, in its order."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A model's scores for the tokens of a passage."""

    spans: Sequence[Span]
    """The tokens, in order, in the *passage's* text; a passage's end may be missing."""
    starts: Floats
    """For each token, the logit that the answer begins with it."""
    ends: Floats
    """For each token, the logit that the answer ends with it."""
    null: float
    """Logit of "no answer here"."""


def read_sentences(passage: Passage, scored: Scored, most_tokens: int) -> tuple[ReadSentence, ...]:
    """The best words of each sentence, at most `most_tokens` long.

    A sentence without tokens answers nothing: it is its own answer, with a score of `IMPOSSIBLE`.
    """
    scores = _span_scores(scored.starts, scored.ends, most_tokens)
    shift = passage.start
    tokens = np.array([start + shift for start, _ in scored.spans], np.int64)
    read = []
    for sentence in passage.sentences:
        inside = np.flatnonzero((tokens >= sentence[0]) & (tokens < sentence[1]))
        if inside.size == 0:
            read.append(ReadSentence(sentence, sentence, IMPOSSIBLE))
            continue
        low, high = int(inside[0]), int(inside[-1]) + 1
        block = scores[low:high, low:high]
        first, last = divmod(int(block.argmax()), high - low)
        answer = (scored.spans[low + first][0] + shift, scored.spans[low + last][1] + shift)
        read.append(ReadSentence(sentence, answer, float(block[first, last]) - scored.null))
    return tuple(read)


def _span_scores(starts: Floats, ends: Floats, most_tokens: int) -> Floats:
    """The score of every span, first token by last token; impossible ones far below all."""
    allowed = np.tril(np.triu(np.ones((len(starts), len(starts)), bool)), most_tokens - 1)
    scores: Floats = np.where(allowed, starts[:, None] + ends[None, :], np.float32(IMPOSSIBLE))
    return scores
