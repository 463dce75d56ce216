"""`byline stats`: what the corpus holds, how its feeds fare, what failed last, and how much room is left."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from corpus import Coverage, FeedStatus, Filters, Library, LogEntry, LogFilters, size_of
from retrieval.cli.filters import filter_options
from retrieval.cli.program import BylineCommand, Program, json_option, pass_program, plain, print_json

_FAILED = LogFilters(outcomes=("failed", "ended"))
_MOST_ERRORS = 3


@dataclass(frozen=True, slots=True)
class _Facts:
    """How a corpus stands."""

    coverage: Coverage
    publishers: tuple[tuple[str, int], ...]
    feeds: tuple[FeedStatus, ...]
    failed: tuple[LogEntry, ...]
    """What failed last, newest first."""
    model: str | None
    waiting: int
    folder: Path
    where: str
    """The library's file or database."""

    @property
    def refreshed(self) -> str | None:
        """When a feed was read last."""
        read = [status.last_success for status in self.feeds if status.last_success]
        return f"{max(read):%Y-%m-%d %H:%M}" if read else None

    @property
    def failing(self) -> int:
        """How many feeds could not be read last time."""
        return sum(status.last_error is not None for status in self.feeds)


@click.command("stats", cls=BylineCommand, epilog="Example:  byline stats --publisher Reuters --since 2024")
@filter_options(as_of=False)
@json_option
@pass_program
def stats_command(program: Program, filters: Filters, as_json: bool) -> None:
    """Say what the corpus holds, how its feeds fare, what failed last, and what it takes of the disk.

    The options narrow the articles that are counted.
    """
    with program.library() as library:
        facts = _facts(library, filters)
    if as_json:
        print_json(_shape(facts))
    else:
        _print(facts)


def _facts(library: Library, filters: Filters) -> _Facts:
    return _Facts(
        coverage=library.coverage(filters),
        publishers=tuple(library.publishers(filters)),
        feeds=tuple(library.feeds.statuses()),
        failed=tuple(library.log.entries(_FAILED, _MOST_ERRORS)),
        model=str(library.identity() or "") or None,
        waiting=library.waiting(),
        folder=library.path.parent,
        where=library.where,
    )


def _shape(facts: _Facts) -> dict[str, object]:
    coverage = facts.coverage
    read = [status.last_success for status in facts.feeds if status.last_success]
    return {
        "articles": coverage.articles,
        "passages": coverage.passages,
        "publishers": dict(facts.publishers),
        "from": coverage.earliest.date().isoformat() if coverage.earliest else None,
        "to": coverage.latest.date().isoformat() if coverage.latest else None,
        "embedding_model": facts.model,
        "waiting_for_index": facts.waiting,
        "feeds": len(facts.feeds),
        "feeds_failing": facts.failing,
        "last_refresh": max(read).isoformat() if read else None,
        "last_errors": [
            {"at": entry.at.isoformat(), "target": entry.change.target, "reason": entry.change.reason}
            for entry in facts.failed
        ],
        "bytes_on_disk": size_of(facts.folder),
        "bytes_free": shutil.disk_usage(facts.folder).free,
        "directory": str(facts.folder),
        "library": facts.where,
    }


def _print(facts: _Facts) -> None:
    from retrieval.cli.show import spoken_coverage

    passages = "one passage" if facts.coverage.passages == 1 else f"{facts.coverage.passages:,} passages"
    click.echo(f"{spoken_coverage(facts.coverage)}; {passages}.")
    for name, count in facts.publishers:
        click.echo(f"  {count:>7,}  {plain(name)}")
    if facts.feeds:
        failing = f", {facts.failing:,} with an error" if facts.failing else ""
        read = f"last refreshed {facts.refreshed} UTC" if facts.refreshed else "never refreshed"
        click.echo(f"Feeds: {len(facts.feeds):,}{failing}, {read}. See: byline feeds list")
    if facts.failed:
        click.echo("Failed last:")
        for entry in facts.failed:
            change = entry.change
            said = plain(f"{change.target or change.title or ''}: {change.reason or change.outcome}")
            click.echo(f"  {entry.at:%Y-%m-%d %H:%M}  {said}")
    if facts.waiting:
        click.echo(
            f"The index is {facts.waiting:,} changes behind; the next command that adds or asks mends it."
        )
    if not Path(facts.where).exists():
        click.echo(f"The articles are in {plain(facts.where)}.")
    free = shutil.disk_usage(facts.folder).free
    click.echo(f"Disk: {_bytes(size_of(facts.folder))} in {plain(str(facts.folder))}, {_bytes(free)} free.")
    click.echo(f"Embedded with {facts.model or 'nothing yet'}.")


def _bytes(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
