"""Does a quote support a sentence, dispute it, or say nothing of it? Every verdict says why. Pure.

No model: shared words tell whether the two are about one thing, and then the numbers, names, times,
negations and the parts played must be the same. What the short lists of words do not know is not supported:
a missed support costs a sentence, a false one a reader's trust (docs/decisions/0115-support.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from retrieval.judging.align import Alignment
from retrieval.judging.facts import Fate, Finding, compare_figures, compare_names, compare_times
from retrieval.judging.lexicon import is_past, meaning, opposites
from retrieval.judging.parse import LIGHT, Parsed, Sort, Surroundings, Token, parse, surroundings
from retrieval.judging.polarity import NOT, negated, possible
from retrieval.judging.roles import swapped

# Measured by `python -m benchmarks.support` and on benchmarks/claims.jsonl (docs/decisions/0115-support.md).
ENOUGH_TO_SUPPORT = 0.66
ENOUGH_TO_DISPUTE = 0.6
SPOKEN_TO_DISPUTE = 0.7
ENOUGH_OF_ITS_OWN = 0.5
# With so many names and numbers in common, some other words may be missing.
MANY_FACTS, ENOUGH_WITH_FACTS = 3, 0.8
# Words and facts that a quote must share with a claim before it can dispute it.
LEAST_IN_COMMON = 2
# How alike the words around two words must be for the words to be one, see `Alignment.likeness`.
CORRESPONDS = 2.0
_ALLEGING = frozenset(
    map(meaning, ("accused", "suspected", "alleged", "allegedly", "believes", "claims", "claimed"))
)
# These end as adverbs of manner do, and say how much or when, or are none.
_NO_MANNER_WORDS = """
about ally almost approximately assembly barely bully completely currently daily early entirely eventually
exactly family finally formerly fully hourly initially italy july lately mainly merely monthly mostly nearly
newly only originally partly previously rally recently reply respectively roughly shortly simply slightly
subsequently supply totally weekly yearly
"""
_NO_MANNER = frozenset(_NO_MANNER_WORDS.split())
_FACT = 1.5
_LIGHT = 0.3
_NEAR = 0.5


class Verdict(StrEnum):
    """What a quote does to a claim."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, how much of the claim the quote speaks of, and why."""

    verdict: Verdict
    score: float
    """The share of what the claim says that the quote speaks of, in [0, 1]."""
    reason: str
    """Half a sentence for a person or a log: "it says “14”, not “15”"."""
    alleged: bool = False
    """Whether what supports is somebody's accusation or suspicion, where the claim states a fact."""


def judge(claim: str, quote: str, context: str = "", published: datetime | None = None) -> Judgement:
    """Hold a claim, one sentence, against a quote.

    `context` is the text around the quote, such as its passage: it tells who "she" is, but what only it says
    supports little. `published` is when the quote's article appeared: "on Tuesday" is a day then.
    """
    texts, around = (claim, quote, context), surroundings(context)
    mine, theirs = parse(claim, None, texts), parse(quote, published, texts)
    side = Alignment(mine, theirs)
    facts = [
        *compare_figures(mine, theirs, side),
        *compare_names(mine, theirs, around, side),
        *compare_times(mine, theirs, side),
    ]
    said = _Words(mine, theirs, around, side)
    replaced = [fact.reason for fact in facts if fact.fate is Fate.REPLACED]
    names = swapped(mine, theirs)
    if names:
        replaced = [f"“{names[0]}” and “{names[1]}” are the other way round"]
    against = [*replaced, *said.conflicts(names_met=all(fact.fate is Fate.MET for fact in facts))]
    spoken = _share(facts, said)
    if against:
        # Another number on another day is another event.
        one_thing = len(replaced) <= 1 and (said.has_verb or not replaced)
        enough = one_thing and _enough_to_dispute(facts, said, side, spoken)
        return Judgement(Verdict.DISPUTES if enough else Verdict.SILENT, spoken, against[0])
    missing = [fact.reason for fact in facts if fact.fate is Fate.MISSING] + list(said.doubts())
    enough = said.share >= ENOUGH_TO_SUPPORT or (spoken >= ENOUGH_WITH_FACTS and len(facts) >= MANY_FACTS)
    least = ENOUGH_OF_ITS_OWN if len(facts) >= MANY_FACTS else ENOUGH_TO_DISPUTE
    if missing or not enough or said.own < least:
        return Judgement(Verdict.SILENT, spoken, missing[0] if missing else said.silence)
    if said.alleged:
        return Judgement(Verdict.SUPPORTS, spoken, "it says so as an accusation", alleged=True)
    return Judgement(Verdict.SUPPORTS, spoken, f"it says {spoken:.0%} of it")


def _enough_to_dispute(facts: Sequence[Finding], said: _Words, side: Alignment, spoken: float) -> bool:
    """Whether quote and claim are about one thing, so that they cannot both be true."""
    if side.is_edit:
        return spoken >= ENOUGH_TO_DISPUTE and said.own >= ENOUGH_TO_DISPUTE
    met = said.said + sum(fact.fate is Fate.MET for fact in facts)
    least = ENOUGH_OF_ITS_OWN if len(facts) >= MANY_FACTS else ENOUGH_TO_DISPUTE
    return met >= LEAST_IN_COMMON and spoken >= SPOKEN_TO_DISPUTE and said.own >= least


def _share(facts: Sequence[Finding], said: _Words) -> float:
    """How much of the claim the quote speaks of, what it says otherwise left aside."""
    counted = [fact for fact in facts if fact.fate is not Fate.REPLACED]
    whole = said.weight + _FACT * len(counted)
    met = said.weight * said.share + _FACT * sum(fact.fate.value for fact in counted)
    return met / whole if whole else 1.0


class _Words:
    """The plain words of a claim: which of them the quote says, denies, or says otherwise."""

    def __init__(self, claim: Parsed, quote: Parsed, context: Surroundings, side: Alignment) -> None:
        self._claim, self._quote, self._side = claim, quote, side
        self._there = _where(quote.tokens)
        self._around = context.meanings
        self._negated, self._denied = negated(claim.tokens), negated(quote.tokens)
        self._words = {n: token for n, token in enumerate(claim.tokens) if token.sort is Sort.WORD}
        self._turned = {n: found for n in self._words if (found := self._opposite(n)) is not None}
        counted = [n for n in self._words if self._turned.get(n, "") == ""]
        self.weight = sum(map(self._weight, counted))
        met = sum(self._weight(n) * self._credit(n) for n in counted)
        self.share = met / self.weight if self.weight else 1.0
        own = sum(self._weight(n) for n in counted if self._credit(n) == 1)
        self.own = own / self.weight if self.weight else 1.0
        self.said = own

    @property
    def has_verb(self) -> bool:
        """Whether the quote has what the claim says is done, or its opposite."""
        verb = self._verb()
        return (
            verb is None
            or (verb in self._turned and self._turned[verb] is not None)
            or self._words[verb].meaning in self._there
        )

    @property
    def alleged(self) -> bool:
        """Whether the quote accuses or suspects where the claim states."""
        here = {token.meaning for token in self._claim.tokens}
        return any(word in self._there and word not in here for word in _ALLEGING)

    @property
    def silence(self) -> str:
        """What the quote does not speak of."""
        missing = [token.text for n, token in self._words.items() if self._credit(n) < 1]
        return f"it says nothing of “{'”, “'.join(missing[:3])}”"

    def conflicts(self, names_met: bool) -> Iterator[str]:
        """What the quote says otherwise: denied, the opposite, or with the parts swapped.

        A denial is one only where it is said of the same: where the quote has the claim's names and numbers.
        """
        for n, word in self._words.items():
            if self._turned.get(n):
                yield f"it says “{self._turned[n]}”, not “{word.text}”"
        yield from self._another_opening()
        if names_met or self._side.is_edit:
            yield from self._denials()
        if self._side.slipped_in(NOT):
            yield "one of them says “not”"
        yield from self._small_opposites()

    def doubts(self) -> Iterator[str]:
        """Why a quote that says the same words does not say as much."""
        yield from (f"it says nothing of “{self._words[n].text}”" for n in self._brought())
        unsure, sure = possible(self._quote.tokens), possible(self._claim.tokens)
        verb = self._verb()
        if verb is not None and not self.has_verb:
            yield f"it says nothing of “{self._words[verb].text}”"
        for n, word in self._words.items():
            there = self._there.get(word.meaning, [])
            if there and n not in sure and is_past(word.text) and all(at in unsure for at in there):
                yield f"it says “{word.text}” only as possible or planned"
            if n in self._negated and not there and n not in self._turned:
                yield f"it says nothing of not “{word.text}”"

    def _brought(self) -> Iterator[int]:
        """Words that change what is said while the rest is the quote's: a manner, or what an edit put in.

        "Illegally", put into a true sentence, is a claim of its own.
        """
        put_in = frozenset(self._side.put_in())
        for n, word in self._words.items():
            folded = word.text.casefold()
            changes = folded not in _NO_MANNER and (folded.endswith("ly") or n in put_in)
            if changes and self._weight(n) == 1 and self._credit(n) == 0:
                yield n

    def _another_opening(self) -> Iterator[str]:
        """A sentence that is the quote but for its first word may open with another name."""
        first = next((n for n, token in enumerate(self._claim.tokens) if token.sort is not Sort.MARK), None)
        if (
            first in self._words
            and not self._words[first].text.endswith("ly")
            and self._words[first].meaning not in self._there
        ):
            for at in self._side.opposite(first, first):
                other = self._quote.tokens[at]
                named = (
                    other.text[:1].isupper() and other.sort is not Sort.STOP and not other.text.endswith("ly")
                )
                if named and at <= first + 1:
                    yield f"it says “{other.text}”, not “{self._words[first].text}”"

    def _denials(self) -> Iterator[str]:
        for n, token in enumerate(self._claim.tokens):
            there = self._there.get(token.meaning, [])
            spoken = token.sort is Sort.WORD or token.meaning == "say"
            if spoken and there and all((n in self._negated) != (at in self._denied) for at in there):
                if not any(self._corresponds(n, at) for at in there):
                    continue
                yield f"it says “{token.text}” is so" if n in self._negated else f"it denies “{token.text}”"

    def _verb(self) -> int | None:
        """What the claim says is done: its first past tense, or the word behind its first "will"."""
        planned = possible(self._claim.tokens)
        return next(
            (
                n
                for n in self._words
                if self._weight(n) == 1 and (n in planned or is_past(self._words[n].text))
            ),
            None,
        )

    def _corresponds(self, n: int, at: int) -> bool:
        """Whether a word of the claim and one of the quote are said of the same."""
        return self._side.is_edit or self._side.likeness((n, n), (at, at)) >= CORRESPONDS

    def _opposite(self, n: int) -> str | None:
        """The quote's opposite of a word that it has not: "" where one of the two is negated."""
        word = self._claim.tokens[n]
        if word.meaning in self._there:
            return None
        for other in opposites(word.meaning):
            for at in self._there.get(other, []):
                if (n in self._negated) != (at in self._denied):
                    return ""
                if at in self._side.opposite(n, n) or self._side.likeness((n, n), (at, at)) >= 1:
                    return self._quote.tokens[at].text
        return None

    def _small_opposites(self) -> Iterator[str]:
        """ "Before" for "after", where the sentences are else the same."""
        for n, token in enumerate(self._claim.tokens):
            if token.sort is Sort.STOP:
                for at in self._side.opposite(n, n):
                    if self._quote.tokens[at].meaning in opposites(token.meaning):
                        yield f"it says “{self._quote.tokens[at].text}”, not “{token.text}”"

    def _weight(self, n: int) -> float:
        return _LIGHT if self._claim.tokens[n].meaning in LIGHT else 1.0

    def _credit(self, n: int) -> float:
        word = self._claim.tokens[n].meaning
        if word in self._there or self._turned.get(n) == "":
            return 1.0
        return _NEAR if word in self._around else 0.0


def _where(tokens: Sequence[Token]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for n, token in enumerate(tokens):
        if token.sort is not Sort.MARK:
            found.setdefault(token.meaning, []).append(n)
    return found
