"""Where the sources differ on a fact: who, how many, when, where, and whether.

Two sentences disagree when they are about the same thing in the same event, cannot both be true, and
come from different publishers at about the same time. A publisher's later figure replaces its earlier one;
copies of one story are one voice; who accuses and who denies is attribution, not disagreement. When in doubt
there is none: a false alarm costs more trust than a missed difference (docs/decisions/0110-disagreements.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.differing.asked import Asked, asked_of
from retrieval.differing.claims import Bond, Claim, Statement, content_words, is_prose
from retrieval.differing.counts import asks_for_a_count, count_claims
from retrieval.differing.deeds import deed_claims
from retrieval.differing.events import TOLL_WORDS, clash
from retrieval.differing.posts import post_claims
from retrieval.differing.slots import slot_claims
from retrieval.differing.twins import twin_claims
from retrieval.differing.voices import voices_of

_ASKS_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side: the value it gives and the sentences that give it, each of another publisher."""

    value: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact on which publishers differ: at least two sides, in the order of the evidence."""

    about: str
    """What they differ on, in the words of the first side or of the question: "people dead"."""
    sides: tuple[ConflictSide, ...]


def disagreements(question: str, statements: Sequence[Statement]) -> list[Conflict]:
    """The facts the question touches on which the statements' publishers differ.

    `statements` are the sentences near the answer: the cited ones and those of the best passages of other
    publishers, best first. Sentences that have nothing to do with the question cause nothing.
    """
    found: list[Conflict] = []
    for claims in claims_by_thing(question, statements):
        conflict = _conflict(voices_of(claims))
        if conflict and not any(_same(conflict, other) for other in found):
            found.append(conflict)
    return found


def claims_by_thing(question: str, statements: Sequence[Statement]) -> list[list[Claim]]:
    """What the statements claim of things that the question touches, together for each thing."""
    asked = asked_of(question)
    groups: dict[str, list[Claim]] = defaultdict(list)
    statements = [statement for statement in _once(statements) if is_prose(statement.text)]
    for claim in _claims(asked, statements):
        groups[claim.key].append(claim)
    touched = (_touched(asked, claims) for claims in groups.values())
    return [claims for claims in touched if claims]


def _claims(asked: Asked, statements: Sequence[Statement]) -> Iterator[Claim]:
    counts = asks_for_a_count(asked.text)
    for statement in statements:
        yield from post_claims(statement)
        yield from count_claims(statement) if counts else ()
        yield from slot_claims(asked, statement)
        yield from deed_claims(asked, statement)
    yield from twin_claims(asked, statements)


def _once(statements: Sequence[Statement]) -> list[Statement]:
    return list({(s.article.id, s.start, s.end): s for s in statements}.values())


def _touched(asked: Asked, claims: list[Claim]) -> list[Claim]:
    """The claims that the question is about. A post needs to be named only once, a toll each time."""
    touched = [claim for claim in claims if _touches(asked, claim)]
    return claims if touched and touched[0].bond is Bond.POST else touched


def _touches(asked: Asked, claim: Claim) -> bool:
    """Whether the question is about the claim: it names the thing, the person, or asks who did it."""
    if claim.asked_by is None:
        return True
    words = content_words(asked.text)
    if claim.bond is Bond.TOLL:
        about = words - TOLL_WORDS
        sentence = content_words(f"{claim.statement.article.article.title} {claim.statement.text}")
        return bool(claim.asked_by.search(asked.text)) and len(about & sentence) >= min(2, len(about))
    if claim.asked_by.search(asked.text):
        return True
    shared = words & content_words(claim.statement.text)
    return len(shared) >= 2 and bool(_ASKS_WHO.search(asked.text))


def _conflict(voices: Sequence[Claim]) -> Conflict | None:
    """The sides among the voices; `None` when all can be true."""
    clashing = [claim for claim in voices if any(clash(claim, other) for other in voices)]
    if not clashing:
        return None
    sides: list[list[Claim]] = []
    for claim in clashing:
        side = next((side for side in sides if not any(claim.differs(other) for other in side)), None)
        if side is None:
            sides.append([claim])
        else:
            side.append(claim)
    shown = tuple(ConflictSide(side[0].value, tuple(claim.statement for claim in side)) for side in sides)
    return Conflict(clashing[0].about, shown)


def _same(one: Conflict, other: Conflict) -> bool:
    """Whether two conflicts show the same sentences against each other."""
    first, second = ({s for side in conflict.sides for s in side.statements} for conflict in (one, other))
    return len(first & second) >= 2
