"""What a language model wrote → its sentences, each with the citation keys it carries. Pure.

Markers that stand for no passage are taken out. The text may come in pieces of any size.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from corpus import split_sentences

# Square brackets round keys, numbers or words for a source are a marker, made up or not; others are prose.
# Possessive throughout: no text, however odd, takes longer than its length warrants.
_KEY_LIKE = r"(?:(?=[a-z]{0,3}\d)[a-z0-9]{4}|[b-df-hj-np-tv-xz]{4})"
_WORD = rf"(?:{_KEY_LIKE}|passages?|sources?|keys?|citations?|refs?|no|and|\d{{1,3}})(?![^\W_])"
_BETWEEN = r"[\s,;:.=&#^\"–-]"
_INSIDE = rf"{_BETWEEN}*+{_WORD}(?:{_BETWEEN}++{_WORD}){{0,12}}+{_BETWEEN}*+"
_MARKER = rf"(?>[\[【]{_INSIDE}[\]】](?:\([^()\s]{{0,300}}\))?+)"
_MARKERS = rf"(?:{_MARKER}[ \t]*+)++"
_STOP = r"[.!?…。]++[\"”’')*_]*+"
# A bracket right after a marker may open a link's address that has not all arrived, and "![" an image.
_GOES_ON = r"(?!\()(?=[ \t]*[^\s\[【.!?…。\"”’')*_])"
_NO_IMAGE = r"(?!(?<=!)\[[^\[\]\n]*\]\()"
_END = re.compile(rf"(?:{_STOP}{_NO_IMAGE}[ \t]*+{_MARKERS}|{_MARKERS}{_STOP}){_GOES_ON}|\n", re.IGNORECASE)
_ONE_MARKER = re.compile(rf"[ \t]*{_MARKER}", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+|\d{1,2}[.)][ \t]+)+"
    r"|\*\*|__|~~|`+|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)",
    re.MULTILINE,
)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\[\]【】\n]*\)")
# No full stop with its markers is longer, so what came before needs no second look.
_LONGEST_END = 300
# What a model thinks aloud before it answers.
_THOUGHT = re.compile(r"\A\s*<(think(?:ing)?)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THINKING = re.compile(r"\A\s*(?:<(?:t(?:h(?:i(?:n(?:k(?:ing?)?)?)?)?)?)?\Z|<think(?:ing)?>)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence as the model wrote it, without its markers."""

    text: str
    keys: tuple[str, ...]
    """The keys of its markers that stand for a passage, in order, each once; empty for a sentence without."""


class Sentences:
    """Takes a model's text piece by piece and gives its sentences as soon as each has ended."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = keys
        self._text = ""
        self._searched = 0

    def feed(self, piece: str) -> Iterator[Marked]:
        """The sentences that end inside this piece or are now known to have ended before it."""
        self._text += piece
        if _THINKING.match(self._text) and not _THOUGHT.match(self._text):
            return
        self._text = _THOUGHT.sub("", self._text, count=1)
        while found := _END.search(self._text, self._searched):
            ended, self._text = self._text[: found.end()], self._text[found.end() :]
            self._searched = 0
            yield from marked(ended, self._keys)
        self._searched = max(0, len(self._text) - _LONGEST_END)

    def end(self) -> Iterator[Marked]:
        """The sentences of what is left; a thought that never ended holds none."""
        rest, self._text = self._text, ""
        if not _THINKING.match(rest):
            yield from marked(rest, self._keys)


def marked(text: str, keys: Collection[str]) -> list[Marked]:
    """The sentences of a text. A marker belongs to the sentence it follows, at a line's start to the next."""
    text, found = _take_out(_MARKDOWN.sub("", _LINK.sub(_label, text)), keys)
    spans = split_sentences(text)
    held: list[list[str]] = [[] for _ in spans]
    for position, key in found:
        at = _belongs(position, spans, text)
        if at is not None and key not in held[at]:
            held[at].append(key)
    return [
        Marked(" ".join(text[start:end].split()), tuple(names))
        for (start, end), names in zip(spans, held, strict=True)
    ]


def _label(link: re.Match[str]) -> str:
    """The words of a link; a marker that was made a link stays a marker."""
    return f"[{link[1]}]" if _ONE_MARKER.fullmatch(f"[{link[1]}]") else link[1]


def _take_out(text: str, keys: Collection[str]) -> tuple[str, list[tuple[int, str]]]:
    """The text without markers, and where in it each key stood."""
    plain, found, at = "", [], 0
    for marker in _ONE_MARKER.finditer(text):
        plain += text[at : marker.start()]
        at = marker.end()
        named = (key.casefold() for key in re.findall(_KEY_LIKE, marker[0], re.IGNORECASE))
        found += [(len(plain), key) for key in named if key in keys]
    return plain + text[at:], found


def _belongs(position: int, spans: list[tuple[int, int]], text: str) -> int | None:
    """Which sentence a marker at a position belongs to."""
    line_start = text.rfind("\n", 0, position) + 1
    opens_line = not text[line_start:position].strip()
    for at, (start, end) in enumerate(spans):
        if start >= position:
            same_line = "\n" not in text[position:start]
            return at if opens_line and same_line else (at - 1 if at else None)
        if position <= end:
            return at
    return len(spans) - 1 if spans and not opens_line else None
