"""A sentence that leans on the one before it is shown with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import Span

# Longer joined quotes hide the answer in a paragraph; three news sentences of ordinary length fit.
LONGEST = 700

_BACKWARD = """
he she they it its his her their this these those that such both neither but however yet instead still also so
then there meanwhile afterwards later nevertheless another others
"""
_LEANING = re.compile(
    rf"^[“\"‘'(\[]?(?:{'|'.join(_BACKWARD.split())}"
    r"|(?:according to|one of|some of) (?:him|her|it|them|those)"
    r"|the (?:two|three|former|latter|other|same|man|woman|company|group|pair|suspect|victims?))\b",
    re.IGNORECASE,
)
_STANDS_ALONE = re.compile(
    r"^it (?:is|was|has been) (?:\w+ed|not|un\w+|clear|likely) (?:that|whether|if)\b", re.IGNORECASE
)
_OPENING, _CLOSING = re.compile(r"“|(?<!\S)\""), re.compile(r"”|\"(?!\w)")


def leans(text: str, span: Span) -> bool:
    """Whether the sentence at `span` of an article's text cannot be understood by itself.

    It does when it opens with a word that points back, or begins inside a quotation whose speaker is named
    before it.
    """
    start, end = span
    sentence = text[start:end]
    if _LEANING.match(sentence) and not _STANDS_ALONE.match(sentence):
        return True
    return inside_quotation(text, start)


def inside_quotation(text: str, at: int) -> bool:
    """Whether a quotation of this paragraph is still open at an offset."""
    paragraph = text[text.rfind("\n", 0, at) + 1 : at]
    return len(_OPENING.findall(paragraph)) > len(_CLOSING.findall(paragraph))


def with_support(text: str, span: Span, sentences: Sequence[Span]) -> Span:
    """The span widened over the sentence before it while it leans on that, within `LONGEST` characters.

    `sentences` are those of its passage, in order. A sentence never leans over a paragraph's edge on more
    than the sentence just before it.
    """
    start, end = span
    at = sentences.index(span)
    while at > 0 and leans(text, (start, sentences[at][1])):
        before = sentences[at - 1][0]
        if end - before > LONGEST:
            break
        crosses = "\n" in text[sentences[at - 1][1] : start]
        at, start = at - 1, before
        if crosses:
            break
    return start, end
