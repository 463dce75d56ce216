"""`Timeline` → one card with its chart, within Discord's limits.  [pure]"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.card import REFUSED, Card, Picture
from bot.escape import escape, link, plain
from bot.limits import ALT_TEXT, DESCRIPTION, TITLE, cut, units
from bot.render import searched_text
from bot.sources import sentence_link
from retrieval import Entry, Tally, Timeline, day, describe_chart, draw_chart, tally

# A card has room for about so many; the rest is a longer list's, in the terminal.
MOST_ENTRIES = 10
CHART = "timeline.png"
HEADLINE = 90
PUBLISHER = 40
NAMES = 3
UPDATE = 80
# How much of each quote is shown, in units, from the most that may fit to the least that is of use; the links
# lead to the very sentence first, and to the article alone where they would fill the card.
QUOTES = ((260, True), (180, True), (120, True), (120, False), (80, False))


def timeline_card(timeline: Timeline) -> Card:
    """The card for a timeline, without its chart: always one that can be sent."""
    title = escape(timeline.topic, TITLE // 2)
    if not timeline.entries:
        text = f"**No article here is about this topic.**\n{searched_text(timeline.searched)}"
        return Card(text, title, colour=REFUSED)
    for card in _attempts(timeline, title):
        if not card.problems():
            break
    return card


def with_chart(card: Card, timeline: Timeline) -> Card:
    """The card with a chart of who reported when; unchanged where no report is dated. Takes 0.1 s."""
    counted = tally((report.published_at, report.publisher) for report in timeline.reports)
    if counted is None:
        return card
    return replace(
        card, picture=Picture(CHART, draw_chart(timeline.topic, counted), _described(timeline, counted))
    )


def _described(timeline: Timeline, counted: Tally) -> str:
    return cut(plain(describe_chart(timeline.topic, counted)), ALT_TEXT)


def _attempts(timeline: Timeline, title: str) -> Iterator[Card]:
    """The whole of it with ever shorter quotes, then ever fewer entries; the last always fits."""
    for quote, deep in QUOTES:
        lines = [_line(entry, quote, deep) for entry in timeline.entries]
        yield Card("\n\n".join(lines), title, footer=_footer(timeline, len(lines)))
    while len(lines) > 1 and units("\n\n".join(lines)) > DESCRIPTION:
        lines.pop()
    yield Card("\n\n".join(lines), title, footer=_footer(timeline, len(lines)))


def _line(entry: Entry, quote: int, deep: bool) -> str:
    """`**8 Sep 2024** “quote” headline · publisher · day of publication`."""
    cited, article = entry.citation, entry.citation.article.article
    place = sentence_link(article, (cited.start, cited.end)) if deep else None
    headline = link(article.title, place, article.url, limit=HEADLINE)
    names = [escape(name, PUBLISHER) for name in entry.publishers[:NAMES]]
    names += ["others"] if len(entry.publishers) > NAMES else []
    said = f" · {', '.join(names)}" if names else ""
    words = escape(entry.citation.quote, quote)
    changed = f" *({escape(entry.update, UPDATE)})*" if entry.update else ""
    return f"**{_when(entry)}** “{words}”{changed}\n{headline}{said} · {day(article.published_at)}"


def _when(entry: Entry) -> str:
    if entry.when is None:
        return "Undated"
    return _spoken(entry.when) + ("" if entry.said else " (reported)")


def _spoken(when: date) -> str:
    return day(datetime(when.year, when.month, when.day, tzinfo=UTC))


def _footer(timeline: Timeline, shown: int) -> str:
    reports = len(timeline.reports)
    parts = [f"{reports:,} report{'' if reports == 1 else 's'}"]
    left_out = timeline.left_out + len(timeline.entries) - shown
    if left_out:
        parts.append(f"{left_out:,} left out; name a publisher or dates to see more")
    if not timeline.complete:
        parts.append("a broad topic: there may be more")
    return plain(" · ".join(parts))
