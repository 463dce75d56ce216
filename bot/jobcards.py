"""A job as its message shows it: waiting, at work, and what came of it.  [pure]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat

from bot.card import REFUSED, Card, Field, fields_of
from bot.escape import escape, plain
from bot.listing import OUTCOMES, count_line, ingested_line
from corpus import Ingested, Job, JobState, Outcome

SHOWN = 330
"""More outcomes than any card has room for: four fields of the shortest lines there are."""
BAR = 20
ABOUT = 120
MOST_REPORT = 4_000_000
"""Characters of a report's file: in any script fewer bytes than Discord takes."""

_BAD = (Outcome.REFUSED, Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class News:
    """How a job stands and what it has come to."""

    job: Job
    counts: Counter[Outcome]
    results: tuple[Ingested, ...]
    """The first `SHOWN` of them, bad ones first."""
    ahead: int = 0
    """How many jobs are to be done before it."""
    about: str = ""
    """What it is about, in plain text; nothing where its items say it."""
    is_halted: bool = False
    """The bot is closing: the job goes on when it is back."""

    @property
    def total(self) -> int:
        """How many articles were reported."""
        return self.counts.total()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.job.ended_at is not None


def job_card(news: News) -> Card:
    """The card for a job as it stands."""
    card = _card(news)
    if not news.about:
        return card
    return replace(card, description=f"**{escape(news.about, ABOUT)}**\n{card.description}".strip())


def _card(news: News) -> Card:
    if news.is_over:
        return _over(news)
    footer = f"Job {news.job.number}, for {plain(news.job.by.name)}"
    if news.is_halted:
        text = "The bot is restarting. This goes on by itself when it is back."
        return Card(f"{text}\n{_so_far(news)}", "Interrupted", footer=footer)
    if news.job.state is JobState.CANCELLING:
        return Card(f"Stops after the article it is at.\n{_so_far(news)}", "Stopping", footer=footer)
    if news.ahead:
        jobs = "one job" if news.ahead == 1 else f"{news.ahead} jobs"
        return Card(f"Waits for {jobs} before it. {_so_far(news)}".strip(), "Waiting", footer=footer)
    return Card(_so_far(news), "Working", footer=footer)


def report(results: Iterable[Ingested]) -> bytes:
    """Every outcome on a line of its own, as a text file."""
    lines, room = [], MOST_REPORT
    for item in results:
        line = "\t".join(
            plain(part or "")
            for part in (OUTCOMES[item.outcome], item.title, item.target, item.article_id, item.reason)
        )
        room -= len(line) + 1
        if room < 0:
            lines.append("… and more; /corpus log has all of it.")
            break
        lines.append(line)
    return ("\n".join(["Outcome\tHeadline\tFrom\tId\tReason", *lines]) + "\n").encode()


def _so_far(news: News) -> str:
    job = news.job
    if job.items == 1:
        return f"{count_line(news.counts)}." if news.counts else ""
    filled = BAR * job.done // job.items
    text = f"{'▰' * filled}{'▱' * (BAR - filled)} {job.done:,} of {job.items:,}"
    return f"{text}\n{count_line(news.counts)}." if news.counts else text


def _over(news: News) -> Card:
    job = news.job
    if job.state is JobState.DONE:
        return results_card(news.results, news.counts)
    title = "Stopped" if job.state is JobState.CANCELLED else "Failed"
    left = job.items - job.done
    items = "everything was done" if not left else f"{left:,} of {job.items:,} asked for were left out"
    text = f"{items[0].upper()}{items[1:]}; what is in stays in."
    if job.reason:
        text = f"{escape(job.reason, 300)}\n{text}"
    if news.counts:
        text = f"{text}\n{count_line(news.counts)}."
    return Card(text, title, _fields(news.results, news.total, most=3), colour=REFUSED)


def results_card(results: Sequence[Ingested], counts: Counter[Outcome]) -> Card:
    """What became of each item, as far as there is room; what was refused stands first."""
    total = counts.total()
    if not total:
        return Card("There was nothing to add in it.", "Nothing added", colour=REFUSED)
    if total == 1:
        only = results[0]
        bad = Card(ingested_line(only), colour=REFUSED)
        return bad if only.outcome in _BAD else Card(ingested_line(only))
    fields = _fields(results, total, most=4)
    text = f"{count_line(counts)}."
    if total > _shown(fields):
        text += " The attached report has each of them."
    return Card(text, f"{total:,} items", fields)


def _fields(results: Sequence[Ingested], total: int, most: int) -> tuple[Field, ...]:
    """As many outcomes as there is room for, and how many more there are."""
    lines = islice(chain(map(ingested_line, results), repeat("")), total)
    return fields_of("Items", lines, most) if total else ()


def needs_report(news: News) -> bool:
    """Whether the card has no room for every outcome of a job that is over."""
    return news.is_over and news.total > _shown(job_card(news).fields) and news.total > 1


def _shown(fields: Sequence[Field]) -> int:
    """How many outcomes stand in the fields."""
    lines = [line for field in fields for line in field.value.split("\n")]
    return sum(not line.startswith("… and ") for line in lines)
