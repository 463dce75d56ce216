"""`byline add`: articles in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus import Hints, Ingested, Outcome, count_items, ingest
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

if TYPE_CHECKING:
    from rich.progress import Progress

SOME_REFUSED = 4
_BAD = (Outcome.REFUSED, Outcome.FAILED)
_COLOURS = {Outcome.ADDED: "green", Outcome.UPDATED: "green", Outcome.REFUSED: "red", Outcome.FAILED: "red"}


@click.command(
    "add",
    cls=BylineCommand,
    epilog="Examples:  byline add story.txt --publisher 'Harbour Ledger' --published 2024-09-10 ·"
    "  byline add articles.jsonl ·  pbpaste | byline add - --title 'Ferry runs aground'",
)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--title", help="The headline.")
@click.option("--publisher", help="The outlet that published it.")
@click.option("--author", help="Who wrote it.")
@click.option("--published", type=Date(), metavar="DATE", help="When it was first published.")
@click.option("--url", help="Its web address; the same address again updates the article.")
@json_option
@pass_program
def add_command(
    program: Program, targets: tuple[str, ...], published: Period | None, as_json: bool, **words: str | None
) -> int:
    """Add articles: each TARGET is a link, a file, a folder, or `-` for standard input.

    Files are .txt, .md, .html, .pdf, .docx, and .jsonl with one article a line. What the options say wins
    over what the text shows. An interrupted run may be repeated: what is in already is passed over quickly.
    Exit code 4: some items were refused or failed, the others are in.
    """
    hints = Hints(published_at=published[0] if published else None, **words)
    _check_single(targets, hints)
    with program.corpus() as corpus, _progress(targets, as_json) as progress:
        counts = _report(ingest(targets, corpus, hints), progress, as_json)
    if not as_json:
        said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing to add"
        click.echo(f"{said[0].upper()}{said[1:]}.", err=True)
    return SOME_REFUSED if any(counts[outcome] for outcome in _BAD) else 0


def _check_single(targets: tuple[str, ...], hints: Hints) -> None:
    """A headline and a link name one article; a usage error where more than one may come."""
    option = "--url" if hints.url else "--title" if hints.title else None
    if option is None:
        return
    if len(targets) > 1:
        raise click.UsageError(f"{option} names one article; add one TARGET with it.")
    path = Path(targets[0]).expanduser()
    if path.suffix.lower() in (".jsonl", ".ndjson") or path.is_dir():
        raise click.UsageError(f"{option} names one article, and {plain(targets[0])} holds many.")


def _report(results: Iterable[Ingested], progress: Progress | None, as_json: bool) -> Counter[Outcome]:
    """Print each result as it comes; the bar, if there is one, keeps the lowest line of the terminal."""
    from rich.text import Text

    counts: Counter[Outcome] = Counter()
    for result in results:
        counts[result.outcome] += 1
        if as_json:
            print_json(result_shape(result))
            sys.stdout.flush()
        elif progress and sys.stdout.isatty():
            progress.console.print(Text.from_ansi(result_line(result)), soft_wrap=True)
        else:
            click.echo(result_line(result))
        if progress:
            progress.update(progress.task_ids[0], advance=1)
    return counts


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
        name = f"{name} ({headline(result.title)})" if result.outcome in _BAD else headline(result.title)
    identity = f" ({result.article_id})" if result.article_id else ""
    reason = f": {plain(result.reason)}" if result.reason else ""
    return f"{outcome} {name}{identity}{reason}"


@contextmanager
def _progress(targets: tuple[str, ...], as_json: bool) -> Iterator[Progress | None]:
    """A bar on standard error while articles go in, if it is a terminal and no JSON goes to the same one."""
    if not sys.stderr.isatty() or (as_json and sys.stdout.isatty()):
        yield None
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
        TextColumn("Adding"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task("Adding", total=count_items(targets))
        yield progress
