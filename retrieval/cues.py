"""Signs that a sentence holds the kind of answer a question wants: a number, a date, a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.question import Kind
from retrieval.vocabulary import MONTH_NAMES, WEEKDAY_NAMES
from retrieval.words import STOP_WORDS, stem, words

_NUMBER_WORDS = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
dozen dozens half third quarter percent nobody none twice
"""
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_NUMBER_WORDS.split())})\b", re.IGNORECASE)
_DATE = re.compile(
    rf"\b(?:(?:1[5-9]|20)\d\d|(?:{MONTH_NAMES}|{WEEKDAY_NAMES})\b"
    r"|(?:yesterday|today|tomorrow|tonight"
    r"|decades?|century)\b|(?:last|this|next) (?:week|month|year|night|summer|spring|autumn|winter)\b)"
)
_CAPITALISED = r"[A-Z](?:[\w’'-]|\.(?=\w))+"
# A name: capitalised, and not merely because a sentence or a quotation begins there.
_NAME = re.compile(
    r"(?<![.!?“\"‘'(\n] )(?<!^)(?<![“\"‘'(])\b"
    rf"{_CAPITALISED}(?:\s+(?:(?:de|la|al|bin|von|van|of|the)\s+)?{_CAPITALISED})*"
)
_OPENING_NAME = re.compile(rf"^[“\"‘']?({_CAPITALISED}(?:\s+{_CAPITALISED})+)")
_PLACE = re.compile(
    r"\b(?:in|at|near|from|off|outside|inside|across|around|to|through|of|on)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}"
    r"[A-Z][\w’'-]+"
)
_CAUSE = re.compile(
    r"\b(?:because|due to|after|since|as a result|following|so that|so as|so it|over|in order|citing|caused"
    r"|owing|for|amid|reasons?|response|prompted|led to|blamed|fail\w*|concerns?|as)\b",
    re.IGNORECASE,
)


def has_cue(kind: Kind, sentence: str, asked: frozenset[str]) -> bool:
    """Whether a sentence holds something of the wanted kind that the question does not itself say.

    `asked` holds the stems of the question. Any sentence will do for yes or no.
    """
    find = _FINDERS.get(kind)
    return find is None or any(not stems_of(found) <= asked for found in find(sentence))


def stems_of(words_found: str) -> frozenset[str]:
    """The stems of some words found in a sentence."""
    return frozenset(map(stem, words(words_found)))


def names_in(text: str) -> list[str]:
    """The runs of capitalised words of a text; what opens it counts only when it is longer than one word."""
    opening = [match.group(1) for match in _OPENING_NAME.finditer(text)]
    opening = [name for name in opening if words(name)[0].casefold() not in STOP_WORDS]
    return opening + [match.group() for match in _NAME.finditer(text)]


def numbers_in(text: str) -> list[str]:
    """The words of a text that say a number, in digits or in letters."""
    return [word for word in words(text) if _NUMBER.search(word)]


def _dates_in(text: str) -> list[str]:
    return [match.group() for match in _DATE.finditer(text)]


def _places_in(text: str) -> list[str]:
    return [words(match.group())[-1] for match in _PLACE.finditer(text)]


def _causes_in(text: str) -> list[str]:
    return [match.group() for match in _CAUSE.finditer(text)]


_FINDERS: dict[Kind, Callable[[str], list[str]]] = {
    Kind.WHO: names_in,
    Kind.WHEN: _dates_in,
    Kind.WHERE: _places_in,
    Kind.HOW_MANY: numbers_in,
    Kind.WHY: _causes_in,
    Kind.WHAT: names_in,
}
