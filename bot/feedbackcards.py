"""What people think of answers, as an admin of their server reads it.  [pure]"""

from __future__ import annotations

from collections.abc import Sequence

from bot.archive import Judged
from bot.card import REFUSED, Card, Field
from bot.escape import escape, web_link
from retrieval import day

PAGE = 4
# In units of unescaped text; escaping at most doubles them, and four such fields fit a card.
_QUESTION = 100
_REASON = 250
_SAID = 250
_TITLE = 40
_TITLES = 2


def feedback_card(judged: Sequence[Judged], counts: tuple[int, int], first: int) -> Card:
    """One page of votes, newest first; `first` is the number of its first, from 1."""
    good, bad = counts
    total = f"Helpful: {good:,} · not helpful: {bad:,}"
    if not judged:
        empty = "Nothing is on this page." if good + bad else "Nobody has voted on an answer yet."
        return Card(empty, "Feedback", colour=REFUSED)
    title = f"Feedback {first:,} to {first + len(judged) - 1:,} of {good + bad:,}"
    return Card(f"{total}. The newest first.", title, tuple(_field(one) for one in judged))


def _field(judged: Judged) -> Field:
    vote = judged.vote
    name = f"{'👍 Helpful' if vote.good else '👎 Not helpful'} · {day(vote.at)}"
    lines = [f"**{escape(vote.question, _QUESTION)}**" if vote.question else "*The question is not known.*"]
    if vote.reason:
        lines.append(f"Why: “{escape(vote.reason, _REASON)}”")
    elif vote.said:
        lines.append(f"Answer: {escape(vote.said, _SAID)}")
    titles = [f"[{one.number}] {escape(one.title, _TITLE)}" for one in vote.citations[:_TITLES]]
    titles += ["…"] if len(vote.citations) > _TITLES else []
    lines += [f"Quoted: {', '.join(titles)}"] if titles else []
    jump = web_link(judged.jump)
    lines += [f"[The answer]({jump})"] if jump else []
    return Field(name, "\n".join(lines))
