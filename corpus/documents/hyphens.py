"""Lines into a paragraph: words that were cut at the end of a line made whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_]+)[-\u2010]$")
_GOES_ON = re.compile(r"([^\W\d_]+)")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
# A dash between two words without blanks stands at the end of a line or at the beginning of the next.
_DASH_BEFORE = re.compile(r"\w—$")
_DASH_AFTER = re.compile(r"—\w")
# What is joined to the next word by a hyphen far more often than cut from it.
_JOINED = frozenset(
    {
        *("all", "anti", "cross", "ex", "far", "full", "half", "high", "long", "low", "mid", "non", "part"),
        *("pre", "pro", "self", "semi", "short", "so", "third", "two", "vice", "well"),
    }
)


def known_words(lines: Iterable[str]) -> frozenset[str]:
    """The words, and those joined by hyphens, that stand whole inside lines."""
    found: set[str] = set()
    for line in lines:
        found.update(word.casefold().replace("\u2010", "-") for word in _WORD.findall(line))
    return frozenset(found)


def join_lines(lines: Sequence[str], known: frozenset[str]) -> str:
    """One paragraph out of its lines."""
    text = ""
    for line in lines:
        line = line.strip()
        if not text:
            text = line
        elif text.endswith("\u00ad"):
            text = text[:-1] + line
        elif (cut := _CUT.search(text)) and (rest := _GOES_ON.match(line)):
            text = (text[:-1] if _is_cut(cut[1], rest[1], known) else f"{text[:-1]}-") + line
        else:
            unspaced = _UNSPACED.match(text[-1:]) and _UNSPACED.match(line)
            unspaced = unspaced or _DASH_BEFORE.search(text) or _DASH_AFTER.match(line)
            text += line if unspaced else f" {line}"
    return text


def _is_cut(first: str, rest: str, known: frozenset[str]) -> bool:
    """Whether the hyphen is the line's and not the word's: what the rest of the document writes decides."""
    one, two = first.casefold(), rest.casefold()
    if one + two in known:
        return True
    if f"{one}-{two}" in known or not rest[0].islower():
        return False
    return one not in _JOINED
