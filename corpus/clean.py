"""Plain text as it was pasted into the story's text: characters put in order, page furniture dropped."""

from __future__ import annotations

import logging
import re
import unicodedata
from itertools import pairwise, takewhile

from corpus.furniture import OPENS_A_LIST, kind_of, leaning_kind_of, without_glued_end

# U+200C and U+200D stay: Persian, Hindi and emoji are written with them.
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
_DROPPED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_INVISIBLE}]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BLANK_LINES = re.compile(r"\n{3,}")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_ENDS_SENTENCE = re.compile(r"[.!?…。][\"'”’)\]]*$")
_LONGEST_HEADLINE = 160
_FEWEST_TEASERS = 3
_log = logging.getLogger(__name__)


def clean(text: str) -> str:
    """The story without page furniture, its characters in order; doing it twice changes nothing.

    Furniture goes by whole lines, and from the end of a line where it is stuck to a sentence. Offsets of
    quotes are into what is returned. What goes is logged at debug level, each line with its kind. See
    `normalise` for what happens to characters.
    """
    lines = [without_glued_end(line) for line in normalise(text).split("\n")]
    return normalise("\n".join(_without_furniture(lines)))


def normalise(text: str) -> str:
    """The same words in Unicode NFC, with plain spaces and newlines only.

    Control, zero-width and direction characters are dropped, half characters (lone surrogates) become U+FFFD,
    every kind of space becomes a space, lines lose outer spaces, and runs of blank lines become one.
    """
    text = _LINE_END.sub("\n", text).replace("\u2029", "\n\n")
    text = _SPACE.sub(" ", _HALF_CHARACTER.sub("\ufffd", _DROPPED.sub("", text)))
    text = unicodedata.normalize("NFC", text)
    return _BLANK_LINES.sub("\n\n", "\n".join(line.strip(" ") for line in text.split("\n"))).strip()


def _without_furniture(lines: list[str]) -> list[str]:
    """The lines of the story and the blank ones between."""
    kinds = {number: kind_of(line) for number, line in enumerate(lines) if line}
    dropped = {number for number, kind in kinds.items() if kind}
    leaning = {number for number in kinds if number not in dropped and leaning_kind_of(lines[number])}
    numbers = list(kinds)
    furniture = dropped | leaning
    for before, number in pairwise(numbers):
        if furniture >= {before, number}:
            dropped |= {before, number}
    # Where nothing but headlines stands to the end, a heading such as "More Posts" takes them along.
    tail = _tail(lines, numbers, dropped)
    openings = [number for number in tail if kinds[number] in OPENS_A_LIST]
    if openings and len(tail) < len(numbers):
        dropped.update(number for number in tail if number > openings[-1])
    if _log.isEnabledFor(logging.DEBUG):
        for number in sorted(dropped):
            _log.debug("Dropped as %s: %r", kinds[number] or _by_neighbours(lines[number]), lines[number])
    return [line for number, line in enumerate(lines) if number not in dropped]


def _tail(lines: list[str], numbers: list[int], dropped: set[int]) -> list[int]:
    """From the end upwards what is furniture or a headline, with the line below each where several have one.

    One or two such lines may be the story's own last ones, behind a box that stands in it.
    """
    found: list[int] = []
    below: list[int] = []
    teasers = 0
    for number in reversed(numbers):
        if number in dropped or _like_a_headline(lines[number]):
            if below and number in dropped:
                break
            teasers += len(below)
            found += [*below, number]
            below = []
        elif below or len(lines[number]) > _LONGEST_HEADLINE:
            break
        else:
            below = [number]
    if teasers >= _FEWEST_TEASERS:
        return found
    return list(takewhile(lambda number: number in dropped or _like_a_headline(lines[number]), found))


def _by_neighbours(line: str) -> str:
    return leaning_kind_of(line) or "a headline under such a heading"


def _like_a_headline(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE and not _ENDS_SENTENCE.search(line)
