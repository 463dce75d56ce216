"""The questions inside a question, each made to stand by itself. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.cues import names_in
from retrieval.question import ASKING, Kind, form_of
from retrieval.understanding.each import for_each
from retrieval.understanding.followup import is_bare, topic_of
from retrieval.words import content_stems

MOST = 6
"""A question in more parts is asked as a whole: each costs a search, and an answer has fewer sentences."""

_BREAK = re.compile(
    rf"[?;:]\s+|\.\s+(?=[A-Z])|,?\s+(?:and|or|but)\s+(?=(?:(?:then|in|on|at|by|for|to|with|from)\s+)?{ASKING}\b)"
    rf"|,\s+(?={ASKING}\b(?!\s+(?:is|was|were|are|has|had)\b))",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{ASKING}\b", re.IGNORECASE)
# "what was that worth", but not "who said that …".
_PRONOUN = re.compile(
    r"\b(?:it|he|she|they|him|her|them|his|hers|its|their|theirs|this|these|those)\b|\bthat\W*$"
    r"|\b(?:is|was|are|were|do|does|did|of|about|after|before|behind|from|with|to|for|since) that\b",
    re.IGNORECASE,
)
# "… Who were they?" asks of what was said before it, and nothing of its own.
_WHICH_ONES = re.compile(
    r"\b(?:who|what|which(?: ones?)?) (?:is|was|are|were) (?:it|he|she|they|this|that|these|those)\W*$",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(
    r"\bboth\b|\bwho were they\b|\brespectively\b|\bhow did\b.*\b(?:change|go from)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions inside a question."""

    asked: str
    """In the words of the question, behind those that introduce all its parts."""
    text: str
    """That, and in brackets what it is about where only an earlier part says so."""


def parts_of(question: str) -> tuple[Part, ...]:
    """The questions inside a question, in their order; never empty.

    `After the vote, who won, and by how many?` has two, and so has `who won in Arlen and in Boren?`. What a
    pronoun means is carried over: `who won, and why did he resign?` asks `why did he resign (won)?`. One that
    cannot be divided, or that would have more than `MOST`, is its own part.
    """
    parts = _parts_of(question)
    return parts if len(parts) <= MOST else (Part(question, question),)


def asks_several(question: str) -> bool:
    """Whether one sentence will hardly answer: several parts, or a list or a development asked for."""
    whole = form_of(question) in (Kind.LIST, Kind.COMPARISON)
    return whole or len(_parts_of(question)) > 1 or bool(_ENUMERATION.search(question))


def _parts_of(question: str) -> tuple[Part, ...]:
    introduction, clauses = _divided(question)
    parts, topic = [], ""
    for clause in clauses:
        lacks = bool(topic) and _leans(clause)
        for one in for_each(f"{introduction} {clause}".strip()):
            parts.append(Part(one, f"{one} ({topic})?" if lacks else one))
        topic = topic if lacks else topic_of(clause)
    return tuple(parts)


def _divided(question: str) -> tuple[str, list[str]]:
    """The words that introduce all clauses that ask, and the clauses; the question where it has but one."""
    pieces = [piece.strip(" ,.?") for piece in _BREAK.split(question)]
    asking = [piece for piece in pieces if _ASKS.search(piece)]
    own = [piece for piece in asking if not _WHICH_ONES.search(piece)]
    alone = [piece for piece in own if content_stems(piece) or _PRONOUN.search(piece)]
    if len(own) < 2 or not alone:
        return "", [question]
    return " ".join(piece for piece in pieces if piece and piece not in asking), _completed(own, alone)


def _completed(asking: list[str], alone: list[str]) -> list[str]:
    """Each clause; an asking word by itself with the words of the clause it shares.

    `When and where did it sink?` asks when it sank and where; `who won, and why?` asks who won and why.
    """
    clauses, last = [], None
    for piece in asking:
        if piece in alone:
            last = piece
            clauses.append(piece)
        elif last:
            clauses.append(f"{last}, and {piece}")
        else:
            clauses.append(_ASKS.sub(piece, alone[0], count=1))
    return clauses


def _leans(clause: str) -> bool:
    """Whether a clause does not say what it is about: by a pronoun before any name, or by too few words."""
    if pronoun := _PRONOUN.search(clause):
        return all(clause.find(name) > pronoun.start() for name in names_in(clause))
    return is_bare(clause)
