"""Where a plain text's paragraphs are: blank lines, list items, and lines that were not merely wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.models import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BULLET = re.compile(r"(?:[-*+•‣⁃▪●◦·–—]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s|#{1,6}\s|>\s)")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？।][\"'”’»)\]]*$")
_ENDS_IN_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Sen|Rep|Gov|Rev|St|Jr|vs)\.$"
)
# A text is hard-wrapped when its lines are this wide and most breaks fall where the next word would not fit.
_WRAP_WIDTHS = range(40, 101)
_WRAP_SHARE = 0.6
_WRAP_BREAKS = 3


def split_paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs, headings and list items, in order, without outer white space.

    Every non-space character is in exactly one. A sentence never crosses their borders. A line break
    inside a paragraph that was only wrapped is no border.
    """
    lines = [span for match in _LINE.finditer(text) if (span := trim(text, *match.span()))]
    width = _wrap_width(text, lines)
    spans: list[Span] = []
    for start, end in lines:
        if spans and _continues(text, spans[-1], (start, end), width):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without outer white space; `None` where nothing is left."""
    part = text[start:end]
    stripped = part.lstrip()
    if not stripped:
        return None
    start = end - len(stripped)
    return start, start + len(stripped.rstrip())


def _continues(text: str, before: Span, line: Span, width: int | None) -> bool:
    """Whether the line goes on with the paragraph that ends on the line before."""
    if not _adjacent(text, before, line) or _BULLET.match(text, line[0]):
        return False
    # 200 characters hold every ending that matters, and keep the look-back bounded on a huge line.
    last = text[max(before[0], before[1] - 200) : before[1]]
    if _ENDS_IN_TITLE.search(last):
        return True
    if width is not None and _would_not_fit(text, _last_line(text, before), line, width):
        return True
    if _ENDS_SENTENCE.search(last):
        return False
    return text[line[0]].islower() or last.endswith(",")


def _adjacent(text: str, before: Span, line: Span) -> bool:
    """Whether no blank line lies between."""
    between = text[before[1] : line[0]].replace("\r\n", "\n")
    return sum(between.count(mark) for mark in "\n\r\u2028") == 1 and "\u2029" not in between


def _last_line(text: str, span: Span) -> Span:
    start = max(text.rfind(mark, span[0], span[1]) for mark in "\n\r\u2028") + 1
    return max(start, span[0]), span[1]


def _would_not_fit(text: str, before: Span, line: Span, width: int) -> bool:
    first_word = text[line[0] : min(line[1], line[0] + width)].split(maxsplit=1)[0]
    return before[1] - before[0] + 1 + len(first_word) > width


def _wrap_width(text: str, lines: Sequence[Span]) -> int | None:
    """The column a text was wrapped at; `None` where its line breaks mean something."""
    width = max((end - start for start, end in lines), default=0)
    if width not in _WRAP_WIDTHS:
        return None
    breaks = [(before, line) for before, line in pairwise(lines) if _adjacent(text, before, line)]
    tight = sum(_would_not_fit(text, before, line, width) for before, line in breaks)
    return width if len(breaks) >= _WRAP_BREAKS and tight >= _WRAP_SHARE * len(breaks) else None
