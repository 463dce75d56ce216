"""Where the sources differ on a fact: who holds a post, how many of something there were.

Two sentences disagree when they are about the same thing in the same event, cannot both be true, and
come from different publishers at about the same time. A publisher's later figure replaces its earlier one;
copies of one story are one voice; who accuses and who denies is attribution, not disagreement. When in doubt
there is none: a false alarm costs more trust than a missed difference (docs/decisions/0041-disagreements.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from retrieval.claims import Claim, Statement, content_words, name_words, named_words
from retrieval.counts import count_claims
from retrieval.posts import post_claims

_ASKS_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
# What reports of different accidents of one day share all the same.
_TOLL_WORDS = content_words(
    "how killed killing dead died deaths toll injured wounded hurt missing arrested detained victims"
    " casualties others including leaving after when many monday tuesday wednesday thursday friday"
    " saturday sunday united states america south north east west southern northern eastern western"
    " central district province state county city region republic"
)
_SAME_NAMES = 2 / 3
_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side: the value it gives and the sentences that give it, each of another publisher."""

    value: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact on which publishers differ: at least two sides, in the order of the evidence."""

    about: str
    """What they differ on, in the words of the first side: "British Prime Minister", "people dead"."""
    sides: tuple[ConflictSide, ...]


def disagreements(question: str, statements: Sequence[Statement]) -> list[Conflict]:
    """The facts the question touches on which the statements' publishers differ.

    `statements` are the sentences near the answer: the cited ones and those of the best passages of other
    publishers, best first. Sentences that have nothing to do with the question cause nothing.
    """
    groups: dict[str, list[Claim]] = defaultdict(list)
    for statement in statements:
        for claim in (*post_claims(statement), *count_claims(statement)):
            groups[claim.key].append(claim)
    conflicts = (_conflict(question, _voices(claims)) for claims in groups.values())
    return [conflict for conflict in conflicts if conflict]


def _touches(question: str, claim: Claim) -> bool:
    """Whether the question is about the claim: it names the thing, the person, or asks who did it."""
    sentence = content_words(f"{claim.statement.article.article.title} {claim.statement.text}")
    asked = content_words(question)
    if claim.is_count:
        about = asked - _TOLL_WORDS
        shared = len(about & sentence)
        return bool(claim.asked_by.search(question)) and shared >= min(2, len(about))
    if claim.asked_by.search(question):
        return True
    return len(asked & content_words(claim.statement.text)) >= 2 and bool(_ASKS_WHO.search(question))


def _voices(claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each publisher, its newest; none from an article that itself gives several values."""
    claims = list(claims)
    texts = {claim.statement.article.id: claim.statement.article.article.content_hash for claim in claims}
    by_story: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        stored = claim.statement.article
        by_story[texts.get(stored.syndicated_from or stored.id, stored.syndicated_from or "")].append(claim)
    newest: dict[str, Claim] = {}
    for told in by_story.values():
        if any(claim.differs(told[0]) for claim in told):
            continue
        held = newest.setdefault(told[0].statement.publisher, told[0])
        if (told[0].statement.published_at or _UNDATED) > (held.statement.published_at or _UNDATED):
            newest[told[0].statement.publisher] = told[0]
    return list(newest.values())


def _conflict(question: str, voices: Sequence[Claim]) -> Conflict | None:
    """The sides among the voices; `None` when all can be true or the question is about something else."""
    clashing = [claim for claim in voices if any(_clash(claim, other) for other in voices)]
    # One number asked about is one event: both sides must be of it. A post needs to be named only once.
    touched = [claim for claim in clashing if _touches(question, claim)]
    if not touched:
        return None
    if touched[0].is_count:
        clashing = [claim for claim in touched if any(_clash(claim, other) for other in touched)]
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


def _clash(one: Claim, other: Claim) -> bool:
    return one.differs(other) and _same_days(one, other) and _same_event(one, other)


def _same_days(one: Claim, other: Claim) -> bool:
    """Whether the articles are close in time; an undated one is given the benefit of the doubt."""
    first, second = one.statement.published_at, other.statement.published_at
    if first is None or second is None:
        return True
    return abs(first - second) <= timedelta(days=min(one.days, other.days))


def _same_event(one: Claim, other: Claim) -> bool:
    """Whether the sentences share names, and words, besides the thing they differ on."""
    ignored = content_words(f"{one.about} {other.about} {one.value} {other.value}")
    ignored |= name_words(one.value) | name_words(other.value)
    first, second = one.statement, other.statement
    names = named_words(first.text) & named_words(second.text)
    if not one.is_count:
        return len(names - ignored) >= 2
    ignored |= _TOLL_WORDS
    words = content_words(first.text) & content_words(second.text)
    return _same_place(first, second, ignored) and len(words - ignored) >= 3


def _same_place(first: Statement, second: Statement, ignored: frozenset[str]) -> bool:
    """Whether two reports of a toll name the same: two names in common, most of the shorter one."""
    one, other = named_words(first.text) - ignored, named_words(second.text) - ignored
    shared = one & other
    return len(shared) >= 2 and len(shared) >= _SAME_NAMES * min(len(one), len(other))
