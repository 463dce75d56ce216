"""`byline doctor` and `reindex`: whether all is well, and the index made anew."""

from __future__ import annotations

import click

from corpus import reindex
from retrieval.cli.operator import operator
from retrieval.cli.program import BylineCommand, Program, json_option, pass_program, print_json, progress_bar


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
        passages = reindex(program.corpus_settings(), progress, embed, program.embedder, operator())
    if as_json:
        print_json({"passages": passages})
    else:
        click.echo(f"The index holds {passages:,} passages.")
