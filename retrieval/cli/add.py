"""`byline add`: articles in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from corpus import Hints, Ingested, Outcome, count_items, ingest
from retrieval.cli.dates import Date
from retrieval.cli.filters import Period
from retrieval.cli.program import (
    BylineCommand,
    Program,
    json_option,
    pass_program,
    plain,
    print_json,
)
from retrieval.cli.results import BAD, SOME_REFUSED, Lines, lines, result_line, result_shape


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
@click.option(
    "--ray",
    "where",
    metavar="WHERE",
    help="Let Ray's workers read and embed files: how many of this machine, or the address of a cluster.",
)
@json_option
@pass_program
def add_command(
    program: Program,
    targets: tuple[str, ...],
    published: Period | None,
    where: str | None,
    as_json: bool,
    **words: str | None,
) -> int:
    """Add articles: each TARGET is a link, a file, a folder, or `-` for standard input.

    Files are .txt, .md, .html, .pdf, .docx, and .jsonl with one article a line. What the options say wins
    over what the text shows. An interrupted run may be repeated: what is in already is passed over quickly.
    Exit code 4: some items were refused or failed, the others are in.
    """
    hints = Hints(published_at=published[0] if published else None, **words)
    _check_single(targets, hints)
    with (
        # The bar first: opening the corpus and its model takes a moment, too.
        lines("Adding", as_json, count_items(targets) if sys.stderr.isatty() else None) as told,
        program.corpus(making=True) as corpus,
        program.workers(where, corpus) as workers,
    ):
        counts = _report(ingest(targets, corpus, hints, workers), told, as_json)
    if not as_json:
        said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing to add"
        click.echo(f"{said[0].upper()}{said[1:]}.", err=True)
    return SOME_REFUSED if any(counts[outcome] for outcome in BAD) else 0


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


def _report(results: Iterable[Ingested], told: Lines, as_json: bool) -> Counter[Outcome]:
    """Print each result as it comes."""
    counts: Counter[Outcome] = Counter()
    for result in results:
        counts[result.outcome] += 1
        if as_json:
            print_json(result_shape(result))
            sys.stdout.flush()
        else:
            told.say(result_line(result))
        told.at(counts.total())
    return counts
