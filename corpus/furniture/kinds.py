"""Which kind of furniture a line is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from corpus.furniture.page import LEAN, PAGE
from corpus.furniture.reader import READER
from corpus.furniture.tongues import TONGUES

# Which kinds open a list of other stories' headlines.
OPENS_A_LIST = frozenset({"other stories", "most read", "more from"})
_GLUED = (
    r"leave a (?:reply|comment)(?: cancel reply)?|(?:scroll|back) to top|you ?tube player|more posts"
    r"|follow us on (?:social media|facebook|twitter|instagram)\b[^.]{0,160}\.?|post a comment|cancel reply"
    r"|share (?:this|on) (?:article|story|post|facebook|twitter)"
)
_GLUED_AT_END = re.compile(rf"(?<=[.!?”\"’)…])\s*(?:{_GLUED})$", re.IGNORECASE)
_LIST_MARK = re.compile(r"(?:[-*+•·▪●◦]|\d{1,2}[.)])\s+")
_BETWEEN = re.compile(r"\s+[|·•]\s+")
_EDGES = " \t#*_>|•·–—-»›→←↑↓▲▼▶►[]():~="
# No whole-line pattern reaches further; a longer line is a paragraph.
_LONGEST = 400


def _compile(table: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf"(?:{'|'.join(patterns)})[.!?…]*", re.IGNORECASE)
        for kind, patterns in table.items()
    }


_ENGLISH: dict[str, tuple[str, ...]] = {**READER, **PAGE}
KINDS = _compile({kind: (*patterns, *TONGUES.get(kind, ())) for kind, patterns in _ENGLISH.items()})
"""The pattern of each kind, in every language; a kind matches whole lines."""

_LEANING = _compile(LEAN)


@lru_cache(maxsize=4096)
def kind_of(line: str) -> str | None:
    """Which kind of furniture a whole line is; `None` for a line of the story."""
    return _match(KINDS, line) or _kind_of_row(line)


@lru_cache(maxsize=4096)
def leaning_kind_of(line: str) -> str | None:
    """Which kind of furniture a line is if its neighbours are furniture; never a list item."""
    return None if _LIST_MARK.match(line) else _match(_LEANING, line)


def without_glued_end(line: str) -> str:
    """The line without furniture stuck to the end of its last sentence ("…talks.Leave a Reply")."""
    end = len(line)
    while match := _GLUED_AT_END.search(line, max(end - _LONGEST, 0), end):
        end = match.start()
    return line[:end]


def _kind_of_row(line: str) -> str | None:
    """Of several pieces of furniture in a row ("Print version | Back to top") the first one's kind."""
    pieces = _BETWEEN.split(line) if len(line) <= _LONGEST else []
    if len(pieces) < 2 or not all(_match(KINDS, piece) or _match(_LEANING, piece) for piece in pieces):
        return None
    return next((kind for piece in pieces if (kind := _match(KINDS, piece))), None)


def _match(kinds: Mapping[str, re.Pattern[str]], line: str) -> str | None:
    if len(line) > _LONGEST:
        return None
    bare = " ".join(line.strip(_EDGES).split())
    return next((kind for kind, pattern in kinds.items() if pattern.fullmatch(bare)), None)
