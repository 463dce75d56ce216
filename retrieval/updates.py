"""A figure that one publisher has changed: "rose from 17 to 57". An update, and no disagreement.

A publisher reports many attacks and accidents; two tolls of its are one toll only where they are reports of
a day, or where the later one speaks of a count that goes on (docs/decisions/0137-updates-shown.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from retrieval.differing.claims import Bond, Claim, Statement, content_words, named_words
from retrieval.differing.events import TOLL_WORDS, same_event
from retrieval.differing.moments import moments
from retrieval.differing.voices import stories_of
from retrieval.disagree import ConflictSide, claims_by_thing

# A report of the next day may still be of the same; a later one must say that it counts on.
_AT_ONCE = timedelta(hours=36)
_COUNTS_ON = re.compile(
    r"\btolls?\b|\b(?:ris(?:es|en|ing)|rose|increas(?:es|ed|ing)|climb(?:s|ed|ing)|f[ea]ll(?:s|en|ing)?|drop(?:s|ped)"
    r"|revis(?:es|ed|ion)|correct(?:s|ed|ion)|updat(?:es|ed)|replac(?:es|ed)|rais(?:es|ed)|lower(?:s|ed))\b",
    re.IGNORECASE,
)
_LONGEST = timedelta(days=60)
_AT_LEAST = re.compile(r"at least|more than|over\b", re.IGNORECASE)
_SHARED_NAMES, _MOST_NAMES = 2, 2 / 3


@dataclass(frozen=True, slots=True)
class Update:
    """What a publisher said first, and what it says now."""

    about: str
    """The thing, in the words of the earlier report: "people dead"."""
    earlier: ConflictSide
    later: ConflictSide
    rises: bool | None
    """Whether a figure rose or fell; `None` for what is no figure, as a day or a name."""

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
    return [change for change in found if _is_sure(change) and not _recurs(change, found)]


def _change(told: Sequence[Claim]) -> Update | None:
    """From the oldest to the newest of a publisher's claims of one thing, where that is later and another."""
    first, last = told[0], told[-1]
    before, after = first.statement.published_at, last.statement.published_at
    if before is None or after is None or after <= before:
        return None
    if not (first.differs(last) or _outgrows(first, last)) or not _is_one(first, last):
        return None
    is_figure = first.is_range and (first.bond is Bond.TOLL or not any(moments(first.value, before)))
    rises = last.low > first.low if is_figure else None
    earlier, later = (ConflictSide(claim.value, (claim.statement,)) for claim in (first, last))
    return Update(first.about, earlier, later, rises)


def _outgrows(first: Claim, last: Claim) -> bool:
    """Whether a count has passed the least that was known: "at least 11" and then "14" can both be true."""
    return first.bond is Bond.TOLL and first.minimum and last.low > first.low


def _is_one(first: Claim, last: Claim) -> bool:
    """Whether a later report is of the same event, as far as the words of both show."""
    if same_event(first, last):
        return True
    return first.bond is Bond.TOLL and _counts_on(last.statement) and _same_names(first, last)


def _counts_on(statement: Statement) -> bool:
    return bool(_COUNTS_ON.search(statement.text))


def _is_sure(change: Update) -> bool:
    """Whether the later report is of the same event by its time, too, and not of the next one of its kind."""
    earlier, later = (side.statements[0] for side in change.sides)
    if change.rises is False and all(_AT_LEAST.match(side.value) for side in change.sides):
        return False  # "at least 91" and then "at least 41" are both true of one event
    if change.rises is None or earlier.published_at is None or later.published_at is None:
        return True
    apart = later.published_at - earlier.published_at
    return apart <= _AT_ONCE or (_counts_on(later) and apart <= _LONGEST)


def _same_names(first: Claim, last: Claim) -> bool:
    """Whether a count that goes on names the event as its first report did: "the Kestrel Bay disaster"."""
    one, other = (named_words(claim.statement.text) - TOLL_WORDS for claim in (first, last))
    shared = (one & other) - content_words(f"{first.value} {last.value}")
    return len(shared) >= max(_SHARED_NAMES, _MOST_NAMES * min(len(one), len(other)))


def _recurs(change: Update, found: Sequence[Update]) -> bool:
    """Whether the publisher's figures both rise and fall: many events of one kind, as attacks day by day."""
    publisher = change.earlier.statements[0].publisher
    ways = {
        other.rises
        for other in found
        if other.rises is not None and other.earlier.statements[0].publisher == publisher
    }
    return change.rises is not None and len(ways) > 1
