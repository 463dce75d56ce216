"""The words that two texts share, as far as that can be told without a language model. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*(?:['’][^\W\d_]+)*")

_ASKING_WORDS = """
a about above actually after again all also am an and any are as at be been before being below between both
but by can could did do does doing done down during each every exactly far few for from further get got had
has have having he her here hers him his how i if in into is it its just long many may me might more most
much must my no nor not of off often old on once only or other our out over own re s said same say says she
should so some such t tell than that the their theirs them then there these they this those through to told
too turn turned under until up us very was we were what when where whereabouts which while who whom whose
why will with would yes you your
"""
# Words that say how something is asked rather than what about.
STOP_WORDS = frozenset(_ASKING_WORDS.split())
_ENDINGS = (
    *("ational", "ations", "ation", "ments", "ment", "ingly", "edly", "ings", "ing", "ities", "ity"),
    *("ers", "ies", "ied", "ed", "er", "es", "ly", "s", "e", "y"),
)
_SHORTEST_STEM = 4
# `transferring` and `transfer`, `banned` and `ban`; `ll`, `ss` and the like end many a plain word.
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


def one_line(text: str) -> str:
    """What somebody typed, with single blanks.

    Half a surrogate pair, as a terminal of another encoding sends, is no character to any model: it becomes
    a question mark.
    """
    return " ".join(text.encode("utf-8", "replace").decode().split())


def words(text: str) -> list[str]:
    """The words and numbers of a text, as written: `1,200` and `Iran's` are one each."""
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A form that the inflections of an English word mostly share; a number stays as it is."""
    word = word.casefold().replace("’", "'").removesuffix("'s")
    if word[:1].isdigit():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _DOUBLED.sub(r"\1", word.removesuffix(ending))
    return word


def stems(text: str) -> frozenset[str]:
    """The distinct stems of all words of a text."""
    return frozenset(map(stem, set(words(text))))


def shared_stems(wanted: Iterable[str], text: str) -> frozenset[str]:
    """Which of the wanted stems are among those of a text; a fifth of the time that all of them take."""
    folded = text.casefold()
    if not folded.isascii() and len(folded) != len(text):
        return stems(text).intersection(wanted)  # a letter that becomes two parts a word elsewhere
    return frozenset(name for name in wanted if name in folded and _has_stem(folded, name))


def _has_stem(folded: str, name: str) -> bool:
    """Whether a word of a case-folded text has this stem, which every such word begins with."""
    at = folded.find(name)
    while at >= 0:
        # No word goes beyond a blank.
        start, end = folded.rfind(" ", 0, at) + 1, folded.find(" ", at)
        if any(stem(word) == name for word in words(folded[start : end if end >= 0 else None])):
            return True
        at = folded.find(name, at + 1)
    return False


def content_stems(text: str) -> tuple[str, ...]:
    """The distinct stems of the words that say what a text is about, in order."""
    return tuple(dict.fromkeys(stem(word) for word in words(text) if word.casefold() not in STOP_WORDS))


def rarity(wanted: Iterable[str], texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """How rare each wanted stem is among some texts' stems (idf, at least 0): weights for `covered`."""
    pool = list(texts)
    counts = {name: sum(name in held for held in pool) for name in wanted}
    return {name: math.log((len(pool) + 1) / (count + 0.5)) for name, count in counts.items()}


def covered(weights: Mapping[str, float], held: frozenset[str]) -> float:
    """The share, in [0, 1], of the weight of some stems that a text holds; 0 where there is no weight."""
    total = sum(weights.values())
    return sum(weight for name, weight in weights.items() if name in held) / total if total > 0 else 0.0
