"""What of an article's text stands in quotation marks. Pure."""

from __future__ import annotations

from corpus import Span

HIDDEN = "\u00a4"
"""Stands for each character of a quotation in what `outside` returns."""
_OPENING, _CLOSING, _EITHER = "“„«", "”»", '"'


def paragraph_of(text: str, at: int) -> Span:
    """The paragraph that holds an offset, without its line breaks."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def quoted(text: str) -> list[Span]:
    """The quotations of one paragraph, marks included; one that is never closed goes on to its end.

    A straight mark opens where none is open and a word follows, and closes otherwise.
    """
    found: list[Span] = []
    start: int | None = None
    for at, mark in enumerate(text):
        if start is None and (mark in _OPENING or (mark == _EITHER and _opens(text, at))):
            start = at
        elif start is not None and (mark in _CLOSING or mark == _EITHER):
            found.append((start, at + 1))
            start = None
    return found if start is None else [*found, (start, len(text))]


def _opens(text: str, at: int) -> bool:
    return at + 1 < len(text) and not text[at + 1].isspace()


def outside(text: str, span: Span) -> str:
    """The sentence at `span` with every character of a quotation hidden; as long as the sentence."""
    start, end = span
    first, last = paragraph_of(text, start)[0], paragraph_of(text, max(start, end - 1))[1]
    shown = list(text[start:end])
    for begin, stop in _quoted_in(text, (first, last)):
        for at in range(max(begin, start), min(stop, end)):
            shown[at - start] = HIDDEN
    return "".join(shown)


def _quoted_in(text: str, span: Span) -> list[Span]:
    found = []
    start, end = span
    while start <= end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found += [(start + a, start + b) for a, b in quoted(text[start:stop])]
        start = stop + 1
    return found


def is_all_quoted(sentence: str) -> bool:
    """Whether nothing but a quotation is in a sentence as `outside` gives it."""
    return HIDDEN in sentence and not any(map(str.isalnum, sentence.replace(HIDDEN, "")))
