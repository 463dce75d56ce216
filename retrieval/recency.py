"""Reports of the time and the publisher asked about, and newer ones, before others. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from retrieval.cues import numbers_in
from retrieval.models import Hit, Query
from retrieval.reading import Reading, ScoredSentence
from retrieval.words import words

# Added to a score, in which .1 parts the first hit from the fifth: enough to decide between two reports of
# one thing, too little to bring up another story (docs/decisions/0120-the-question-understood.md).
DATED = 0.02
NEWEST = 0.03
# Whose reporting is asked for is seldom mistaken: of the facts that 429 questions over several publishers
# need, .2 finds .782 among four passages and .909 among ten; 0 finds .766 and .892, .4 no more than .2.
NAMED = 0.2
# News of what happened on a day goes on for about a week.
AFTERMATH = timedelta(days=7)
# The newest of the hits gets all of `NEWEST`; what is this much older, half of it.
HALVED = timedelta(days=30)

# Sentences are looked at for twins from the best down to here: what follows is never shown.
_DEPTH = 15
_SHARED_WORDS = 0.6
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_UNDATED = datetime.min.replace(tzinfo=UTC)
_HEDGES = re.compile(r"\b(?:at least|more than|up to|about|around|nearly|almost|over|some)\b", re.IGNORECASE)


def prefer(hits: Sequence[Hit], query: Query) -> list[Hit]:
    """The hits in the order of their scores after those asked about have gained, best first."""
    if not hits or not (query.dates or query.newest or query.publishers):
        return list(hits)
    newest = max(map(_published, hits))
    gained = [replace(hit, score=hit.score + _gain(hit, newest, query)) for hit in hits]
    return sorted(gained, key=lambda hit: hit.score, reverse=True)


def newer_first(reading: Reading) -> Reading:
    """The reading with the newer of two reports before the older where they tell the same in other figures.

    "At least 12 were hurt" of Monday and "17 were hurt" of Tuesday, in otherwise nearly the same words and
    with the same names, change their scores; nothing else moves.
    """
    scored, rest = list(reading.sentences[:_DEPTH]), reading.sentences[_DEPTH:]
    for group in _twins(scored):
        scores = sorted((scored[at].score for at in group), reverse=True)
        newest_first = sorted(group, key=lambda at: _published(scored[at].hit), reverse=True)
        for at, score in zip(newest_first, scores, strict=True):
            scored[at] = replace(scored[at], score=score)
    scored.sort(key=lambda item: item.score, reverse=True)
    return replace(reading, sentences=(*scored, *rest))


def _gain(hit: Hit, newest: datetime, query: Query) -> float:
    gain = NAMED if hit.article.article.publisher in query.publishers else 0.0
    published = _published(hit)
    if published == _UNDATED:
        return gain
    gain += DATED if any(start <= published < end + AFTERMATH for start, end in query.dates) else 0.0
    if query.newest:
        gain += NEWEST * 0.5 ** ((newest - published) / HALVED)
    return gain


def _twins(scored: Sequence[ScoredSentence]) -> list[list[int]]:
    """The places of sentences of different articles that report the same, two or more together."""
    groups: list[list[int]] = []
    for at, item in enumerate(scored):
        for group in groups:
            others = [scored[other] for other in group]
            if all(item.hit.article.id != other.hit.article.id for other in others) and _same(
                item.text, others[0].text
            ):
                group.append(at)
                break
        else:
            groups.append([at])
    return [group for group in groups if len(group) > 1]


def _same(one: str, other: str) -> bool:
    """Whether two sentences tell of the same thing, apart from figures."""
    first, second = _plain_words(one), _plain_words(other)
    if len(first & second) < _SHARED_WORDS * len(first | second) or not first:
        return False
    named, named_too = _names(one), _names(other)
    return named <= named_too or named_too <= named


# Each sentence is compared with all before it.
@lru_cache(maxsize=256)
def _plain_words(text: str) -> frozenset[str]:
    figures = {number.casefold() for number in numbers_in(text)}
    return frozenset(word.casefold() for word in words(_HEDGES.sub(" ", text))) - figures


@lru_cache(maxsize=256)
def _names(text: str) -> frozenset[str]:
    capitalised: Iterable[str] = (word.casefold() for word in words(text)[1:] if word[:1].isupper())
    figures = {number.casefold() for number in numbers_in(text)}
    return frozenset(capitalised) - _DAYS - figures


def _published(hit: Hit) -> datetime:
    return hit.article.article.published_at or _UNDATED
