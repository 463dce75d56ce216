"""Sentences that are copies of one another, as when two publishers print one agency story. Pure."""

from __future__ import annotations

import re

from retrieval.cues import numbers_in
from retrieval.words import words

# Two sentences that share this part of their words are one sentence: an edit of a word or two in ten is a
# copy, another choice of words for the same fact is not.
SHARED_WORDS = 0.8
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|denie[sd]|deny)\b|n['’]t\b", re.IGNORECASE)


def is_copy(one: str, other: str) -> bool:
    """Whether two sentences say the same in the same words.

    Another number, another name or a "not" in only one of them makes two sentences of them, however many
    words they share: that is where sources differ.
    """
    first, second = _words(one), _words(other)
    if not first or not second or _facts(one) != _facts(other):
        return False
    return len(first & second) >= SHARED_WORDS * len(first | second)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in words(text))


def _facts(text: str) -> tuple[frozenset[str], frozenset[str], bool]:
    """The numbers, the names and whether there is a negation; a sentence's first word is no name."""
    numbers = frozenset(number.casefold() for number in numbers_in(text))
    names = frozenset(word for word in words(text)[1:] if word[:1].isupper())
    return numbers, names, bool(_NEGATION.search(text))
