"""What becomes of each item while many go in: a line for each as it ends, above a bar where people watch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from corpus import Ingested, Outcome
from retrieval.cli.program import headline, plain

if TYPE_CHECKING:
    from rich.progress import Progress

SOME_REFUSED = 4
"""The exit code where some items were refused or failed, and the others are in."""
BAD = (Outcome.REFUSED, Outcome.FAILED)
_COLOURS = {Outcome.ADDED: "green", Outcome.UPDATED: "green", Outcome.REFUSED: "red", Outcome.FAILED: "red"}
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Lines:
    """Where lines are printed while something goes on; the bar, if there is one, stays below them."""

    _bar: Progress | None

    def say(self, line: str, *, err: bool = False) -> None:
        """Print a line to standard output, or to standard error."""
        if self._bar is None or not (err or sys.stdout.isatty()):
            click.echo(line, err=err)
            return
        from rich.text import Text

        self._bar.console.print(Text.from_ansi(line), soft_wrap=True)

    def at(self, done: int, total: int | None = None, what: str | None = None) -> None:
        """Move the bar, and say beside it what is being done."""
        if self._bar is None:
            return
        task = self._bar.tasks[0]
        named = plain(what)[:_LONGEST_NAME] if what else task.description
        self._bar.update(task.id, completed=done, total=total or task.total, description=named)


@contextmanager
def lines(what: str, as_json: bool, total: int | None = None) -> Iterator[Lines]:
    """A bar on standard error, if that is a terminal and no JSON goes to the same one; gone in the end."""
    if not sys.stderr.isatty() or (as_json and sys.stdout.isatty()):
        yield Lines(None)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(what, total=total)
        yield Lines(bar)


def result_shape(result: Ingested) -> dict[str, str | None]:
    """A result as scripts read it."""
    return {
        "target": result.target,
        "outcome": result.outcome.value,
        "article_id": result.article_id,
        "title": result.title,
        "reason": result.reason,
    }


def result_line(result: Ingested) -> str:
    """What is wrong is said with its place, such as a line's number; what is in, with its headline."""
    outcome = click.style(f"{result.outcome.value:<10}", fg=_COLOURS.get(result.outcome, "yellow"))
    name = plain(result.target)
    if result.title:
        name = f"{name} ({headline(result.title)})" if result.outcome in BAD else headline(result.title)
    identity = f" ({result.article_id})" if result.article_id else ""
    reason = f": {plain(result.reason)}" if result.reason else ""
    return f"{outcome} {name}{identity}{reason}"
