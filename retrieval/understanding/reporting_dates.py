"""Whether a date in a question speaks of the reporting or of what happened. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from retrieval.understanding.outlets import Mention
from retrieval.understanding.said_dates import SaidDate


class Role(Enum):
    """What a date does in a question."""

    REPORTED_IN = auto()
    """"What did the Courier say in March": published inside it."""
    REPORTED_SINCE = auto()
    """"Since March", "yesterday": nothing is reported before it happens."""
    REPORTED_AFTER = auto()
    """"Articles after 3 May": published when it was over."""
    REPORTED_UNTIL = auto()
    """"As of 3 May": published by its end."""
    REPORTED_BEFORE = auto()
    """"Articles before March": published before it began."""
    EVENT = auto()
    """"Who won in 2019?": when it happened; reports of it come at that time, and any time later."""
    NAME = auto()
    """"The 2019 final", "before 2019": says what is asked about, and nothing about its reports."""


AS_OF = re.compile(r"\bas (?:of|at|on)\s+(?:the\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:ever\s+)?since\s+(?:the\s+)?$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|prior to|earlier than)\s+(?:the\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|through|by|no later than)\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|following|later than)\s+(?:the\s+)?$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:in|on|during|from|at|of|for|over|within|between|throughout|dated|around|after|before|until|till|by"
    r"|since|prior to|up to)\s+(?:the\s+)?$|[(,]\s*$",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"(?:\b(?:the|a|an|this|that|his|her|its|their|our|my|which|what)|['’]s?)\s+$", re.I)
# Words that may follow a date which stands for itself; another word makes it part of a name.
_GOES_ON = re.compile(
    r"^\s*(?:$|[^\w\s’'-]|(?:and|or|but|about|on|in|at|by|to|of|from|for|with|as|than|that|which|who|whom|how|what|when"
    r"|where|why|did|do|does|was|were|is|are|has|have|had|will|would|could|can|should|may|might|the|a|an|alone"
    r"|only|so|if|after|before|until|till|since|because|while|according|per|say|said|it|he|she|they|we|i|you"
    r"|there|his|her|its|their|this|these|those|no|not|any|regarding|concerning|discussing|suggesting"
    r"|indicating|alleging|reporting|showing|titled|entitled|compared|versus|vs|report|article|story|piece)\b)",
    re.IGNORECASE,
)
_MEDIA = (
    r"(?:articles?|news|coverage|headlines?|press|newspapers?|media|journalists?|reporters?|outlets?|reporting"
    r"|publishers?|publications?)"
)
_PUBLISHES = r"(?:report(?:s|ed|ing)?|publish(?:es|ed|ing)?|wr(?:ite|ites|ote|itten)|cover(?:s|ed)?)"
_TELLS = (
    rf"(?:{_PUBLISHES}|sa(?:y|ys|id)|claim(?:s|ed)?|describe[sd]?|announce[sd]?|mention(?:s|ed)?|reveal(?:s|ed)?"
    r"|stor(?:y|ies)|pieces?|accounts?|dated|posted|released|appeared|out)"
)
_MEDIA_SAID = re.compile(
    rf"\b{_MEDIA}\b(?:\s+(?:was|were|is|are|had|has|have|been|that|came|come|there))*(?:\s+{_TELLS})?\s*$",
    re.I,
)
_SAID = re.compile(rf"\b{_TELLS}\s*$", re.IGNORECASE)
_PUBLISHED = re.compile(rf"\b{_PUBLISHES}\s*$", re.IGNORECASE)
_OPENING = re.compile(
    r"^\W*(?:(?:back|only|just)\s+)?(?:in|on|during|over|from|between)?\s*(?:the\s+)?$", re.I
)
_NOT_YET = re.compile(
    r"\b(?:will|going to|expected|scheduled|planned|due|plans?|upcoming|tomorrow|next)\b", re.IGNORECASE
)


_PAST = re.compile(
    r"\b(?:did|was|were|happened|won|lost|died|said|left|went|met|broke|hit|shot|fell|\w{3,}ed)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:is|are|do|does|can|could|would|known|exist|lives?)\b", re.IGNORECASE)


def role_of(date: SaidDate, question: str, sources: Sequence[Mention]) -> Role:
    """What a date of a question says; `sources` are the publishers that the question asks for."""
    before, after = question[: date.span[0]], question[date.span[1] :]
    named = not _GOES_ON.match(after)
    if AS_OF.search(before):
        return Role.NAME if named else Role.REPORTED_UNTIL
    if _SINCE.search(before):
        return Role.NAME if named else Role.REPORTED_SINCE
    if named and (_DETERMINED.search(before) or not _PREPOSITION.search(before)):
        return Role.NAME
    if _is_reporting(before, after, sources, question):
        return _reported(before)
    if _BEFORE.search(before) or _UNTIL.search(before) or _AFTER.search(before):
        return Role.NAME
    if _weakly_reported(before) or (date.relative and not named and _is_past(date, question)):
        return Role.REPORTED_SINCE
    return Role.EVENT


def _is_past(date: SaidDate, question: str) -> bool:
    """Whether the question is about what has happened; "today" is mostly said for "nowadays"."""
    if _NOT_YET.search(question):
        return False
    today = question[date.span[0] : date.span[1]].casefold() in ("today", "tonight")
    return not today or (bool(_PAST.search(question)) and not _PRESENT.search(question))


def _reported(before: str) -> Role:
    if _BEFORE.search(before):
        return Role.REPORTED_BEFORE
    if _UNTIL.search(before):
        return Role.REPORTED_UNTIL
    return Role.REPORTED_AFTER if _AFTER.search(before) else Role.REPORTED_IN


def _is_reporting(before: str, after: str, sources: Sequence[Mention], question: str) -> bool:
    """Whether the date stands beside a word for the reporting of publishers, or opens a question about it."""
    stem = _PREPOSITION.sub("", before).rstrip(" ,(")
    if _MEDIA_SAID.search(stem):
        return True
    if not sources:
        return False
    if _SAID.search(stem) or any(mention.span[1] == len(stem) for mention in sources):
        return True
    if re.match(r"\s*,?\s*(?:report|article|story|piece|coverage)\b", after, re.IGNORECASE):
        return True
    return bool(_OPENING.match(before)) and any(
        _SAID.search(question[: m.span[1] + 14]) or _TOLD.match(question[m.span[1] :]) for m in sources
    )


_TOLD = re.compile(rf"^\s+{_TELLS}\b", re.IGNORECASE)


def _weakly_reported(before: str) -> bool:
    """ "How many cases were reported in March": by whom is not said, but not before it."""
    return bool(_PUBLISHED.search(_PREPOSITION.sub("", before).rstrip(" ,(")))
