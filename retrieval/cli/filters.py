"""The options that narrow a search, shared by every command that searches."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import click

from corpus import Filters
from retrieval.cli.dates import Date
from retrieval.cli.program import Program, plain
from retrieval.models import UnknownPublisher
from retrieval.publishers import spoken_unknown

Period = tuple[datetime, datetime]


def complete_publisher(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Names of publishers the corpus holds, for the shell; none when it cannot be read."""
    try:
        with ctx.ensure_object(Program).library() as library:
            names = [name for name, _ in library.publishers()]
    except Exception:  # noqa: BLE001 - completion must never print an error into a prompt
        return []
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def mention_unknown(unknown: Iterable[UnknownPublisher]) -> None:
    """Say on standard error which publishers nobody here is called, and who may be meant."""
    for one in unknown:
        click.echo(plain(spoken_unknown(one)), err=True)


_OPTIONS = (
    click.option(
        "--publisher",
        "publishers",
        multiple=True,
        metavar="NAME",
        shell_complete=complete_publisher,
        help="Only articles of this publisher, by its name or what it is called (AP); may be repeated.",
    ),
    click.option("--since", type=Date(), metavar="DATE", help="Only articles published on or after DATE."),
    click.option("--until", type=Date(), metavar="DATE", help="Only articles published up to and on DATE."),
)
_AS_OF = click.option(
    "--as-of", type=Date(), metavar="DATE", help="Answer as on DATE: nothing published later is used."
)


def filter_options(*, as_of: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the filter options to a command, which receives them as one `filters`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def narrowed(
            *args: Any,
            publishers: tuple[str, ...],
            since: Period | None,
            until: Period | None,
            as_of: Period | None = None,
            **kwargs: Any,
        ) -> Any:
            return command(*args, filters=_filters(publishers, since, until, as_of), **kwargs)

        for option in reversed((*_OPTIONS, _AS_OF) if as_of else _OPTIONS):
            narrowed = option(narrowed)
        return narrowed

    return decorate


def _filters(
    publishers: tuple[str, ...], since: Period | None, until: Period | None, as_of: Period | None
) -> Filters:
    ends = [period[1] for period in (until, as_of) if period]
    start, end = since[0] if since else None, min(ends, default=None)
    if start and end and start >= end:
        raise click.UsageError("--since is later than --until: no article can match.")
    return Filters(publishers=publishers, since=start, until=end)
