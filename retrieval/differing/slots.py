"""What a sentence answers to the question asked: the day, number, name or place it wants. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from retrieval.differing.asked import Asked
from retrieval.differing.claims import Bond, Claim, Statement
from retrieval.differing.measures import measure_asked
from retrieval.differing.moments import Moment, moments
from retrieval.differing.names import holder_asked, place_asked
from retrieval.differing.senses import placed_senses
from retrieval.question import Kind

_DAYS_APART = 3.0
_COUNT_DAYS_APART = 1.0
_NEAR = 70
_NEW_CLAUSE = re.compile(r"[;:()–—]|\b(?:and|but|who|which|when|while|after|before|until)\b")
_KIN = re.compile(
    r"\b(?:(?:grand)?(?:father|mother|parent|son|daughter|child)(?:ren|s)?|brother|sister|wife|husband|widow|uncle"
    r"|aunt|cousin|nephew|niece)s?\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^\W*(?:(?:In|On|By|Early|Late)\s+)?(?:the )?$")
_LIFE = re.compile(r"\((?P<inside>[^()]*\d{3,4} ?[-–—] ?[^()]*\d{3,4}[^()]*)\)")


def slot_claims(asked: Asked, statement: Statement) -> Iterator[Claim]:
    """What the sentence answers to the question; nothing where it may speak of something else."""
    find = _FINDERS.get(asked.kind)
    if find is None or not asked.answered_near(statement):
        return
    found = find(asked, statement)
    if found is None:
        return
    value, low, high, scope = found
    days = _COUNT_DAYS_APART if asked.kind is Kind.HOW_MANY else _DAYS_APART
    yield Claim(asked.about, Bond.QUESTION, f"{asked.kind} {scope}", value, low, high, days, statement)


def _day_asked(asked: Asked, statement: Statement) -> tuple[str, float, float, str] | None:
    """The day of what the question asks: of a birth or a death also as in "(1 May 1900 - 2 June 1980)"."""
    found = list(moments(statement.text, statement.published_at))
    life = _lifetime(asked, statement.text, found)
    if life:
        return life.text, life.low, life.high, "day"
    ends = [
        end
        for name, start, end in placed_senses(statement.text)
        if name in asked.deeds[-1:] and not _of_kin(asked, statement.text[:start])
    ]
    chosen = {moment for end in ends for moment in found[:] if _of(statement.text, end, moment)}
    opening = {moment for moment in found if ends and _OPENING.match(statement.text[: moment.start])}
    told = [moment for moment in chosen or opening if not moment.bound]
    return (told[0].text, told[0].low, told[0].high, "day") if len(told) == 1 else None


def _of_kin(asked: Asked, before: str) -> bool:
    """Whether it is a relative who was born or died, and nobody asked for one."""
    return bool(_KIN.search(before[-_NEAR:])) and not _KIN.search(asked.text)


def _of(text: str, end: int, moment: Moment) -> bool:
    """Whether a day belongs to the deed that ends at `end`: close behind it and in its clause."""
    between = text[end : moment.start]
    return 0 < len(between) <= _NEAR and not _NEW_CLAUSE.search(between) and not re.search(r"\d", between)


def _lifetime(asked: Asked, text: str, found: list[Moment]) -> Moment | None:
    wanted = 0 if "birth" in asked.deeds else 1 if "die" in asked.deeds else None
    match = _LIFE.search(text)
    if wanted is None or match is None:
        return None
    inside = [moment for moment in found if match.start() <= moment.start < match.end()]
    return inside[wanted] if len(inside) == 2 else None


_FINDERS: Mapping[Kind, Callable[[Asked, Statement], tuple[str, float, float, str] | None]] = {
    Kind.WHEN: _day_asked,
    Kind.HOW_MANY: measure_asked,
    Kind.WHAT: measure_asked,
    Kind.WHO: holder_asked,
    Kind.WHERE: place_asked,
}
