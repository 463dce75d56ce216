"""`byline log`: who changed what, and when."""

from __future__ import annotations

from typing import Any

import click

from corpus import Action, LogEntry, LogFilters
from retrieval.cli.dates import Date
from retrieval.cli.filters import Period
from retrieval.cli.program import (
    BylineCommand,
    Program,
    console,
    headline,
    json_option,
    pass_program,
    plain,
    print_json,
)

_COLOURS = {"refused": "red", "failed": "red", "ended": "red", "duplicate": "yellow"}


@click.command("log", cls=BylineCommand, epilog="Example:  byline log --since yesterday --action remove")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@click.option("--since", type=Date(), metavar="DATE", help="Only what happened on DATE or later.")
@click.option("--until", type=Date(), metavar="DATE", help="Only what happened up to and on DATE.")
@click.option("--action", type=click.Choice([action.value for action in Action]), help="Only this action.")
@click.option("--article", metavar="ID", help="Only what happened to this article; its whole ID.")
@json_option
@pass_program
def log_command(
    program: Program,
    limit: int,
    offset: int,
    as_json: bool,
    **narrowed: Any,
) -> None:
    """Show who changed the corpus, newest first: in Discord, at a terminal, or by a feed.

    What was refused or failed is there too, with the reason. What was unchanged is not.
    """
    filters = _filters(**narrowed)
    with program.library() as library:
        total = library.log.count(filters)
        entries = library.log.entries(filters, limit, offset)
    if as_json:
        print_json({"entries": [entry_json(entry) for entry in entries], "total": total})
        return
    _print_entries(entries)
    if total > offset + len(entries):
        click.echo(f"{len(entries)} of {total:,}; more with --offset {offset + len(entries)}.", err=True)
    if not total:
        click.echo("Nothing of this is in the log.", err=True)


def entry_json(entry: LogEntry) -> dict[str, object]:
    """An entry as scripts read it; times in UTC."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "who": {"name": entry.by.name, "id": entry.by.id},
        "where": {"place": entry.by.place, "server": entry.by.server, "channel": entry.by.channel},
        "via": entry.by.via,
        "action": entry.change.action.value,
        "outcome": entry.change.outcome,
        "target": entry.change.target,
        "title": entry.change.title,
        "article_id": entry.change.article_id,
        "reason": entry.change.reason,
    }


def _filters(
    since: Period | None, until: Period | None, action: str | None, article: str | None
) -> LogFilters:
    return LogFilters(
        since=since[0] if since else None,
        until=until[1] if until else None,
        action=Action(action) if action else None,
        article_id=article,
    )


def _print_entries(entries: list[LogEntry]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not entries:
        return
    table = Table(box=None, pad_edge=False)
    for name in ("When (UTC)", "Who", "Where", "What", "Outcome", "Of what"):
        table.add_column(name, no_wrap=name in ("When (UTC)", "What", "Outcome"), overflow="fold")
    for entry in entries:
        change = entry.change
        table.add_row(
            Text(f"{entry.at:%Y-%m-%d %H:%M}"),
            Text(plain(entry.by.name)),
            Text(_where(entry)),
            Text(change.action.value),
            Text(change.outcome, _COLOURS.get(change.outcome, "green")),
            Text(_of_what(entry)),
        )
    console().print(table)


def _where(entry: LogEntry) -> str:
    by = entry.by
    place = f"{by.place} {by.server or ''}/{by.channel or ''}" if by.server else by.place
    return f"{place}, via {plain(by.via)}" if by.via else place


def _of_what(entry: LogEntry) -> str:
    change = entry.change
    name = plain(change.target or "")
    if change.title:
        # What did not come in is found again by where it came from.
        name = headline(change.title) if change.article_id else f"{name} ({headline(change.title)})"
    identity = f" ({change.article_id})" if change.article_id else ""
    reason = f": {plain(change.reason)}" if change.reason else ""
    return f"{name}{identity}{reason}".lstrip(": ") or "—"
