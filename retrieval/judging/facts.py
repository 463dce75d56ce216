"""Whether a quote has the numbers, names and times of a claim, others in their place, or none. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from retrieval.differing.figures import Figure
from retrieval.judging.align import Alignment
from retrieval.judging.lexicon import meaning
from retrieval.judging.named_times import NamedTime
from retrieval.judging.parse import TITLES, Name, Parsed, Sort, Surroundings, same_name

# How alike the words around two facts must be for the facts to be rivals, see `Alignment.likeness`.
RIVALS = 2.5
SAME_SIDE = 2
FEW = 2
# A number that stands in the quote is all the same another's if its rival fits this much better.
CLEARLY = 1.5
_PRONOUNS_WORDS = "he she it they his her its their him them"
_PRONOUNS = frozenset(_PRONOUNS_WORDS.split())
_POINTING = _PRONOUNS | frozenset(["the", "this", "that", "these", "those", "such"])
_SUBJECT = 3


class Fate(Enum):
    """What became of a fact of the claim in the quote."""

    MET = 1.0
    NEAR = 0.6
    """Only the text around the quote names it, as where the quote says "she"."""
    MISSING = 0.0
    REPLACED = -1.0
    """The quote has another in its place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact of the claim and its fate."""

    fate: Fate
    fact: str
    instead: str = ""

    @property
    def reason(self) -> str:
        """In words."""
        if self.fate is Fate.REPLACED:
            return f"it says “{self.instead}”, not “{self.fact}”"
        return "" if self.fate is Fate.MET else f"it says nothing of “{self.fact}”"


def compare_figures(claim: Parsed, quote: Parsed, side: Alignment) -> Iterator[Finding]:
    """The fate of each number."""
    places = _Places(claim, quote, side)
    for figure in claim.figures:
        alike = [other for other in quote.figures if other.kind == figure.kind]
        instead = [alike[n] for n in places.opposite(figure, alike) if alike[n].excludes(figure)]
        if instead:
            yield Finding(Fate.REPLACED, figure.text, instead[0].text)
            continue
        # A number of the quote that is another one of the claim's is not in the place of this one.
        taken = [other for other in claim.figures if other is not figure]
        free = [one for one in alike if one.grants(figure) or not any(one.grants(other) for other in taken)]
        yield _figure(figure, free, places)


@dataclass(frozen=True, slots=True)
class _Places:
    claim: Parsed
    quote: Parsed
    side: Alignment

    def likeness(self, one: Figure | NamedTime, other: Figure | NamedTime) -> float:
        return self.side.likeness(self.claim.at(one.span), self.quote.at(other.span))

    def are_rivals(self, one: Figure, other: Figure) -> bool:
        """Whether both number one thing: by their units, else by what stands before and behind them."""
        first, second = set(map(meaning, one.unit)), set(map(meaning, other.unit))
        if first and second:
            return bool(first & second)
        few = len(self.claim.figures) == 1 and len(self.quote.figures) <= FEW
        return few or self.side.same_side(self.claim.at(one.span), self.quote.at(other.span)) >= SAME_SIDE

    def opposite(self, one: Figure | NamedTime, others: Sequence[Figure | NamedTime]) -> list[int]:
        """Which of the others stand in its place in a sentence that is else the same."""
        place = self.side.opposite(*self.claim.at(one.span))
        return [n for n, other in enumerate(others) if self.quote.at(other.span)[0] in place]


def _figure(figure: Figure, rivals: Sequence[Figure], places: _Places) -> Finding:
    granting = [other for other in rivals if other.grants(figure)]
    best = max((places.likeness(figure, other) for other in granting), default=0.0)
    others = [other for other in rivals if other.excludes(figure) and places.are_rivals(figure, other)]
    excluding = [(places.likeness(figure, other), other) for other in others]
    fit, rival = max(excluding, key=lambda pair: pair[0], default=(0.0, None))
    if rival and fit >= RIVALS and (not granting or fit >= best + CLEARLY):
        return Finding(Fate.REPLACED, figure.text, rival.text)
    return Finding(Fate.MET if granting else Fate.MISSING, figure.text)


def compare_names(claim: Parsed, quote: Parsed, context: Surroundings, side: Alignment) -> Iterator[Finding]:
    """The fate of each name."""
    strangers = [
        name for name in quote.names if not any(same_name(name.words, mine.words) for mine in claim.names)
    ]
    for name in claim.names:
        yield _name(name, strangers, (quote, context), side)


def _name(
    name: Name, strangers: Sequence[Name], texts: tuple[Parsed, Surroundings], side: Alignment
) -> Finding:
    quote, context = texts
    here = (name.first, name.last)
    # "The Kestrel Bay disaster" may well be "the Port Hallow disaster", and if not, it is another.
    rivals = [other for other in quote.names if not side.describe(here, (other.first, other.last))]
    place = side.opposite(*here)
    for other in rivals:
        if other.first in place and not same_name(name.words, other.words):
            return Finding(Fate.REPLACED, name.text, other.text)
    if _has_name(name, quote.names, frozenset(token.meaning for token in quote.tokens)):
        return Finding(Fate.MET, name.text)
    fitting = [
        (side.likeness(here, (other.first, other.last)), other)
        for other in rivals
        if other in strangers
        and side.same_frame(here, (other.first, other.last))
        and side.same_side(here, (other.first, other.last)) >= SAME_SIDE
    ]
    fit, rival = max(fitting, key=lambda pair: pair[0], default=(0.0, None))
    if rival and fit >= RIVALS:
        return Finding(Fate.REPLACED, name.text, rival.text)
    replaced = any(quote.tokens[n].sort in (Sort.WORD, Sort.NAME) for n in place)
    near = not replaced and _points_back(quote) and _has_name(name, context.names, context.meanings)
    return Finding(Fate.NEAR if near else Fate.MISSING, name.text)


def _has_name(name: Name, names: Sequence[Name], meanings: frozenset[str]) -> bool:
    if any(same_name(name.words, other.words) for other in names):
        return True
    return {word for word in map(meaning, name.words) if word not in TITLES} <= meanings


def _points_back(quote: Parsed) -> bool:
    """Whether a quote leaves open whom it is about: "she", "the accident", with no name in its subject."""
    opening = quote.tokens[0].text.casefold() if quote.tokens else ""
    named_first = bool(quote.names) and quote.names[0].first <= _SUBJECT
    return opening in _POINTING or (
        not named_first and any(t.text.casefold() in _PRONOUNS for t in quote.tokens)
    )


def compare_times(claim: Parsed, quote: Parsed, side: Alignment) -> Iterator[Finding]:
    """The fate of each day, month and year."""
    for time in claim.times:
        if not time.is_open:
            yield _time(time, quote.times, _Places(claim, quote, side))


def _time(time: NamedTime, there: Sequence[NamedTime], places: _Places) -> Finding:
    for n in places.opposite(time, there):
        if there[n].same(time) is False or (there[n].same(time) is None and there[n].text != time.text):
            return Finding(Fate.REPLACED, time.text, there[n].text)
    said = [other.same(time) for other in there]
    if True in said or any(other.text == time.text for other in there):
        return Finding(Fate.MET, time.text)
    others = [other for other, same in zip(there, said, strict=True) if same is False]
    if others and (len(there) == 1 or max(places.likeness(time, other) for other in others) >= RIVALS):
        return Finding(Fate.REPLACED, time.text, others[0].text)
    return Finding(Fate.MISSING, time.text)
