"""A sentence about "the accident" belongs with the sentence before it, which tells of one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus import Span
from retrieval.differing.figures import Figure
from retrieval.join import LONGEST
from retrieval.judging.parse import Parsed, Sort

# Each line: what a happening is called, then the beginnings of words that tell of one, with no such name.
_HAPPENINGS = """
accident crash collision disaster wreck sinking derailment tragedy incident: hit struck strik crash collid
 sank sink capsiz derail overturn plung ram aground fell skid collaps explo
attack assault raid strike bombing shooting stabbing massacre killings ambush: attack assault raid struck
 bomb shot shoot stab gunm fire kill drone missile
blast explosion bombing: explo blast blew bomb detonat
fire blaze inferno: fire blaze burn flame arson
earthquake quake tremor: quake magnitude shook shak tremor
storm hurricane typhoon cyclone tornado: storm hurricane typhoon cyclone tornado landfall wind
flood floods flooding landslide mudslide avalanche: flood rain burst landslide mudslide avalanche buried
eruption: erupt volcan
outbreak epidemic: outbreak infect virus case cholera measles
"""

_LINKING_WORDS = "when after as in during because from of at since while where following before until"
_LINKING = frozenset(_LINKING_WORDS.split())


def with_happening(text: str, span: Span, sentences: Sequence[Span]) -> Span:
    """The span widened by the sentence before it where it opens with a happening that this one tells of.

    "The accident killed 14 people." alone does not say which; the sentence before does. Never longer than
    `LONGEST` characters by it. `sentences` are those of its passage, in order; the span begins with one.
    """
    begins = [sentence[0] for sentence in sentences]
    at = begins.index(span[0]) if span[0] in begins else 0
    if at == 0 or span[1] - begins[at - 1] > LONGEST:
        return span
    tells = _telling(text[slice(*sentences[at])])
    before = sentences[at - 1]
    return (before[0], span[1]) if tells and tells.search(text[slice(*before)]) else span


def lends(before: Parsed, own: Parsed, claim: Parsed) -> bool:
    """Whether a claim takes from the sentence before no more than what the happening is.

    "Fourteen people died *when the ferry hit a pier*" does; who did what, how many and when must be said by
    the sentence about the happening itself: investigators who are named before it killed nobody.
    """
    for figure in claim.figures:
        if _gives(before, figure) and not _gives(own, figure):
            return False
    said = {token.meaning for token in own.tokens}
    linked = False
    for token in claim.tokens:
        linked = linked or token.text.casefold() in _LINKING
        counts = token.sort in (Sort.WORD, Sort.NAME)
        if counts and not linked and token.meaning not in said:
            return False
    times = [time for time in claim.times if not time.is_open]
    return all(any(other.same(time) for other in own.times) for time in times)


def _gives(parsed: Parsed, figure: Figure) -> bool:
    return any(other.kind == figure.kind and other.grants(figure) for other in parsed.figures)


@lru_cache(maxsize=4096)
def _telling(sentence: str) -> re.Pattern[str] | None:
    """What tells of the happening that a sentence opens with; none where it opens with none."""
    opening, by_name = _table()
    found = opening.match(sentence)
    return by_name[found["name"].lower()] if found else None


def is_happening(word: str) -> bool:
    """Whether a word names one: by a place, a ship, an airline, it may be named by any of them."""
    return word.casefold() in _table()[1]


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    by_name: dict[str, list[str]] = {}
    for line in _HAPPENINGS.replace("\n ", " ").strip().splitlines():
        names, _, telling = line.partition(":")
        for name in names.split():
            by_name.setdefault(name, [name]).extend(telling.split())
    opening = re.compile(
        # "The deadly accident", "This is the third attack" is none.
        rf"(?:The|This|That)\s+(?:[\w’'-]+\s+){{0,2}}?(?P<name>{'|'.join(by_name)})\b(?!\s+(?:that|which|in|at|on"
        r" board|near|of)\s+(?:[A-Z]|the\b))",
        re.IGNORECASE,
    )
    return opening, {
        name: re.compile(rf"\b(?:{'|'.join(sorted(set(words)))})", re.IGNORECASE)
        for name, words in by_name.items()
    }
