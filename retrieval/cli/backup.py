"""`byline backup` and `byline restore`: the corpus as one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from corpus import backup, holds_anything, restore
from retrieval.cli.operator import operator
from retrieval.cli.program import BylineCommand, Program, json_option, pass_program, print_json, progress_bar

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command("backup", cls=BylineCommand, epilog="Example:  byline backup ~/byline-2024-09.backup")
@_FILE
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
@json_option
@pass_program
def backup_command(program: Program, file: Path, force: bool, as_json: bool) -> None:
    """Copy the corpus into one FILE, as it is at this moment; the bot may run on.

    In it are articles with their earlier versions, feeds, the log and what is kept of answers; not the index,
    which is built from them, and not `.env`.
    """
    with progress_bar("Copying") as progress:
        made = backup(program.corpus_settings(), file.expanduser(), force, progress)
    if as_json:
        print_json({"file": str(made.file), "bytes": made.bytes})
    else:
        click.echo(f"The corpus is in {made.file}, {made.bytes / 1e6:,.1f} MB.")


@click.command("restore", cls=BylineCommand, epilog="Example:  byline restore byline-2024-09.backup")
@_FILE
@click.option("--yes", is_flag=True, help="Replace the corpus that is there without asking.")
@json_option
@pass_program
def restore_command(program: Program, file: Path, yes: bool, as_json: bool) -> None:
    """Make the corpus what it was when FILE was written; asks before it replaces one.

    FILE is checked before anything is touched; the index is built anew from it. Stop the bot before.
    """
    settings, file = program.corpus_settings(), file.expanduser()
    if not yes and holds_anything(settings):
        where = "The database of CORPUS_LIBRARY_URL" if settings.library_url else settings.directory
        click.echo(f"{where} holds a corpus. To keep it too: byline backup FILE", err=True)
        click.confirm("Replace it for good?", abort=True, err=True)
        yes = True
    with progress_bar("Restoring") as progress:
        restored = restore(settings, file, yes, progress, operator())
    if as_json:
        print_json(
            {
                "directory": str(settings.directory),
                "articles": restored.articles,
                "passages": restored.passages,
                "indexed": restored.indexed,
                "aside": str(restored.aside) if restored.aside else None,
            }
        )
        return
    click.echo(f"{restored.articles:,} articles with {restored.passages:,} passages are back.")
    if restored.aside:
        click.echo(f"The damaged library is now {restored.aside}.", err=True)
    if not restored.indexed:
        click.echo("The index is not built yet; it will be at the next question.", err=True)
