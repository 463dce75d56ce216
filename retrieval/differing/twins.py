"""Sentences that are the same but for a number, a day or a name: one report, two values. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import combinations

from retrieval.differing.asked import Asked
from retrieval.differing.claims import COMMON_WORDS, Bond, Claim, Statement
from retrieval.differing.measures import asks_for_a_measure
from retrieval.differing.moments import Moment, moments
from retrieval.differing.numbers import HEDGE, at_least
from retrieval.differing.posts import CHANGING, OFFICE_WORD
from retrieval.differing.quantities import Quantity, quantities
from retrieval.differing.senses import placed_senses, sense, senses
from retrieval.question import Kind

_TOKEN = re.compile(r"[^\W_]+(?:[.,:’'-][^\W_]+)*|[$€£₹%]")
_HELD = 0.6
"""Sentences with less of the shorter one's words in common are not even compared."""
_FRAME = 4
# "The population was 48 at the census" is said of many a town; seven words of substance are not.
_NAMELESS_FRAME = 7
_CHANGED = 0.3
_SHOWN_WORDS = 5
_DAYS_APART = 1.0
_MOST_FIGURES = 3
_LONGEST_NAME = 5
_NAME = re.compile(
    r"^(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*)(?:,? (?:(?:of|the|and|de|la|al|van|von) )?[A-ZÀ-ÖØ-Þ][\w’'.-]*)*$"
)
_SAME_ROOT = 4
_HEDGE_BEFORE = re.compile(rf"(?:{HEDGE})\b", re.IGNORECASE)
# "killing 12", and "12 people were killed": so many characters may lie between a figure and what it counts.
_RIGHT_BEFORE = 2
_COUNTED = 60
# What a question of a kind can be answered with.
_KINDS = {Kind.WHEN: "day", Kind.HOW_MANY: "number", Kind.WHO: "name", Kind.WHERE: "name"}
_ONE_ASKED = re.compile(
    r"\b(?:what|which) (?:is|was) the (?:\w+ )?(?!number|population|age|date)\w+ of\b"
    r"|\b(?:what|which) (?!\w+s )\w+ (?:is|was|does|did|do|has|had)\b",
    re.IGNORECASE,
)


class _Read:
    """A sentence taken apart once, however many others it is held against."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.text = statement.text
        self.tokens = [_Token(m.group().casefold(), m.start(), m.end()) for m in _TOKEN.finditer(self.text)]
        self.words = [token.word for token in self.tokens]
        self.held = frozenset(self.words)

    @cached_property
    def days(self) -> list[Moment]:
        """The dates in it."""
        return list(moments(self.text, self.statement.published_at))

    @cached_property
    def figures(self) -> list[Quantity]:
        """The numbers in it that are no dates."""
        return quantities(self.statement)


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Value:
    """A changed stretch that can be compared: its kind, its words, the range it allows."""

    kind: str
    text: str
    low: float
    high: float
    start: int
    minimum: bool = False
    unit: str = ""


def twin_claims(asked: Asked, statements: Sequence[Statement]) -> Iterator[Claim]:
    """Both claims of each difference between two sentences that are otherwise the same.

    Only those the question may be about: of the kind it wants, and near what it names.
    """
    near = [_Read(statement) for statement in statements if asked.named_in(statement)]
    for one, other in combinations(near, 2):
        shared = len(one.held & other.held)
        if shared < max(_FRAME, _HELD * min(len(one.held), len(other.held))):
            continue
        for first, second in _changes(asked, one, other):
            key = f"twin {one.statement.article.id} {one.statement.start + first.start}"
            about = _frame(one.text, first)
            for value, read in ((first, one), (second, other)):
                yield Claim(
                    about, Bond.TWIN, key, value.text, value.low, value.high, _DAYS_APART, read.statement,
                    minimum=value.minimum,
                )  # fmt: skip


def _changes(asked: Asked, one: _Read, other: _Read) -> list[tuple[_Value, _Value]]:
    """The values in which two sentences differ; nothing where they differ in more than values."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    frame = changed = 0
    pairs: list[tuple[_Value, _Value]] = []
    ends = len(one.words), len(other.words)
    for name, start, end, from_, to in matcher.get_opcodes():
        if name in ("insert", "delete") and (start == from_ == 0 or (end, to) == ends):
            continue
        if name == "equal":
            frame += _substance(one.words[start:end])
            continue
        pair = _pair(one, (start, end), other, (from_, to)) if name == "replace" else None
        if pair:
            pairs.append(pair)
        else:
            changed += max(_new(one.words[start:end], other), _new(other.words[from_:to], one))
    least = _FRAME if asked.names_it(one.text) else _NAMELESS_FRAME
    if frame < least or changed > _CHANGED * frame or not _one_difference(pairs):
        return []
    pairs = [pair for pair in pairs if _wanted(asked, one.text, pair[0].kind, changed)]
    counted = asked.kind is Kind.HOW_MANY or asks_for_a_measure(asked.text)
    return _nearest(asked, one.text, pairs) if len(pairs) > 1 or counted else pairs


def _wanted(asked: Asked, text: str, kind: str, changed: int) -> bool:
    """Whether the question asks for a value of that kind.

    Two people can have been met, or arrested: names differ only where one is asked for, and in the frame that
    is asked about.
    """
    if kind != "name":
        return _KINDS.get(asked.kind, kind) == kind
    if changed or not set(asked.deeds) & set(re.split(r"\W+", text.casefold())) | senses(text):
        return False
    return asked.kind in (Kind.WHO, Kind.WHERE) or bool(_ONE_ASKED.search(asked.text))


def _nearest(asked: Asked, text: str, pairs: list[tuple[_Value, _Value]]) -> list[tuple[_Value, _Value]]:
    """Of several figures the one that is counted by what the question says: the killed, or the injured."""
    deeds = [(start, end) for name, start, end in placed_senses(text) if name in asked.deeds]
    # "The population of … was 48": a measure stands before its number, however far.
    within = _COUNTED if asks_for_a_measure(asked.text) else _RIGHT_BEFORE
    distances = {}
    for pair in pairs:
        value = pair[0].start, pair[0].start + len(pair[0].text)
        behind = [start - value[1] for start, _ in deeds if start >= value[1]]
        before = [
            value[0] - end
            for _, end in deeds
            if 0 <= value[0] - end <= within and " and " not in text[end : value[0]]
        ]
        if pair[0].unit and asked.kind is Kind.HOW_MANY:
            distances[pair] = 0
        elif behind or before:
            distances[pair] = min((*behind, *before))
    least = min((*distances.values(), _COUNTED))
    return [pair for pair, distance in distances.items() if distance == least]


def _one_difference(pairs: Sequence[tuple[_Value, _Value]]) -> bool:
    """Whether it may be one thing still: another name beside another number is another thing."""
    kinds = [first.kind for first, _ in pairs]
    if kinds.count("number") == len(kinds):
        return len(kinds) <= _MOST_FIGURES
    return len(kinds) == 1


def _pair(
    one: _Read, span: tuple[int, int], other: _Read, span_: tuple[int, int]
) -> tuple[_Value, _Value] | None:
    first, second = _value(one, one.tokens[slice(*span)]), _value(other, other.tokens[slice(*span_)])
    if first is None or second is None or (first.kind, first.unit) != (second.kind, second.unit):
        return None
    if first.kind == "name":
        unclear = _one_name(first.text, second.text) or any(
            CHANGING.search(read.text) or OFFICE_WORD.search(value.text)
            for read, value in ((one, first), (other, second))
        )
        return None if unclear else (first, second)
    return (first, second) if _next(one, span[1]) == _next(other, span_[1]) else None


def _next(read: _Read, place: int) -> str:
    """The next word of substance: what is counted, or what was done on the day."""
    return next((sense(word) for word in read.words[place:] if word not in COMMON_WORDS), "")


def _value(read: _Read, tokens: list[_Token]) -> _Value | None:
    start, end = tokens[0].start, tokens[-1].end
    text = read.text[start:end]
    for moment in read.days:
        if moment.start < end and start < moment.end:
            return _Value("day", moment.text, moment.low, moment.high, moment.start)
    figures = [figure for figure in read.figures if figure.start < end and start < figure.end]
    if figures:
        return _figure(figures[0]) if len(figures) == 1 else None
    if start and len(tokens) <= _LONGEST_NAME and _NAME.match(text):
        return _Value("name", text, 0, 0, start)
    return None


def _figure(figure: Quantity) -> _Value:
    hedge = _HEDGE_BEFORE.match(figure.text)
    minimum = at_least(hedge.group() if hedge else None)
    return _Value("number", figure.text, figure.low, figure.high, figure.start, minimum, figure.kind)


def _one_name(one: str, other: str) -> bool:
    """Whether two names may be forms of one: "Iran" and "Iranian", "UN" and "United Nations"."""
    first, second = one.casefold().split(), other.casefold().split()
    if any(a[:_SAME_ROOT] == b[:_SAME_ROOT] for a in first for b in second):
        return True
    initials = {"".join(word[0] for word in words) for words in (first, second) if len(words) > 1}
    return any(word.replace(".", "") in initials for word in (*first, *second))


def _new(words: Sequence[str], other: _Read) -> int:
    """How many of the words of substance are not in the other sentence at all."""
    return sum(word not in COMMON_WORDS and word not in other.held for word in words)


def _substance(words: Sequence[str]) -> int:
    return sum(word not in COMMON_WORDS for word in words)


def _frame(text: str, value: _Value) -> str:
    """What the value stands in: "an airline based in … until 1999"."""
    before = text[: value.start].split()[-_SHOWN_WORDS:]
    behind = text[value.start + len(value.text) :].split()[:_SHOWN_WORDS]
    return " ".join((*before, "…", *behind)).strip(" .,;")
