"""A sentence is shown with what it leans on: the one before it, its speaker, the claim it answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import Span
from retrieval.attribution import Attribution, attribute
from retrieval.speech.quotations import is_all_quoted, outside
from retrieval.speech.sayings import Stance

# Longer joined quotes hide the answer in a paragraph; three news sentences of ordinary length fit.
LONGEST = 700
# A joined quote crosses one edge of a paragraph, not two.
_PARAGRAPHS = 2

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
_CLAIM = r"(?:claim|allegation|accusation|charge|report|suggestion|assertion|rumou?r|criticism|denial)s?"
_ITS_CONTENT = r"(?!\s+(?:of|that|about|against|by|over|made|from|it|he|she|they)\b)"
_END = r"(?=\s*(?:[.,;:]|$|(?:as|and|but|on|at|in)\b|[a-z]+ly\b))"
_ANSWERS = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refute[sd]?|dispute[sd]?|confirm(?:s|ed)?|acknowledged"
    rf"|admitted|validated|repeated|withdrew|retracted)\s+(?:(?:it|this|that|them){_END}"
    rf"|(?:the|this|that|these|those|such|all|both|his|her|their|its)\s+(?:\w+\s+)?{_CLAIM}\b{_ITS_CONTENT})"
)
_ABOUT_A_CLAIM = re.compile(
    rf"^(?:The|These|Those|Such|That|This|Both|All)\s+(?:\w+\s+)?(?!report|charge){_CLAIM}\b{_ITS_CONTENT}"
)
_CLAIMING = frozenset({Stance.ALLEGATION, Stance.OPINION, Stance.STATEMENT})
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
    """The span widened over the sentences it leans on and the one that names its speaker.

    Never longer than `LONGEST` characters by it. `sentences` are those of its passage, in order. A sentence
    never leans over a paragraph's edge on more than the sentence just before it.
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
    return _with_speaker(text, span, (start, end), sentences)


def shown_with(text: str, span: Span, sentences: Sequence[Span]) -> list[Span]:
    """What to show for a sentence, in the order of the text: itself `with_support`, and the claim it answers.

    "The mayor denied it." needs the sentence that says what. Where that is near it is joined; further up in
    the same passage it is a quote of its own, and nothing that stands between is shown.
    """
    shown = with_support(text, span, sentences)
    holder = _holder(text, span, shown, sentences)
    if holder is None:
        return [shown]
    joined = holder[0], shown[1]
    return [joined] if _is_near(text, joined) else [holder, shown]


def _with_speaker(text: str, sentence: Span, shown: Span, sentences: Sequence[Span]) -> Span:
    """The span shown, widened to the sentence that names who says it, where that is near."""
    told = attribute(text, sentence).span
    joined = min(shown[0], told[0]), max(shown[1], told[1])
    inside = sentences[0][0] <= joined[0] and joined[1] <= sentences[-1][1]
    if joined == shown or not inside or not _is_near(text, joined):
        return shown
    crosses = "\n" in text[slice(*joined)] and "\n" not in text[slice(*shown)]
    # "…," she said. may stand alone under a name of another paragraph: the mark beside it says whose it is.
    return joined if not crosses or is_all_quoted(outside(text, sentence)) else shown


def _is_near(text: str, joined: Span) -> bool:
    paragraphs = len(re.findall(r"\n\s*", text[slice(*joined)])) + 1
    return joined[1] - joined[0] <= LONGEST and paragraphs <= _PARAGRAPHS


def _holder(text: str, span: Span, shown: Span, sentences: Sequence[Span]) -> Span | None:
    """The sentence that holds the claim which this one only refers to, where it is not shown yet."""
    words = text[slice(*span)]
    answers = _ANSWERS.search(words)
    if not answers and not _ABOUT_A_CLAIM.match(words):
        return None
    own = attribute(text, span)
    before = [sentence for sentence in sentences if sentence[1] <= span[0]]
    for sentence in before[::-1]:
        if _holds_claim(text, sentence, own, adjacent=sentence == before[-1]):
            return None if sentence[0] >= shown[0] else sentence
    return None


def _holds_claim(text: str, sentence: Span, own: Attribution, adjacent: bool) -> bool:
    """Whether a sentence says of somebody what he then answers; by whoever else."""
    told = attribute(text, sentence)
    if told.stance not in _CLAIMING or (own.speaker and told.speaker == own.speaker):
        return False
    if own.speaker is None or adjacent:
        return adjacent or told.stance is Stance.ALLEGATION  # the sentence before, or the nearest accusation
    name = own.speaker.split()[-1]
    return bool(re.search(rf"\b{re.escape(name)}\b", text[slice(*sentence)]))
