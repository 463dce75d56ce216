"""Who says what a sentence of an article says, and in what way: "X alleges", "Y denies". Pure.

It is read off the words of the sentence itself, or, inside a quotation or behind "she said", off those around
it. Who is not named there is not guessed (docs/decisions/0135-who-says-so.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Span, split_sentences
from retrieval.speech.quotations import HIDDEN, is_all_quoted, outside, paragraph_of
from retrieval.speech.said import Said, label_of, said_in
from retrieval.speech.sayings import Stance
from retrieval.speech.speakers import DAYS, PRONOUNS, opening, tokens_of

# How far a quotation or a "he" may be from the name it belongs to.
_SENTENCES_BACK = 6
_PARAGRAPHS_BACK = 2
_INTERVIEW_BACK = 8
_SUBORDINATOR = re.compile(r"(?:Although|Though|While|When|After|Before|As|If|Because)\s+(?=[A-Z])")
_MANY_WORDS = """
government ministry officials police company agency board union council authorities analysts experts
investigators committee court army military department commission party prosecutors researchers scientists
residents
"""
_MANY = frozenset(_MANY_WORDS.split())
_HEADLINE = 20  # words
_LABELLED = re.compile(r"^[A-Z][\w.’' -]{0,40}:\s+\S", re.MULTILINE)
_OWN_OPINION = re.compile(r"\b(?:I|[Ww]e) (?:\w+ly )?(?:think|believe|hope|feel|fear|guess|doubt|expect)\b")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a sentence, as printed, and how."""

    speaker: str | None
    """As the article prints it; `None` for the outlet itself, and for somebody who is not named nearby."""
    stance: Stance
    span: Span
    """The sentence of the article that tells: often the very one, else the one that names the speaker."""


def attribute(text: str, span: Span, about: int | None = None) -> Attribution:
    """Who says the sentence at `span` of an article's text, and how.

    `about` is the offset of the words that matter most, where one sentence holds what two people say.
    """
    interviewed = _interviewed(text, span)
    if interviewed:
        return interviewed
    hidden = outside(text, span)
    said = said_in(hidden, None if about is None else about - span[0])
    if said is None:
        spoken = is_all_quoted(hidden) and _speech(text, span)
        return spoken or Attribution(None, Stance.FACT, span)
    return _named(text, span, said)


def _named(text: str, span: Span, said: Said) -> Attribution:
    """A sentence's own sign, with the name that its "he" or "she" stands for."""
    if said.speaker is None:
        return Attribution(None, said.stance, span)
    speaker = _printed(text, (span[0] + said.speaker[0], span[0] + said.speaker[1]))
    if speaker.casefold() in PRONOUNS:
        for near in _earlier(text, span, said.speaker[0]):
            name = _name_in(text, near)
            if name and not (speaker.casefold() in {"he", "she"} and _is_many(name)):
                return Attribution(name, said.stance, span if near[0] >= span[0] else near)
    return Attribution(speaker, said.stance, span)


def _earlier(text: str, span: Span, at: int) -> Iterator[Span]:
    """Where a pronoun's name may be: earlier in its sentence, "Although X was late, she…", and before it."""
    opens = _SUBORDINATOR.match(text[span[0] : span[0] + at])
    if opens:
        yield span[0] + opens.end(), span[0] + at
    elif (said := said_in(outside(text, span)[:at])) and said.speaker:
        yield span[0], span[0] + at
    yield from _before(text, span)


def _is_many(name: str) -> bool:
    """Whether a name is a body's or a group's, and no person's: "she" is not the ministry."""
    head = re.split(r" (?:for|of|in|at) ", name)[0].split()
    plural = head[-1][0].islower() and head[-1].endswith("s")
    return plural or any(word.casefold() in _MANY for word in head)


def _name_in(text: str, span: Span) -> str | None:
    """Who speaks in a sentence, or else whom it opens with; no pronoun."""
    hidden = outside(text, span)
    said = said_in(hidden)
    found = said.speaker if said else None
    if said is None and not is_all_quoted(hidden):
        tokens = tokens_of(hidden)
        found = opening(hidden, tokens, len(tokens))
        if found and not _is_proper(hidden[slice(*found)]):
            return None
    if found is None:
        return None
    name = _printed(text, (span[0] + found[0], span[0] + found[1]))
    return None if name.casefold() in PRONOUNS else name


def _is_proper(phrase: str) -> bool:
    words = phrase.split()
    return all(word[0].isupper() for word in words) and words[0].casefold() not in PRONOUNS | DAYS


def _speech(text: str, span: Span) -> Attribution | None:
    """The speaker of a sentence inside a quotation: named behind it, before it, or a paragraph before."""
    for near in _around(text, span):
        hidden = outside(text, near)
        said = said_in(hidden)
        if said and said.speaker:
            found = _named(text, near, said)
            return Attribution(found.speaker, Stance.STATEMENT, near)
        if not is_all_quoted(hidden) and near[0] < span[0] and not hidden.endswith(HIDDEN):
            # A sentence without a speaker, such as "Then he sat down.", may still open with one.
            name = _name_in(text, near)
            return Attribution(name, Stance.STATEMENT, near) if name else None
    return None


def _around(text: str, span: Span) -> Iterator[Span]:
    """Where the speaker of a quotation may be named, likeliest first."""
    paragraph = paragraph_of(text, span[0])[0]
    before = list(_before(text, span))
    yield from _until_closed(text, span)
    yield from (near for near in before if near[0] >= paragraph)
    yield from (near for near in _rest(text, span) if outside(text, near)[0] == HIDDEN)
    yield from (near for near in before if near[0] < paragraph)


def _until_closed(text: str, span: Span) -> Iterator[Span]:
    """The sentences behind this one that its quotation goes on into."""
    if _closes(text, span):
        return
    for behind in _rest(text, span):
        if outside(text, behind)[0] != HIDDEN:
            return
        yield behind
        if _closes(text, behind):
            return


def _closes(text: str, span: Span) -> bool:
    """Whether no quotation is open behind the sentence."""
    return outside(text, (span[1], min(span[1] + 1, len(text)))) != HIDDEN


def _rest(text: str, span: Span) -> list[Span]:
    """The sentences of the paragraph behind this one."""
    return _sentences(text, (span[1], paragraph_of(text, max(span[1] - 1, span[0]))[1]))


def _before(text: str, span: Span) -> Iterator[Span]:
    """The sentences before this one, nearest first, in its paragraph and those before it."""
    start = paragraph_of(text, span[0])[0]
    near = _sentences(text, (start, span[0]))
    paragraphs = 0
    while start > 0 and paragraphs < _PARAGRAPHS_BACK and len(near) < _SENTENCES_BACK:
        first, last = paragraph_of(text, start - 1)
        if text[first:last].strip():
            near = [*_sentences(text, (first, last)), *near]
            paragraphs += 1
        start = first
    yield from near[::-1][:_SENTENCES_BACK]


def _sentences(text: str, span: Span) -> list[Span]:
    start, end = span
    return [(start + first, start + last) for first, last in split_sentences(text[start:end])]


def _interviewed(text: str, span: Span) -> Attribution | None:
    """The speaker that the line or the lines before it are labelled with: "X: …", "((X)) …"."""
    start, end = paragraph_of(text, span[0])
    for _ in range(_INTERVIEW_BACK):
        label = label_of(text[start:end])
        marked = text.startswith("((", start)
        if label and (marked or _is_talk(text, (start, end), label)):
            speaker = _printed(text, (start + label[0], start + label[1]))
            return Attribution(speaker, _own_stance(text, span), span)
        if "((" not in text or start == 0:
            return None
        start, end = paragraph_of(text, start - 1)
    return None


def _is_talk(text: str, line: Span, label: Span) -> bool:
    """Whether a line that opens with "X:" is X's: words in quotation marks, a headline, or one of several."""
    words = text[line[0] + label[1] + 1 : line[1]].strip()
    if words[:1] in {"“", '"'} or (words and len(words.split()) < _HEADLINE and words[-1] not in ".!?"):
        return True
    return len(_LABELLED.findall(text)) > 1


def _own_stance(text: str, span: Span) -> Stance:
    return Stance.OPINION if _OWN_OPINION.search(text[slice(*span)]) else Stance.STATEMENT


def _printed(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())
