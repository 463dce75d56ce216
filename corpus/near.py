"""Whether two texts are one story told once: which near copies are linked, and which add nothing.

The figures behind each bound are in docs/decisions/0151-near-copies.md. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from corpus.likeness import Likeness, Wording, likeness
from corpus.models import Article, StoredArticle

SHARED = 0.65
"""The part of the words of one of two texts that the other must hold."""
SHARED_SOON = 0.4
"""The same of two that were published within `SOON`, if `LONGEST` of these words stand in one run."""
SOON = timedelta(days=3)
LONGEST = 24
SHORT = 60
"""Of a text of fewer words a template may be half: the other must hold it nearly whole, and it the other."""
SHARED_SHORT = 0.8

MOST_OWN = 0.1
"""A copy that has a larger part of words of its own is more than a copy."""
_EDIT = 3
"""Words in a row that a desk changes without telling anything new."""
_CREDIT = 20
_DATELINE = 5
_CREDITS = frozenset(
    {
        *("by", "reporting", "reported", "editing", "edited", "writing", "written", "writer", "writers"),
        *("reporter", "staff", "correspondent", "contributed", "contributing", "agency", "press", "wire"),
        *("newsroom", "desk", "copyright", "rights", "reserved"),
    }
)
_FACT = re.compile(
    r".*\d.*|[^\W_]*[A-ZÀ-ÖØ-Þ].*|no|not|never|none|nor|nobody|neither|without|den(?:y|ie[sd]|ying)"
    r"|(?:is|are|was|were|do|does|did|has|have|had|wo|ca|could|would|should)nt"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|[a-z]+teen)"
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
    edited = _edits(wording, new) or _edits(held_wording, held)
    adds = edited or _tells(wording, new)
    lacks = edited or _tells(held_wording, held)
    if min(new.words, held.words) < SHORT:
        linked = other >= SHARED_SHORT and not (adds and lacks)
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


def _tells(wording: Wording, found: Likeness) -> bool:
    """Whether the words of its own tell anything: all but a date line, a credit, and words a desk changes."""
    if found.words - found.shared > max(MOST_OWN * found.words, _CREDIT):
        return True
    return any(
        not _is_credit(wording, span) if _at_edge(span, found) else span[1] - span[0] > _EDIT
        for span in found.own
    )


def _edits(wording: Wording, found: Likeness) -> bool:
    """Whether a figure, a name or a "not" stands in the middle of what the other has otherwise.

    One such word makes two statements of one, however long the text is around it.
    """
    return any(
        _FACT.fullmatch(word)
        for span in found.own
        if span[1] - span[0] <= _EDIT and not _at_edge(span, found)
        for word in wording.shown[slice(*span)]
    )


def _at_edge(span: tuple[int, int], found: Likeness) -> bool:
    return span[0] == 0 or span[1] == found.words


def _is_credit(wording: Wording, span: tuple[int, int]) -> bool:
    words = wording.words[slice(*span)]
    if any(any(character.isdigit() for character in word) for word in words):
        return False
    return len(words) <= _DATELINE or (len(words) <= _CREDIT and not _CREDITS.isdisjoint(words))
