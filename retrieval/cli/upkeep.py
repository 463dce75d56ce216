"""`byline stats`, `doctor` and `reindex`: what is there, whether it is well, and made anew."""

from __future__ import annotations

import click

from corpus import Coverage, Filters, reindex
from retrieval.cli.filters import filter_options
from retrieval.cli.operator import operator
from retrieval.cli.program import BylineCommand, Program, json_option, pass_program, print_json, progress_bar


@click.command("stats", cls=BylineCommand, epilog="Example:  byline stats --publisher Reuters --since 2024")
@filter_options(as_of=False)
@json_option
@pass_program
def stats_command(program: Program, filters: Filters, as_json: bool) -> None:
    """Say what the corpus holds and how big it is; the options narrow the articles that are counted."""
    with program.library() as library:
        coverage, publishers = library.coverage(filters), library.publishers(filters)
        feeds = library.feeds.statuses()
        read = [status.last_success for status in feeds if status.last_success]
        facts: dict[str, object] = {
            "articles": coverage.articles,
            "passages": coverage.passages,
            "publishers": dict(publishers),
            "from": coverage.earliest.date().isoformat() if coverage.earliest else None,
            "to": coverage.latest.date().isoformat() if coverage.latest else None,
            "embedding_model": str(library.identity() or "") or None,
            "waiting_for_index": library.waiting(),
            "feeds": len(feeds),
            "feeds_failing": sum(status.last_error is not None for status in feeds),
            "last_refresh": max(read).isoformat() if read else None,
            "bytes_on_disk": _bytes_on_disk(program),
            "directory": str(program.corpus_settings().directory),
        }
    if as_json:
        print_json(facts)
    else:
        _print_stats(facts, coverage)


def _bytes_on_disk(program: Program) -> int:
    files = program.corpus_settings().directory.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def _print_stats(facts: dict[str, object], coverage: Coverage) -> None:
    from retrieval.cli.show import spoken_coverage

    click.echo(f"{spoken_coverage(coverage)}; {coverage.passages:,} passages.")
    publishers = facts["publishers"]
    if isinstance(publishers, dict):
        for name, count in publishers.items():
            click.echo(f"  {count:>7,}  {name}")
    size = facts["bytes_on_disk"]
    click.echo(f"{int(size) / 1e6 if isinstance(size, int) else 0:,.1f} MB in {facts['directory']}")
    if facts["feeds"]:
        click.echo(
            f"Feeds: {facts['feeds']}, of which {facts['feeds_failing']} with an error; last refreshed"
            f" {facts['last_refresh'] or 'never'}. See: byline feeds list"
        )
    click.echo(f"Embedded with {facts['embedding_model'] or 'nothing yet'}.")


@click.command("doctor", cls=BylineCommand, epilog="Example:  byline doctor")
@json_option
@pass_program
def doctor_command(program: Program, as_json: bool) -> int:
    """Check the installation and the corpus, and say how to mend what is wrong.

    Exit code 1: something is wrong.
    """
    from retrieval.cli.doctor import examine

    findings = list(examine(program))
    if as_json:
        print_json({"checks": [finding.shape() for finding in findings]})
    else:
        for finding in findings:
            mark = {"ok": "✓ ok  ", "warning": "! note", "problem": "✗ bad "}[finding.state]
            colour = {"ok": "green", "warning": "yellow", "problem": "red"}[finding.state]
            click.echo(f"{click.style(mark, fg=colour)}  {finding.name}: {finding.detail}")
            if finding.mend:
                click.echo(f"        mend: {finding.mend}")
    return 1 if any(finding.state == "problem" for finding in findings) else 0


@click.command("reindex", cls=BylineCommand, epilog="Example:  byline reindex --embed")
@click.option("--embed", is_flag=True, help="Embed every passage again, even with the same model.")
@json_option
@pass_program
def reindex_command(program: Program, embed: bool, as_json: bool) -> None:
    """Rebuild the index from the library.

    Stored embeddings are used, so this takes seconds to minutes; with another embedding model than the
    corpus was made with, every passage is embedded again.
    """
    with progress_bar("Reindexing") as progress:
        passages = reindex(program.corpus_settings(), progress=progress, embed_again=embed, actor=operator())
    if as_json:
        print_json({"passages": passages})
    else:
        click.echo(f"The index holds {passages:,} passages.")
