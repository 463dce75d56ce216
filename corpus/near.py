"""Whether two texts are one story told once: which near copies are linked, and which add nothing.

The figures behind each bound are in docs/decisions/0151-near-copies.md. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.likeness import Likeness, Wording, likeness
from corpus.models import Article, Span, StoredArticle

SHARED = 0.6
"""The part of the words of one of two texts that the other must hold."""
SHARED_SOON = 0.4
"""The same of two that were published within `SOON`, if `LONGEST` of these words stand in one run."""
SOON = timedelta(days=3)
LONGEST = 24
SHORT = 60
"""Of a text of fewer words a template may be half: the other must hold it nearly whole, and it the other."""
SHARED_SHORT = 0.8
CONTAINED = 0.95
"""The same of a short text that is part of a longer one; it has at least `FEWEST` words in one run."""
FEWEST = 20

_CUT = 4
"""Fewer words in a row that only one of two texts has were changed there; as many were cut or added."""
_SENTENCE = 12
"""So many words at a beginning or end were cut, and not changed."""
_CREDIT = 20
_DATELINE = 5
_CREDITS = frozenset(
    {
        *("by", "reporting", "reported", "editing", "edited", "writing", "written", "writer", "writers"),
        *("reporter", "staff", "correspondent", "contributed", "contributing", "agency", "press", "wire"),
        *("newsroom", "desk", "copyright", "rights", "reserved"),
    }
)
_EMPTY = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "that",
            "which",
            "who",
            "of",
            "in",
            "on",
            "at",
            "to",
            "for",
            "from",
            "by",
            "with",
        ),
        *(
            "and",
            "as",
            "it",
            "its",
            "is",
            "was",
            "were",
            "has",
            "had",
            "have",
            "been",
            "said",
            "says",
            "also",
        ),
    }
)
"""Words that a desk changes without telling anything else."""
_COUNT = re.compile(
    r".*\d.*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|[a-z]+(?:teen|ty)"
    r"|hundreds?|thousands?|millions?|billions?|half|no|not|never|none|nor|nobody|without"
)


@dataclass(frozen=True, slots=True)
class Near:
    """An article in the library that shares so much with a new one that they are one source."""

    stored: StoredArticle
    share: float
    """Of the words of the one that shares more of its own."""
    adds: bool
    """Whether the new article says anything that this one does not."""
    lacks: bool
    """Whether this one says anything that the new article does not."""


def near(article: Article, wording: Wording, stored: StoredArticle) -> Near | None:
    """How near an article is to one in the library; `None` if they are two reports."""
    held_wording = Wording.of(stored.article.text)
    new, held = likeness(wording, held_wording), likeness(held_wording, wording)
    share, other = max(new.share, held.share), min(new.share, held.share)
    changed = _changes(wording, new, held) or _changes(held_wording, held, new)
    adds, lacks = changed or _tells(wording, new), changed or _tells(held_wording, held)
    if min(new.words, held.words) < SHORT:
        part = share >= CONTAINED and max(new.longest, held.longest) >= FEWEST
        linked = (part or other >= SHARED_SHORT) and not (adds and lacks)
    elif soon(article, stored.article) and max(new.longest, held.longest) >= LONGEST:
        linked = share >= SHARED_SOON
    else:
        linked = share >= SHARED
    return Near(stored, share, adds, lacks) if linked else None


def soon(one: Article, other: Article) -> bool:
    """Whether both are known to have been published within a few days of each other."""
    first, second = one.published_at, other.published_at
    return bool(first and second and abs(first - second) <= SOON)


def later(one: Article, other: Article) -> bool:
    """Whether the one is known to be of a later time than the other."""
    first, second = _time(one), _time(other)
    return bool(first and second and first > second)


def _time(article: Article) -> datetime | None:
    return article.updated_at or article.published_at


def _changes(wording: Wording, found: Likeness, other: Likeness) -> bool:
    """Whether it has a word or two in a place where the other has others, or none.

    One such word makes another statement of one, however long the text around it is. Longer stretches were
    cut from the other or added here.
    """
    return any(
        not _EMPTY.issuperset(wording.words[slice(*span)])
        for span in found.own
        if (span[1] - span[0] < _CUT and not _at_edge(span, found)) or _replaces(span, found, other)
    )


def _replaces(span: Span, found: Likeness, other: Likeness) -> bool:
    """Whether it stands at a beginning or end where the other has a few words of its own, too."""
    if not other.own or span[1] - span[0] >= _CUT:
        return False
    first, last = other.own[0], other.own[-1]
    opens = span[0] == 0 == first[0] and first[1] < _SENTENCE
    return opens or (span[1] == found.words and last[1] == other.words and last[1] - last[0] < _SENTENCE)


def _tells(wording: Wording, found: Likeness) -> bool:
    """Whether it has anything to tell that the other has not: all but date line, credit and empty words."""
    return any(
        not _is_credit(wording.words[slice(*span)])
        if _at_edge(span, found)
        else not _EMPTY.issuperset(wording.words[slice(*span)])
        for span in found.own
    )


def _at_edge(span: Span, found: Likeness) -> bool:
    return span[0] == 0 or span[1] == found.words


def _is_credit(words: Sequence[str]) -> bool:
    if any(_COUNT.fullmatch(word) for word in words):
        return False
    return len(words) <= _DATELINE or (len(words) <= _CREDIT and not _CREDITS.isdisjoint(words))
