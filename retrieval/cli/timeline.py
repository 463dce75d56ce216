"""`byline timeline`: what was reported on a topic and when, and a chart of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from corpus import Filters
from retrieval.cli.ask import NOT_HELD
from retrieval.cli.filters import filter_options, mention_unknown
from retrieval.cli.program import (
    BylineCommand,
    Program,
    console,
    json_option,
    pass_program,
    plain,
    print_json,
    working,
)
from retrieval.timeline import MOST_ENTRIES, Timeline, build_chronicler

PNG = b"\x89PNG\r\n\x1a\n"


@click.command(
    "timeline",
    cls=BylineCommand,
    epilog="Example:  byline timeline 'ferry disaster' --since 2024-09 --chart ferry.png",
)
@click.argument("topic")
@filter_options()
@click.option(
    "-k",
    "limit",
    type=click.IntRange(1, 100),
    default=MOST_ENTRIES,
    show_default=True,
    help="How many entries at most; those that matter most are kept.",
)
@click.option(
    "--chart",
    type=click.Path(path_type=Path),
    metavar="FILE.png",
    help="Also draw who reported on it when.",
)
@json_option
@pass_program
def timeline_command(
    program: Program, topic: str, filters: Filters, limit: int, chart: Path | None, as_json: bool
) -> int:
    """Show what was reported on TOPIC and when, oldest first, each a cited quote.

    Exit code 3: no article here is about it.
    """
    if chart is not None:
        _check(chart)
    with program.corpus(briefly=True) as corpus, working("Looking"):
        timeline = build_chronicler(corpus).timeline(topic, filters, limit)
    mention_unknown(timeline.searched.unknown)
    if chart is not None:
        _draw(timeline, chart)
    if as_json:
        from retrieval.timeline_json import timeline_json

        print_json(timeline_json(timeline))
    else:
        from retrieval.cli.show_timeline import show_timeline

        show_timeline(timeline, console())
    return 0 if timeline.entries else NOT_HELD


def _check(chart: Path) -> None:
    """Refuse a place for the chart before anything is computed."""
    if chart.suffix.lower() != ".png":
        raise click.BadParameter(f"{plain(str(chart))} does not end in .png.", param_hint="--chart")
    if chart.is_dir():
        raise click.ClickException(f"{plain(str(chart))} is a folder.")
    if not chart.parent.is_dir():
        raise click.ClickException(f"There is no folder {plain(str(chart.parent))} for the chart.")
    if chart.exists():
        with chart.open("rb") as file:
            if (begins := file.read(len(PNG))) and begins != PNG:
                raise click.ClickException(f"{plain(str(chart))} is no PNG picture; it is not overwritten.")


def _draw(timeline: Timeline, chart: Path) -> None:
    """Write the chart, whole or not at all."""
    from retrieval.chart import draw_chart
    from retrieval.telling.tally import tally

    tallied = tally((report.published_at, report.publisher) for report in timeline.reports)
    if tallied is None:
        why = "none of the articles is dated" if timeline.reports else "there is nothing to draw"
        click.echo(f"No chart was written: {why}.", err=True)
        return
    with tempfile.NamedTemporaryFile(dir=chart.parent, prefix=".chart-", delete=False) as file:
        written = Path(file.name)
        try:
            file.write(draw_chart(timeline.topic, tallied))
            file.close()
            written.chmod(0o666 & ~_umask())
            written.replace(chart)
        finally:
            written.unlink(missing_ok=True)
    click.echo(f"Chart: {plain(str(chart))}", err=True)


def _umask() -> int:
    """What this process takes away from the permissions of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
