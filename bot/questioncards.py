"""What was asked in a server, as its admins read it: first what the articles hold no answer to.  [pure]"""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import REFUSED, Card, fields_of
from bot.escape import escape
from bot.feedcards import moment
from corpus import AskedQuestion

PAGE = 10
_QUESTION = 200
NOT_KEPT = (
    "Questions are not kept here. Where `/corpus settings` sets for how many days they are, this says what"
    " was asked and had no answer: what there are no articles on yet."
)
NOT_YET = "Nothing was asked since questions are kept here, or all of it is older than that."


def questions_card(asked: Sequence[AskedQuestion], counts: tuple[int, int], first: int, kept: bool) -> Card:
    """One page of questions; `first` is the number of its first, from 1, and `counts` those without an
    answer and those with one.
    """
    refused, answered = counts
    total = refused + answered
    if not asked:
        empty = "Nothing is on this page." if total else NOT_YET if kept else NOT_KEPT
        return Card(empty, "Questions", colour=REFUSED)
    without = [_line(one) for one in asked if not one.answered]
    with_one = [_line(one) for one in asked if one.answered]
    fields = (
        *fields_of("The articles held no answer", without, most=5),
        *fields_of("Answered", with_one, most=5),
    )
    text = f"Without an answer: {refused:,} · answered: {answered:,}. Who asked is not shown."
    return Card(text, f"Questions {first:,} to {first + len(asked) - 1:,} of {total:,}", fields)


def _line(asked: AskedQuestion) -> str:
    often = "once" if asked.times == 1 else f"{asked.times:,} times, last"
    return f"- {escape(asked.question, _QUESTION)} · {often} {moment(asked.at)}"
