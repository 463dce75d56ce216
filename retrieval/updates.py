"""A figure that one publisher has changed: "rose from 17 to 57". An update, and no disagreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.differing.claims import Claim, Statement
from retrieval.differing.events import same_event
from retrieval.differing.voices import stories_of
from retrieval.disagree import ConflictSide, claims_by_thing


@dataclass(frozen=True, slots=True)
class Update:
    """What a publisher said first, and what it says now."""

    about: str
    """The thing, in the words of the earlier report: "people dead"."""
    earlier: ConflictSide
    later: ConflictSide
    rises: bool | None
    """Whether a figure rose or fell; `None` for what is no figure."""

    @property
    def sides(self) -> tuple[ConflictSide, ConflictSide]:
        """Earlier and later."""
        return self.earlier, self.later

    def __str__(self) -> str:
        verb = "changed" if self.rises is None else "rose" if self.rises else "fell"
        return f"{verb} from {self.earlier.value} to {self.later.value}"


def updates(question: str, statements: Sequence[Statement]) -> list[Update]:
    """The values the question touches that a publisher has changed from one dated article to a later one."""
    found: list[Update] = []
    for claims in claims_by_thing(question, statements):
        by_publisher: dict[str, list[Claim]] = defaultdict(list)
        for claim in reversed(stories_of(claims)):
            if claim.statement.published_at is not None:
                by_publisher[claim.statement.publisher].append(claim)
        changes = (_change(told) for told in by_publisher.values())
        for change in changes:
            if change and not any(change.sides == other.sides for other in found):
                found.append(change)
    return found


def _change(told: Sequence[Claim]) -> Update | None:
    """From the oldest to the newest of a publisher's claims of one thing, where that is later and another."""
    first, last = told[0], told[-1]
    before, after = first.statement.published_at, last.statement.published_at
    if before is None or after is None or after <= before:
        return None
    if not first.differs(last) or not same_event(first, last):
        return None
    earlier, later = (ConflictSide(claim.value, (claim.statement,)) for claim in (first, last))
    return Update(first.about, earlier, later, last.low > first.low if first.is_range else None)
