"""Where a text's sentences are: paragraphs first, nupunkt inside them, then a small repair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import nupunkt

from corpus.models import Span
from corpus.paragraphs import split_paragraphs, trim

# The longest sentence of 295 articles has 655 characters; text without stops is cut here.
LONGEST_SENTENCE = 1000
# nupunkt sees at most this much at once: its time stays linear whatever the paragraph is.
_WINDOW = 20_000

_RANKS = "Lt|Gen|Maj|Col|Brig|Sgt|Cpl|Pvt|Capt|Cmdr|Adm|Supt|Det|Insp"
_TITLES = rf"{_RANKS}|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Rev|Hon|Fr|Msgr"
_TITLE_AT_END = re.compile(rf"(?:^|[\s(\"'“‘-])(?:{_TITLES})\.$")
_OFFICE = "Senator|Representative|Congress|President|Secretary|Attorney|Ambassador|Army|Navy|Marine|Supreme"
_COUNTRY_AT_END = re.compile(r"(?<!\bthe )\b(?:U\.S|U\.K|U\.N|E\.U)\.$")
_OFFICE_AT_START = re.compile(rf"(?:{_OFFICE})")
_LEANS_ON_NEXT = re.compile(r"[\"'“‘(]?(?:(?:[A-Za-z]\.){1,4}|[\[(]?(?:\.\.\.|…)[\])]?)$")
_GOES_ON = re.compile(r"[a-zß-öø-ÿ]+(?![A-Z]|-[A-Z])\b")
_FIRM = re.compile(r"(?:Inc|Ltd|Corp|Co|LLC|plc)\b")
_STARTS_LOWER = re.compile(r"[^\w]*[a-z]")
_CLOSING_MARKS = re.compile(r"[^\w\s(\[{“‘«]+$")
_MISSED_BEFORE_TITLE = re.compile(
    rf"(?:[a-z]{{2}}(?<!\bvs)|\b[ap]\.m)[.!?][\"”’)]?\s+(?=(?:{_TITLES})\.\s+[A-Z])"
)
# nupunkt, trained on law, takes "month.", "story." and "free." for abbreviations; in news a plain lower-case
# word is none.
_PLAIN_WORD = r"(?!(?:approx|est|dept|incl|max|min|vol|ext|tel|fig|esp|resp|ed|eds)\.)[a-z]{3,}"
_SHORT_WORD = r"(?:be|by|do|go|he|in|is|it|me|my|no|of|on|or|so|to|up|us|we)"
_MISSED_AFTER_WORD = re.compile(
    rf"(?<![\w.'’-])(?:{_PLAIN_WORD}|{_SHORT_WORD})\.[\"”’)\]]*\s+(?=[\"“‘'(\[]?[A-Z])"
)
# Scripts that put no space after a full stop, which nupunkt therefore does not see.
_STOP_WITHOUT_SPACE = re.compile(r"[。！？｡।॥۔؟]+[」』”’）\"')\]]*\s*")


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences, in order, without outer white space.

    Every non-space character is in exactly one span. A headline, a list item and a paragraph each end
    their last sentence, with or without a full stop. No span is longer than `LONGEST_SENTENCE`.
    """
    return [span for paragraph in split_paragraphs(text) for span in sentences_within(text, paragraph)]


def sentences_within(text: str, paragraph: Span) -> list[Span]:
    """Spans of one paragraph's sentences; a paragraph is one of `split_paragraphs`."""
    spans: list[Span] = []
    for window in _cut(text, paragraph, _WINDOW):
        spans += _repair(text, _punkt(text, window))
    return [piece for span in spans for piece in _cut(text, span, LONGEST_SENTENCE)]


def _punkt(text: str, window: Span) -> Iterator[Span]:
    """What nupunkt finds, and the borders it does not look for."""
    offset = window[0]
    borders = [offset + end for _, end in nupunkt.sent_spans(text[offset : window[1]])]
    for pattern in (_STOP_WITHOUT_SPACE, _MISSED_BEFORE_TITLE, _MISSED_AFTER_WORD):
        borders += [match.end() for match in pattern.finditer(text, *window)]
    start = offset
    for border in sorted({*borders, window[1]}):
        if span := trim(text, start, border):
            yield span
            start = border


def _repair(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join what nupunkt cut inside a sentence: "Lt." + "Gen. Smith", "ex-U.S." + "Senator", a lone mark."""
    repaired: list[Span] = []
    for span in spans:
        if repaired and _belong_together(text, repaired[-1], span):
            repaired[-1] = (repaired[-1][0], span[1])
        else:
            repaired.append(span)
    return repaired


def _belong_together(text: str, left: Span, right: Span) -> bool:
    before = text[max(left[0], left[1] - 12) : left[1]]
    if _TITLE_AT_END.search(before) or _CLOSING_MARKS.match(text, *right):
        return True
    if left[1] - left[0] <= 10 and _LEANS_ON_NEXT.match(text, *left):
        return True
    if _COUNTRY_AT_END.search(before) and _OFFICE_AT_START.match(text, *right):
        return True
    if before.endswith("!") and _FIRM.match(text, *right):
        return True
    # Not where sentences start in lower case anyway, nor in transcripts, which put two spaces between them.
    goes_on = right[0] - left[1] <= 1 and _GOES_ON.match(text, *right)
    return bool(goes_on) and not _STARTS_LOWER.match(text, *left)


def _cut(text: str, span: Span, limit: int) -> Iterator[Span]:
    """The span in pieces of at most `limit` characters, cut at white space where there is any."""
    start, end = span
    while end - start > limit:
        spaces = [text.rfind(mark, start + limit // 2, start + limit) for mark in " \n\t\u00a0"]
        border = max(spaces) + 1 or start + limit
        if piece := trim(text, start, border):
            yield piece
        start = border
    if piece := trim(text, start, end):
        yield piece
