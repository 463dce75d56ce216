"""The day on which what a sentence reports happened, where the sentence clearly says it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from corpus import Span
from retrieval.differing.moments import Moment, moments

# News tells of the days just before it is printed; an earlier day in its sentences is mostly background.
LONGEST_AGO = 14
# A weekday is the last of that name, but a report of a Thursday in one zone may tell of Friday in another.
WEEKDAYS_AGO = 5
_COUNTED = re.compile(r"\w+day\b", re.IGNORECASE)
_EITHER_SIDE = 6  # days between the ends of "early on Monday", as `moments` reads it
_PLANNED = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|can|to be|(?:is|are|was|were) (?:\w+ )?to|due"
    r"|plan(?:s|ned)?|expect(?:s|ed)?|schedul(?:ed|es)|slated|set to|ahead of|unless|if|next)\b",
)
_PAST = re.compile(
    r"\b(?:\w+ed|said|told|was|were|had|has|have|won|lost|held|began|broke|struck|shot|found|left|took|made|gave"
    r"|met|sent|put|ran|fell|rose|went|came|became|saw|hit|cut|set|led|quit|swore)\b"
)
_ATTRIBUTE = re.compile(r"\b(?:the|a|an|this|that|its|their|his|her|of|after|following)\s+$", re.IGNORECASE)
_NAMES_SOMETHING = re.compile(
    r"['’]s\b|\s+(?!(?:and|but|when|while|after|as|in|at|for|to|by|with|that|night|morning|afternoon|evening)\b)[a-z]",
    re.IGNORECASE,
)
_OWNS = ("'s", "’s")
_OPENING = re.compile(r"(?:(?:very )?(?:early|late) )?(?:on )?$", re.IGNORECASE)


def happened(sentence: str, published: datetime | None) -> tuple[date, Span] | None:
    """The day that a sentence gives its event, and where in the sentence the words for it stand.

    `None` where it names none, several, one to come or one long past, or one that merely belongs to a name
    ("the 7 October attack"): then the day of publication is all that is known.
    """
    # The same length: every offset stays.
    text = sentence.replace("Yesterday", "yesterday").replace("Today", "today")
    chosen = _chosen(text, [moment for moment in moments(text, published) if _is_a_day(moment)])
    if chosen is None:
        return None
    day = date.fromordinal((chosen.low + chosen.high) // 2)
    longest = WEEKDAYS_AGO if _COUNTED.fullmatch(chosen.text) else LONGEST_AGO
    if published is not None and not 0 <= (published.date() - day).days <= longest:
        return None
    return day, (chosen.start, chosen.end)


def _is_a_day(moment: Moment) -> bool:
    length = moment.high - moment.low
    return length == 0 or (length == _EITHER_SIDE and _COUNTED.fullmatch(moment.text) is not None)


def _chosen(text: str, named: Sequence[Moment]) -> Moment | None:
    """The words that open the sentence, or the only ones in it that say a day."""
    if named and _OPENING.fullmatch(text[: named[0].start]):
        behind = text[named[0].end :]
        return None if named[0].bound or _is_planned(behind) or behind.startswith(_OWNS) else named[0]
    if len({moment.low for moment in named}) != 1:
        return None
    return next((moment for moment in named if _tells(text, moment)), None)


def _is_planned(behind: str) -> bool:
    """Whether what follows the day is told as something to come."""
    planned, past = _PLANNED.search(behind), _PAST.search(behind)
    return planned is not None and (past is None or planned.start() <= past.start())


def _tells(text: str, moment: Moment) -> bool:
    """Whether the words say when, rather than what is planned for then or which of several things it is."""
    before, behind = text[: moment.start], text[moment.end :]
    if moment.bound or _PLANNED.search(before):
        return False
    return not ((_ATTRIBUTE.search(before) and _NAMES_SOMETHING.match(behind)) or behind.startswith(_OWNS))
