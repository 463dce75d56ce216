"""Completes a question that leans on the one before it: "and in March?", "why did he do it?". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.cues import names_in
from retrieval.models import Answer
from retrieval.question import Kind, kind_of
from retrieval.understanding.asked_outlets import named_as_source
from retrieval.understanding.outlets import Mention, mentions_in
from retrieval.understanding.said_dates import SaidDate, dates_in
from retrieval.words import content_stems

# A topic longer than this is a pasted text.
LONGEST_TOPIC = 300
# Fewer words that say what is asked about, and no name, do not stand by themselves.
_FEWEST_WORDS = 3
# Which day it is does not matter: what is carried over is the words.
_SOME_DAY = datetime(2000, 6, 15, tzinfo=UTC)

_OPENS = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|ok(?:ay)?|well|now|or)\b[\s,]*)*(?:(?:what|how) about\b\s*)?",
    re.IGNORECASE,
)
_AND = re.compile(r"^\W*(?:(?:and|but|so|also|then)\b[\s,]*)+", re.IGNORECASE)
_LEADS = re.compile(r"^\W*(?:and|but|so|also|then|(?:what|how) about)\b", re.IGNORECASE)
_PREPOSITION = (
    r"(?:(?:as of|since|until|till|before|after|between|from|during|in|on|at|by|over|for|within|throughout)"
    r"(?:\s+the)?\s+)?"
)
_WORD_ALONE = re.compile(
    r"^(?:why|when|where|who|how|how (?:many|much|long|old|so)|since when|by whom)\s*$", re.I
)
_ASKING = re.compile(
    r"^\W*(?:(?:in|on|at|by|for|to|with|from)\s+)?"
    r"(?:who(?:m|se)?|what|when|where|why|how(?: (?:many|much|long|old|far))?|which)?\b"
    r"(?:\s*\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)\b)?\s*",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"^\W*(?:(?:who(?:m|se)?|what|when|where|why|how|which)\s+)?"
    r"((?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PERSON = re.compile(
    r"\b(?P<owns>his|her(?=\s+\w)|their)\b|\b(?P<is>he|she|him|her|they|them)\b", re.IGNORECASE
)
_OBJECT = re.compile(r"^(?:him|her|them)$", re.IGNORECASE)
_SUBJECT_ASKED = re.compile(r"^\W*(?:who|which)\b(?!\s+(?:did|does|do|is|are|was|were|has|have|had)\b)", re.I)
_THING = re.compile(
    r"\b(?:do|did|does|done|about|after|before|of|from|with|behind|to|for|since|is|was|are|were|happen(?:ed)?)"
    r"\s+(?:it|that|this|these|those|there|then|so)\b"
    r"(?!\s+(?:true|possible|likely|take|rain\w*|a|an|any|that|\w+ing)\b)"
    r"|\b(?:it|its|that|this|there|then)\W*$"
    r"|\b(?:did|does|has|was|is|will|can) it\b(?!\s+(?:true|take|rain|possible))",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:in|at|near|from|off|to|of|above|outside|across)\s+(?:the\s+)?$", re.IGNORECASE)
_END = re.compile(r"[\s?.!]*$")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation, and what was answered."""

    question: str
    """As it was understood: complete."""
    answer: str = ""
    """The very words that answered; empty where there was no answer or they are not known."""

    @classmethod
    def of(cls, answer: Answer) -> Turn:
        """The turn that an answer ends."""
        words = (text for sentence in answer.sentences for text, answers in sentence.pieces() if answers)
        return cls(answer.question, next(words, ""))


def complete(question: str, history: Sequence[Turn], publishers: Iterable[str] = ()) -> str:
    """The question so that it stands by itself, or as it is where it does already.

    Args:
        question: as it was typed.
        history: what was asked before, oldest first; the last one is leant on.
        publishers: those the library holds: "and the Courier?" asks for what they say.
    """
    last = history[-1] if history else None
    if last is None or not question.strip() or len(last.question) > LONGEST_TOPIC:
        return question
    asked = _END.sub("", _OPENS.sub("", question, count=1))
    publishers = tuple(publishers)
    return (
        _with_date(asked, last.question)
        or _with_publisher(asked, last.question, publishers)
        or _with_word(asked, last.question)
        or _with_name(asked, question, last.question)
        or _with_antecedents(question, last)
        or question
    )


def topic_of(question: str) -> str:
    """What a question is about: its words without those that ask."""
    return _END.sub("", _ASKING.sub("", question, count=1))


def is_bare(question: str) -> bool:
    """Whether a question has no name and too few words to say what it is about."""
    return not names_in(question) and len(content_stems(question)) < _FEWEST_WORDS


def _with_date(asked: str, before: str) -> str | None:
    """ "and in March?": the question before, at another time."""
    dates = dates_in(asked, _SOME_DAY)
    if len(dates) != 1 or not re.fullmatch(_PREPOSITION, asked[: dates[0].span[0]], re.IGNORECASE):
        return None
    if asked[dates[0].span[1] :].strip():
        return None
    held = dates_in(before, _SOME_DAY)
    words = _with_year(asked, dates[0], held, before)
    if not held:
        return f"{_END.sub('', before)} {words}?"
    start, end = held[-1].span
    lead = re.search(rf"\b{_PREPOSITION}$", before[:start], re.IGNORECASE)
    if lead and lead.group().strip() and dates[0].span[0] > 0:
        start = lead.start()
    return _opened(f"{before[:start]}{words}{before[end:]}")


def _with_year(words: str, date: SaidDate, held: Sequence[SaidDate], before: str) -> str:
    """ "in March" after "in February 2024" is in March 2024."""
    years = [re.findall(r"\b(?:19|20)\d\d\b", before[one.span[0] : one.span[1]]) for one in held]
    year = next((found[-1] for found in reversed(years) if found), None)
    return f"{words} {year}" if date.yearless and year else words


def _with_publisher(asked: str, before: str, publishers: tuple[str, ...]) -> str | None:
    """ "what about Reuters?": the question before, asked of another publisher."""
    mentions = mentions_in(asked, publishers)
    if not mentions or not _is_all(asked, mentions):
        return None
    name = asked[mentions[0].span[0] : mentions[-1].span[1]]
    held = named_as_source(before, publishers)
    if held:
        return f"{before[: held[0].span[0]]}{name}{before[held[-1].span[1] :]}"
    return f"{_END.sub('', before)}, according to {name}?"


def _is_all(asked: str, mentions: Sequence[Mention]) -> bool:
    rest = asked
    for mention in reversed(mentions):
        rest = rest[: mention.span[0]] + rest[mention.span[1] :]
    return not re.sub(r"(?i)\b(?:according to|from|by|in|per|and|or|both|the|say)\b|\W", "", rest)


def _with_word(asked: str, before: str) -> str | None:
    """ "why?": the question before with another word that asks."""
    if not _WORD_ALONE.match(asked):
        return None
    word = asked.strip().capitalize()
    if match := _AUXILIARY.match(_END.sub("", before)):
        return f"{word} {match[1][:1].lower()}{match[1][1:]}?"
    return f"{word}: {before}"


def _with_name(asked: str, question: str, before: str) -> str | None:
    """ "and in Boren?": the question before, of another place, person or thing."""
    match = re.fullmatch(
        rf"(?P<lead>{_PREPOSITION})(?P<name>(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)", asked
    )
    if match is None or not _LEADS.match(question):
        return None
    names = names_in(before)
    if not names:
        return f"{_END.sub('', before)} {asked}?"
    lead = match["lead"].strip()
    led = [
        name
        for name in names
        if lead and re.search(rf"\b{re.escape(lead)} (?:the )?{re.escape(name)}", before)
    ]
    at = before.rindex(led[-1] if led else names[-1])
    old = led[-1] if led else names[-1]
    return f"{before[:at]}{match['name']}{before[at + len(old) :]}"


def _with_antecedents(question: str, last: Turn) -> str | None:
    """ "why did he do it?": names for persons, and the topic for what is not named again."""
    named = _name_persons(question, last)
    leads = _LEADS.match(question) is not None and not names_in(question)
    if not (is_bare(question) or leads or _THING.search(question)):
        return named if named != question else None
    topic = topic_of(last.question)
    ending = _END.search(named)
    cut = ending.start() if ending else len(named)
    return _opened(f"{_AND.sub('', named[:cut])} ({topic})?") if topic else None


def _name_persons(question: str, last: Turn) -> str:
    person = _person(last)
    if person is None:
        return question
    opening = names_in(question)
    match = _PERSON.search(question)
    if match is None or any(question.find(name) < match.start() for name in opening):
        return question
    if match["is"] and not _OBJECT.match(match["is"]) and _SUBJECT_ASKED.match(question):
        return question  # "who said he would go?" speaks of one who is not named yet
    name = f"{person}’s" if match["owns"] else person
    return f"{question[: match.start()]}{name}{question[match.end() :]}"


def _person(last: Turn) -> str | None:
    """Whom "he" means: who was the answer, else whom the question before named, not where."""
    answered = names_in(f"It was {last.answer}") if kind_of(last.question) is Kind.WHO else []
    if answered:
        return answered[0]
    dates = {last.question[one.span[0] : one.span[1]] for one in dates_in(last.question, _SOME_DAY)}
    names = [name for name in names_in(last.question) if name not in dates]
    persons = [name for name in names if not _PLACED.search(last.question[: last.question.index(name)])]
    persons = persons or names
    return next((name for name in persons if " " in name), persons[0] if persons else None)


def _opened(question: str) -> str:
    return question[:1].upper() + question[1:]
