"""How a timeline looks in a terminal: a day, what was reported, and who said so."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from retrieval.cli.program import headline, plain
from retrieval.cli.show import spoken_coverage, spoken_filters
from retrieval.dates import day
from retrieval.timeline import Entry, Timeline

_WHITE_SPACE = re.compile(r"\s+")
_LONGEST = 500  # characters of a quote: a broken page's "sentence" would fill the screen
_NAMED = 6  # publishers


def show_timeline(timeline: Timeline, console: Console) -> None:
    """Print a timeline, or that nothing here is about the topic, and what was searched."""
    searched = f"Searched {spoken_coverage(timeline.searched.coverage)}"
    if filters := spoken_filters(timeline.searched):
        searched += f" ({filters})"
    console.print()
    if not timeline.entries:
        console.print(_indented(Text("No article here is about this topic.", "bold yellow"), 2))
        console.print(_indented(Text(f"{searched}."), 2))
        return
    for entry in timeline.entries:
        console.print(_indented(_when(entry), 2))
        console.print(_indented(_quote(entry), 4))
        _show_source(entry, console)
        console.print()
    console.print(_indented(Text(_summary(timeline), "dim"), 2))


def _indented(text: Text, indent: int) -> Padding:
    """A text with its margin, and no blanks behind its lines: it may be copied or piped."""
    return Padding(text, (0, 0, 0, indent), expand=False)


def _when(entry: Entry) -> Text:
    if entry.when is None:
        return Text("Undated", "bold")
    # A day that the sentence does not say is only that of the report.
    return Text.assemble((_spoken(entry.when), "bold"), "" if entry.said else (" (reported)", "dim"))


def _quote(entry: Entry) -> Text:
    quote = _WHITE_SPACE.sub(" ", entry.citation.quote)
    shown = quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]}…"
    changed = f" ({plain(entry.update)})" if entry.update else ""
    return Text.assemble(f"“{shown}” ", (f"[{entry.citation.number}]", "bold cyan"), (changed, "dim"))


def _show_source(entry: Entry, console: Console) -> None:
    article, link = entry.citation.article.article, entry.citation.deep_link
    title = Text(headline(article.title), "bold")
    if link:
        title.stylize(f"link {link}")
    names = [plain(name) for name in entry.publishers]
    others = names[1:_NAMED] + (["others"] if len(names) > _NAMED else [])
    printed = f" · also {', '.join(others)}" if others else ""
    who = names[0] if names else "no publisher"
    line = Text.assemble(title, f" — {who}, {day(article.published_at)}{printed}")
    console.print(_indented(line, 4))
    if link and not console.is_terminal:
        console.print(Text(f"      {link}", "dim"), soft_wrap=True)


def _summary(timeline: Timeline) -> str:
    shown, reports = len(timeline.entries), len(timeline.reports)
    parts = [f"{reports:,} report" + ("" if reports == 1 else "s")]
    if timeline.left_out:
        total = shown + timeline.left_out
        parts.append(f"{shown} of {total:,} entries shown, the others with -k {min(total, 100)}")
    if not timeline.complete:
        parts.append("the topic is broad: there may be more")
    return " · ".join(parts)


def _spoken(when: date) -> str:
    return day(datetime(when.year, when.month, when.day, tzinfo=UTC))
