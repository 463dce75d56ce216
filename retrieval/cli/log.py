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
    headline,
    json_option,
    pass_program,
    plain,
    print_json,
)
from retrieval.cli.tables import Cell, print_table

_COLOURS = {"refused": "red", "failed": "red", "ended": "red", "duplicate": "yellow"}


@click.command(
    "log",
    cls=BylineCommand,
    epilog="Examples:  byline log --since 2024-09-10 --action remove ·  byline log --outcome refused",
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@click.option("--since", type=Date(), metavar="DATE", help="Only what happened on DATE or later.")
@click.option("--until", type=Date(), metavar="DATE", help="Only what happened up to and on DATE.")
@click.option("--action", type=click.Choice([action.value for action in Action]), help="Only this action.")
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="WORD",
    help="Only what ended so: added, refused, failed …",
)
@click.option("--article", metavar="ID", help="Only what happened to this article; its first characters do.")
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
    since: Period | None,
    until: Period | None,
    action: str | None,
    article: str | None,
    outcomes: tuple[str, ...],
) -> LogFilters:
    return LogFilters(
        since=since[0] if since else None,
        until=until[1] if until else None,
        action=Action(action) if action else None,
        article_id=article,
        outcomes=outcomes,
    )


def _print_entries(entries: list[LogEntry]) -> None:
    rows = [(f"{entry.at:%Y-%m-%d %H:%M}", _done(entry), _of_what(entry)) for entry in entries]
    print_table(("When (UTC)", "What", "Of what"), rows, whole=("When (UTC)", "What"))


def _done(entry: LogEntry) -> Cell:
    """What was done: an article's outcome says it, other changes are named."""
    change = entry.change
    about_article = change.action in (Action.ADD, Action.UPDATE, Action.REMOVE)
    name = [] if about_article else [change.action.value]
    outcome = [] if change.outcome == "done" else [change.outcome]
    return " ".join(name + outcome), _COLOURS.get(change.outcome, "green")


def _of_what(entry: LogEntry) -> str:
    """Its headline or where it came from and, on a second line, who did it and why it ended so."""
    change = entry.change
    name = plain(change.target or "")
    if change.title:
        # What did not come in is found again by where it came from.
        name = headline(change.title) if change.article_id else f"{name} ({headline(change.title)})"
    identity = f" ({change.article_id})" if change.article_id else ""
    reason = f": {plain(change.reason)}" if change.reason else ""
    return f"{name or 'everything'}{identity}\n{_who(entry)}{reason}"


def _who(entry: LogEntry) -> str:
    by = entry.by
    place = f"{by.place} {by.server}/{by.channel or ''}" if by.server else by.place
    via = f", by the feed {plain(by.via)}" if by.via else ""
    return f"{plain(by.name)}, {place}{via}"
