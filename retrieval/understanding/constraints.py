"""What a question says about the reporting it wants: since when, until when, by whom, how new. Pure.

A date in a question is most often a part of what happened ("the March floods", "who won in 2019?"), and an
article tells of it at any later time. Such a date never excludes an article. One that speaks of the reporting
("as of", "since", "what did the Courier say in March") does (docs/decisions/0120-the-question-understood.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from corpus import Span
from retrieval.understanding.asked_outlets import named_as_source, runs_of
from retrieval.understanding.outlets import Mention
from retrieval.understanding.reporting_dates import AS_OF, Role, role_of
from retrieval.understanding.said_dates import SaidDate, dates_in
from retrieval.understanding.written_date import Period
from retrieval.words import content_stems

_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|now(?:adays)?|at present|presently|at the moment"
    r"|so far|to date|these days|still|by now|up[ -]to[ -]date|as of (?:now|today)|lately|recently|today)\b"
    r"|^(?!.*\b(?:was|were|did|had)\b)(?:\W*who(?: is|['’]s| are)\b"
    r"|.*\bhow (?:many|much)\b[^?,]*\b(?:are|is|has|have|do|does)\b)",
    re.IGNORECASE,
)
# What happened "now" in a story was now when it was told.
_NOT_NOW = re.compile(r"\b(?:until|till|just|even|right) now\b|\bnow[- ](?:defunct|former)\b", re.IGNORECASE)
_ACCORDING = re.compile(
    r"\b(?:according to|per|as (?:reported|told|published) (?:by|in))\s+(?:(?:both|the)\s+)?$", re.I
)
_TIDY = ((re.compile(r"\s+([,.?!;])"), r"\1"), (re.compile(r"^[\s,;:]+|[,;](?=\s*[,;.?!])"), ""))
_BOTH = re.compile(r"\bboth\s+$", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|on|during|from|between|of)\s+(?:the\s+)?$|(?<=\s)(?=$)", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?P<whose>['’]s?)?\s+(?:[\w-]+\s+)?(?:articles?|reports|(?P<report>report)|stor(?:y|ies)|coverage|piece)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:did|do|does|has|have)\s+$", re.IGNORECASE)
# What is left of a question without the words that narrow it must still ask about something.
_FEWEST_WORDS = 1


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a question's words narrow the search to."""

    since: datetime | None = None
    """Published at this time or later: what the words clearly say of the reporting."""
    until: datetime | None = None
    """Published before this time (exclusive)."""
    publishers: tuple[str, ...] = ()
    """Who is asked for, as the library spells it; as the question does where it holds nobody so called."""
    voices: tuple[tuple[str, ...], ...] = ()
    """The same names, together those that one name in the question may mean."""
    compare: bool = False
    """Whether several publishers are asked for, each of whom should be heard."""
    dates_said: tuple[Period, ...] = ()
    """When what is asked about happened or was told, as far as dates say: preferred, never to exclude."""
    rest: str = ""
    """The question without the words that only narrow it ("according to …", "as of …", "what did AP …")."""
    newest: bool = False
    """Whether the present state is asked for: of two reports the newer one counts."""

    def __bool__(self) -> bool:
        return bool(self.publishers or self.since or self.until)


def constraints_of(
    question: str, now: datetime, publishers: Iterable[str], latest: datetime | None = None
) -> Constraints:
    """What the words of a question narrow the search to.

    Args:
        question: as it was asked.
        now: what "last week" counts from; aware.
        publishers: those the library holds.
        latest: when its newest article was published: "in March" is no March after it.
    """
    sources = named_as_source(question, publishers)
    dates = [date for date in dates_in(question, now, latest) if not _inside(date, sources)]
    roles = _for_all([(date, role_of(date, question, sources)) for date in dates], sources)
    since, until = _bounds(roles)
    voices = tuple(dict.fromkeys(mention.publishers for mention in sources))
    return Constraints(
        since=since,
        until=until,
        publishers=tuple(dict.fromkeys(name for voice in voices for name in voice)),
        voices=voices,
        compare=len(voices) > 1,
        dates_said=tuple(date.period for date, role in roles if role in (Role.EVENT, Role.REPORTED_IN)),
        rest=_rest(question, roles, sources),
        newest=bool(_NEWEST.search(_NOT_NOW.sub(" ", question))),
    )


def _inside(date: SaidDate, sources: Sequence[Mention]) -> bool:
    """Whether the date is a part of a publisher's name."""
    return any(one.span[0] < date.span[1] and date.span[0] < one.span[1] for one in sources)


def _for_all(
    roles: Sequence[tuple[SaidDate, Role]], sources: Sequence[Mention]
) -> list[tuple[SaidDate, Role]]:
    """The roles, none of which bounds what a publisher said that it was not said of.

    "Did the Post's report of 3 May and the Courier's agree?" dates one of two reports.
    """
    dated = [date for date, role in roles if role is Role.REPORTED_IN]
    voices = {mention.publishers for mention in sources}
    # Said before all of them or after all of them, a date is said of all.
    between = any(sources[0].span[0] < date.span[0] < sources[-1].span[0] for date in dated if sources)
    if between and len(dated) < len(voices):
        return [(date, Role.EVENT if role is Role.REPORTED_IN else role) for date, role in roles]
    return list(roles)


def _bounds(roles: Sequence[tuple[SaidDate, Role]]) -> tuple[datetime | None, datetime | None]:
    """The span of reporting: all of several that are named, since they are compared."""
    starts: list[datetime] = []
    ends: list[datetime] = []
    for date, role in roles:
        start, end = date.period
        if role in (Role.REPORTED_IN, Role.REPORTED_SINCE):
            starts.append(start)
        if role in (Role.REPORTED_IN, Role.REPORTED_UNTIL):
            ends.append(end)
        if role is Role.REPORTED_BEFORE:
            ends.append(start)
        if role is Role.REPORTED_AFTER:
            starts.append(end)
    # "After the Post reported it on 3 May, did the Courier in its 9 May story": both are looked for.
    events = [date.period for date, role in roles if role is Role.EVENT]
    starts += [start for start, _ in events if starts]
    ends += [end for _, end in events if ends]
    since, until = min(starts, default=None), max(ends, default=None)
    return (since, until) if not (since and until and since >= until) else (None, None)


def _rest(question: str, roles: Sequence[tuple[SaidDate, Role]], sources: Sequence[Mention]) -> str:
    """The question without "according to …" and "as of …", and with "they" for who is asked.

    Inside what they published, their names tell nothing. All of it where little would be left.
    """
    cuts: list[tuple[Span, str]] = []
    for run in runs_of(question, sources):
        start, end = run[0].span[0], run[-1].span[1]
        if leading := _ACCORDING.search(question[:start]):
            cuts.append(((leading.start(), end), ""))
        else:
            both = _BOTH.search(question[:start])
            start = both.start() if both else start
            printed = _PRINTED.match(question[end:])
            noun = printed and not (
                printed["report"] and not printed["whose"] and _ASKED.search(question[:start])
            )
            cuts.append(
                ((start, end + len(printed["whose"] or "")), "the")
                if printed and noun
                else ((start, end), "they")
            )
    for date, role in roles:
        leads = {Role.REPORTED_UNTIL: AS_OF, Role.REPORTED_IN: _IN}.get(role)
        if leads and (leading := leads.search(question[: date.span[0]])):
            cuts.append(((leading.start(), date.span[1]), ""))
    rest = question
    for (start, end), words_for in sorted(cuts, reverse=True):
        rest = f"{rest[:start]} {words_for} {rest[end:]}"
    for pattern, replacement in _TIDY if cuts else ():
        rest = pattern.sub(replacement, rest)
    rest = " ".join(rest.split())
    return rest[:1].upper() + rest[1:] if cuts and len(content_stems(rest)) >= _FEWEST_WORDS else question
