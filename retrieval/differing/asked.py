"""What a question wants to know, in a form that a sentence can be held against. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.differing.claims import WORD, Statement
from retrieval.differing.posts import OFFICE_WORD
from retrieval.differing.senses import placed_senses, sense, senses
from retrieval.question import Kind, kind_of
from retrieval.vocabulary import MONTHS, WEEKDAYS

_ASKING = (
    "who whom whose when where what which why how year date day month time many much exactly first"
    " old long tall high far large big deep heavy fast did does do was were is are has have had"
)
_WH = frozenset(_ASKING.split())
CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
"""The months and the days of the week: capitalised, and no names."""
_NO_NAMES = _WH | CALENDAR
_DATE_ASKED = re.compile(
    r"\b(?:in )?(?:what|which) (?:year|date|day|month)s?\b|\bdate of\b|\bdate\b", re.IGNORECASE
)
_BESIDE_TITLE = 240
_NAMED = 0.75
_LEANS = re.compile(
    r"^\W*(?:(?:In|On|At) [^,]{1,30}, )?"
    r"(?:(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey)\b|(?:The|the|This|Its|His|Her|Their) (?P<noun>\w+))"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart."""

    text: str
    kind: Kind
    names: frozenset[str]
    """The senses of the words written as names in it."""
    deeds: tuple[str, ...]
    """The senses of its other words of substance, in their order: what was done, or what role."""

    @property
    def about(self) -> str:
        """What it asks, as a person is shown it."""
        return self.text.strip(" ?.!")

    def answered_near(self, statement: Statement) -> bool:
        """Whether a sentence speaks of what the question names: all of it, but for one word in four.

        A sentence that leans on its title or on what stands before it may take the names from there.
        """
        wanted = self.names or frozenset(self.deeds)
        if not wanted or not (wanted & senses(statement.text) or self._leans(statement.text)):
            return False
        return len(wanted & spoken_of(statement)) >= _NAMED * len(wanted)

    def named_in(self, statement: Statement) -> bool:
        """Whether a sentence or its title name some half of what the question names."""
        wanted = self.names or frozenset(self.deeds)
        return bool(wanted) and len(wanted & spoken_of(statement)) >= len(wanted) / 2

    def names_it(self, text: str) -> bool:
        """Whether a sentence by itself names something that the question names."""
        return bool((self.names or frozenset(self.deeds)) & senses(text))

    def _leans(self, text: str) -> bool:
        """Whether a sentence speaks of what was named before it: "She was …", "The mill was …"."""
        match = _LEANS.match(text)
        return match is not None and (
            match["noun"] is None or sense(match["noun"]) in {*self.names, *self.deeds}
        )


def asked_of(question: str) -> Asked:
    """Take a question apart."""
    words = list(WORD.finditer(question))
    capitals = {
        sense(match.group())
        for match in words
        if match.group()[0].isupper() and match.group().casefold() not in _NO_NAMES
    }
    placed = [
        name
        for name, start, end in placed_senses(question)
        if question[start:end].casefold() not in _NO_NAMES
    ]
    kind = kind_of(question)
    if kind is Kind.WHAT and _DATE_ASKED.search(question):
        kind = Kind.WHEN
    # "Prime Minister Osse" is Osse: reports say the office or leave it out.
    offices = senses(" ".join(OFFICE_WORD.findall(question)))
    names = frozenset(name for name in placed if name in capitals)
    names = names - offices or names
    deeds = tuple(dict.fromkeys(name for name in placed if name not in capitals and name not in names))
    return Asked(question, kind, names, deeds)


def spoken_of(statement: Statement) -> frozenset[str]:
    """The senses of a sentence, its title, and what stands before it where it leans on that."""
    article = statement.article.article
    held = senses(statement.text) | senses(article.title)
    if _LEANS.match(statement.text):
        held |= senses(article.text[max(0, statement.start - _BESIDE_TITLE) : statement.start])
    return held
