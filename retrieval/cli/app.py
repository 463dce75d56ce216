"""The root of `byline`: finds the command, runs it, and turns errors into one line and an exit code."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from importlib import import_module, metadata

import click

from retrieval.cli.program import BylineGroup, Program, plain

FAILED, USAGE, INTERRUPTED = 1, 2, 130

_COMMANDS = {
    "ask": ("ask", "Ask a question; the answer is made of cited quotes."),
    "timeline": ("timeline", "Show what was reported on a topic, and when."),
    "search": ("ask", "Rank the passages nearest to a query."),
    "check": ("check", "Check a claim or a paragraph: supported, disputed or not found."),
    "add": ("add", "Add articles: links, files, folders, or standard input."),
    "feeds": ("feeds", "Follow feeds and sitemaps, and refresh them."),
    "articles": ("articles", "List, show or remove what the corpus holds."),
    "log": ("log", "Show who changed what, and when."),
    "feedback": ("feedback", "Show what people in Discord think of answers."),
    "questions": ("questions", "Show what was asked in Discord servers that keep it."),
    "stats": ("stats", "Say what the corpus holds, how its feeds fare, what failed last."),
    "doctor": ("upkeep", "Check the installation and say how to mend what is wrong."),
    "reindex": ("upkeep", "Rebuild the index from the library."),
    "backup": ("backup", "Copy the corpus into one file, while the bot runs."),
    "restore": ("backup", "Make the corpus what it was when a backup was written."),
    "eval": ("evaluate", "Score a file of questions on the corpus."),
    "completion": ("completion", "Print the script that completes commands in your shell."),
}


class _LazyGroup(BylineGroup):
    """Loads a command's module only when that command runs, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"retrieval.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message} {_nearest(args[0])}".strip(), ctx) from None


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, _COMMANDS, n=1)
    return f"Did you mean {close[0]!r}?" if close else "See `byline --help`."


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with:  byline add story.txt  then  byline ask 'What happened?'",
)
@click.version_option(metadata.version("byline"), prog_name="byline")
def byline() -> None:
    """Answers questions from your own news sources, and proves every sentence."""


def run(arguments: Sequence[str], program: Program | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 done, 1 failed, 2 wrong usage, 3 the corpus does not hold it, 4 some items were
        refused, 130 interrupted.
    """
    program = program or Program()
    try:
        code = byline.main(list(arguments), prog_name="byline", standalone_mode=False, obj=program)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        error.show()
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; what was already done is kept.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: a person gets a line, not a traceback
        return _report(error, program)
    return code if isinstance(code, int) else 0


def _report(error: Exception, program: Program) -> int:
    if program.debug:
        logging.getLogger("byline").exception("the command failed")
    click.echo(f"byline: {plain(_sentence(error))}", err=True)
    return FAILED


def _sentence(error: Exception) -> str:
    from corpus import CorpusError
    from retrieval.errors import RetrievalError

    if isinstance(error, CorpusError | RetrievalError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this. What was already done is kept."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return f"something unexpected went wrong ({type(error).__name__}: {error}). Try again with --debug."
