"""Which words of a sentence it negates or denies, and which it says only as possible. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.judging.parse import Sort, Token

_NOT_WORDS = "not never cannot hardly neither nor without can't won't"
NOT = frozenset(_NOT_WORDS.split())
_NONE_WORDS = "no nobody none nothing"
_NONE = frozenset(_NONE_WORDS.split())
_REFUSAL_WORDS = (
    "fail failed fails failing refuse refused refuses declined declines unable unwilling forgot neglected"
)
_ABSTENTIONS = frozenset(["refrain", "refrained", "refrains", "abstained", "abstain", "kept"])
_REFUSALS = frozenset(_REFUSAL_WORDS.split())
_DENIAL_WORDS = """
denied denies deny denying denial rejected rejects rejecting dismissed dismisses disputed disputes refuted
refutes rebutted contradicted false untrue baseless unfounded
"""
_DENIALS = frozenset(_DENIAL_WORDS.split())
# What a denial denies opens with one of these, a few words behind it.
_DENIED_WORDS = """
that having being claims claim reports allegations allegation accusations suggestions any
"""
_DENIED = frozenset(_DENIED_WORDS.split())
_FAR = 6
_CLAUSE_ENDS = frozenset(";.!?:—–")
_MODAL_WORDS = """
may might could would will shall should won't plans planned plan wants wanted hopes hoped expected expects
due likely proposed proposes intends intended considering if whether must ought
"""
_MODALS = frozenset(_MODAL_WORDS.split())


def negated(tokens: Sequence[Token]) -> frozenset[int]:
    """The indexes of the content words that the sentence says are not so; denied twice is said."""
    turned = [0] * len(tokens)
    for n, token in enumerate(tokens):
        folded = token.text.casefold().replace("’", "'")
        for index in _reach(folded, n, tokens):
            turned[index] += 1
    return frozenset(n for n, times in enumerate(turned) if times % 2)


def _reach(word: str, at: int, tokens: Sequence[Token]) -> list[int]:
    """The words that a negation at `at` turns."""
    following = tokens[at + 1].text.casefold() if at + 1 < len(tokens) else ""
    if word == "not" and following == "only":
        return []
    if word in NOT or word.endswith("n't"):
        return _next(at, tokens, 1)
    if word in _NONE:
        return _next(at, tokens, 2)
    if word in _ABSTENTIONS and following == "from":
        return _next(at + 1, tokens, 1)
    if word in _REFUSALS:
        to = next((n for n in range(at + 1, min(at + 3, len(tokens))) if tokens[n].text == "to"), None)
        return _next(to, tokens, 1) if to is not None else []
    return _denied(at, tokens) if word in _DENIALS else []


def _next(at: int, tokens: Sequence[Token], count: int) -> list[int]:
    """The next content words of the clause, adverbs passed over."""
    found: list[int] = []
    for n in range(at + 1, len(tokens)):
        if len(found) == count or tokens[n].text in _CLAUSE_ENDS or (tokens[n].text == "," and found):
            break
        if tokens[n].meaning == "say" or (tokens[n].sort is Sort.WORD and not tokens[n].text.endswith("ly")):
            found.append(n)
    return found


def _denied(at: int, tokens: Sequence[Token]) -> list[int]:
    for n in range(at + 1, min(at + _FAR, len(tokens))):
        word = tokens[n].text.casefold()
        if word in _CLAUSE_ENDS or word == ",":
            return []
        if word in _DENIED or (word.endswith("ing") and tokens[n].sort is Sort.WORD and n <= at + 2):
            return _clause(n if word.endswith("ing") else n + 1, tokens)
    return []


def _clause(start: int, tokens: Sequence[Token]) -> list[int]:
    found: list[int] = []
    for n in range(start, len(tokens)):
        if tokens[n].text in _CLAUSE_ENDS or (tokens[n].text == "," and found):
            break
        if tokens[n].sort in (Sort.WORD, Sort.NAME):
            found.append(n)
    return found


def possible(tokens: Sequence[Token]) -> frozenset[int]:
    """The indexes of the words said only to be possible, planned or still to come."""
    found: list[int] = []
    for n, token in enumerate(tokens):
        word = token.text.casefold().replace("’", "'")
        if token.sort in (Sort.TIME, Sort.NAME):  # the month of May, a man called Will
            continue
        planned = word == "to" and n > 0 and tokens[n - 1].text.casefold() in {"is", "are"}
        if word in _MODALS or planned:
            found += _next(n, tokens, 1)
    return frozenset(found)
