"""Which of the scored sentences to show: one when one clearly answers, a few when it takes several. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.copies import is_copy
from retrieval.parts import asks_several
from retrieval.reading import Reading, ScoredSentence

# A further sentence is shown while it is at least this likely compared with the best one.
WORTH_SHOWING = 0.05
# When a part asks for one fact, what another article adds may be of another story: it must be likelier.
WORTH_OF_ANOTHER = 0.25
MOST_FOR_ONE = 3
MOST_FOR_SEVERAL = 5


def choose(readings: Sequence[Reading]) -> list[ScoredSentence]:
    """The sentences that answer, the best of every reading first; no sentence and no copy of one twice.

    Each reading is one part of the question, or what one publisher says to it, and gets a sentence before any
    gets a second one.
    """
    several = len(readings) > 1 or any(asks_several(reading.question) for reading in readings)
    most = MOST_FOR_SEVERAL if several else MOST_FOR_ONE
    chosen: list[ScoredSentence] = []
    queues = [_worth_showing(reading) for reading in readings]
    for depth in range(most):
        for queue in queues:
            fresh = next((item for item in queue[depth:] if not _repeats(item, chosen)), None)
            if fresh is not None and len(chosen) < most:
                chosen.append(fresh)
    return chosen


def copies_of(item: ScoredSentence, readings: Iterable[Reading]) -> list[ScoredSentence]:
    """The same sentence as other publishers print it, one for each publisher."""
    found: dict[str, ScoredSentence] = {}
    for reading in readings:
        for other in reading.sentences:
            publisher = _publisher(other)
            if publisher != _publisher(item) and publisher not in found and is_copy(item.text, other.text):
                found[publisher] = other
    return list(found.values())


def _worth_showing(reading: Reading) -> list[ScoredSentence]:
    if not reading.sentences:
        return []
    best = reading.sentences[0]
    of_another = WORTH_SHOWING if asks_several(reading.question) else WORTH_OF_ANOTHER
    return [
        item
        for item in reading.sentences
        if item.score >= best.score * (WORTH_SHOWING if _same_article(item, best) else of_another)
    ]


def _same_article(item: ScoredSentence, other: ScoredSentence) -> bool:
    return item.hit.article.id == other.hit.article.id


def _repeats(item: ScoredSentence, chosen: Iterable[ScoredSentence]) -> bool:
    return any(
        (item.hit.article.id, item.span) == (other.hit.article.id, other.span)
        or is_copy(item.text, other.text)
        for other in chosen
    )


def _publisher(item: ScoredSentence) -> str:
    return (item.hit.article.article.publisher or "").casefold()
