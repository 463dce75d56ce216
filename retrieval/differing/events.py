"""Whether two claims are of one thing and of one time, so that both cannot be true. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from retrieval.differing.asked import CALENDAR
from retrieval.differing.claims import Bond, Claim, Statement, content_words, name_words, named_words, stem
from retrieval.differing.moments import Moment, moments

# What reports of different accidents of one day share all the same.
TOLL_WORDS = content_words(
    "how killed killing dead died deaths toll injured wounded hurt missing arrested detained victims"
    " casualties others including leaving after when many monday tuesday wednesday thursday friday"
    " saturday sunday united states america south north east west southern northern eastern western"
    " central district province state county city region republic"
)
_CALENDAR_STEMS = frozenset(map(stem, CALENDAR))
_SAME_NAMES = 2 / 3
_SOME_NAMES = 1 / 3
_ASIDE = re.compile(r"\(([^()]+)\)")
_RANK = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|debut)\b", re.IGNORECASE
)
_RISING = re.compile(
    r"\b(?:ris(?:es|en|ing)|rose|increas\w+|climb\w+|grow\w*|grew|now|so far)\b", re.IGNORECASE
)
_SAME_DEED = 2
# A higher count in a report so much later has risen; before that the two stand side by side.
_RISES_IN = timedelta(hours=6)


def clash(one: Claim, other: Claim) -> bool:
    """Whether two claims with equal keys differ on one thing at one time."""
    return one.differs(other) and _same_days(one, other) and not _risen(one, other) and same_event(one, other)


def same_event(one: Claim, other: Claim) -> bool:
    """Whether two claims with equal keys are about one thing, as far as their sentences show."""
    first, second = one.statement, other.statement
    if one.bond is Bond.TWIN:
        return not namesakes(first, second)
    if one.bond is Bond.QUESTION:
        return not namesakes(first, second) and not _apart(one, other)
    about = "" if one.bond is Bond.DEED else f"{one.about} {other.about}"
    ignored = content_words(f"{about} {one.value} {other.value}")
    ignored |= name_words(one.value) | name_words(other.value)
    if one.bond is Bond.POST:
        return len((named_words(first.text) & named_words(second.text)) - ignored) >= 2
    words = content_words(first.text) & content_words(second.text)
    if one.bond is Bond.DEED:
        return len(words - ignored) >= _SAME_DEED
    ignored |= TOLL_WORDS
    return _same_place(first, second, ignored) and len(words - ignored) >= 3


def _same_days(one: Claim, other: Claim) -> bool:
    """Whether the articles are close in time; an undated one is given the benefit of the doubt."""
    first, second = one.statement.published_at, other.statement.published_at
    if first is None or second is None:
        return True
    return abs(first - second) <= timedelta(days=min(one.days, other.days))


def _risen(one: Claim, other: Claim) -> bool:
    """Whether two numbers are one count on its way up: minimums, or said to rise."""
    low, high = sorted((one, other), key=lambda claim: claim.low)
    if not (one.minimum and other.minimum) and not _RISING.search(high.statement.text):
        return False
    earlier, later = low.statement.published_at, high.statement.published_at
    return earlier is not None and later is not None and later - earlier > _RISES_IN


def _same_place(first: Statement, second: Statement, ignored: frozenset[str]) -> bool:
    """Whether two reports of a toll name the same: two names in common, most of the shorter one."""
    one, other = named_words(first.text) - ignored, named_words(second.text) - ignored
    shared = one & other
    fewer, more = sorted((len(one), len(other)))
    return len(shared) >= 2 and len(shared) >= _SAME_NAMES * fewer and len(shared) >= _SOME_NAMES * more


def namesakes(one: Statement, other: Statement) -> bool:
    """Whether two articles say in their titles that they are about two things of one name.

    "Springfield (Ohio)" and "Springfield (Oregon)" are two towns.
    """
    asides = [_ASIDE.findall(statement.article.article.title) for statement in (one, other)]
    return all(asides) and asides[0] != asides[1]


def _apart(one: Claim, other: Claim) -> bool:
    """Whether the sentences name other things, years or ranks: "the third album, released in 1993"."""
    valued = name_words(one.value) | name_words(other.value) | _CALENDAR_STEMS
    named = [named_words(claim.statement.text) - valued for claim in (one, other)]
    if all(named) and not named[0] & named[1]:
        return True
    first, second = (_RANK.findall(claim.statement.text) for claim in (one, other))
    if first and second and not {rank.casefold() for rank in first} & {rank.casefold() for rank in second}:
        return True
    years = [_other_days(claim) for claim in (one, other)]
    return all(years) and not any(a.low <= b.high and b.low <= a.high for a in years[0] for b in years[1])


def _other_days(claim: Claim) -> list[Moment]:
    found = moments(claim.statement.text, claim.statement.published_at)
    return [moment for moment in found if moment.text != claim.value]
