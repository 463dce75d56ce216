"""Other looks at a passage: that it answers is surer when it seems so in each. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from statistics import fmean

from corpus import Passage
from retrieval.reading import SUREST
from retrieval.spans import ReadPassage, ReadSentence


def other_looks(passage: Passage, read: ReadPassage) -> tuple[Passage, Passage]:
    """The passage without its headline, and the sentence that answers best alone under the headline.

    A reader is misled by the words around an answer that is none: by a headline that repeats the question, by
    a neighbour that holds its names. Each look lacks some of them. A new text has a new id.
    """
    bare = replace(passage, id=f"{passage.id}/bare", header="")
    if len(read.sentences) < 2:
        return bare, passage
    start, end = max(read.sentences, key=lambda sentence: sentence.score).span
    text = passage.text[start - passage.start : end - passage.start]
    alone = f"{passage.id}/{start}-{end}"
    return bare, replace(passage, id=alone, start=start, end=end, text=text, sentences=((start, end),))


def mean_within_bounds(log_odds: Iterable[float]) -> float:
    """The mean of what several looks say, each taken as no surer than `SUREST`."""
    return fmean(max(-SUREST, min(SUREST, one)) for one in log_odds)


def seen_twice(first: ReadPassage, second: ReadPassage) -> tuple[ReadSentence, ...]:
    """The sentences of two looks at one text: the mean of both scores, the words of the surer look."""
    both = zip(first.sentences, second.sentences, strict=True)
    return tuple(_mean(one, other) for one, other in both)


def _mean(one: ReadSentence, other: ReadSentence) -> ReadSentence:
    surer = one if one.score >= other.score else other
    return replace(surer, score=(one.score + other.score) / 2)
