"""What every command shares: the options `--corpus` and `--debug`, the settings, and what to open."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from corpus import Corpus, CorpusSettings, Embedder, Library, Workers
    from retrieval.answerer import Answerer
    from retrieval.settings import RetrievalSettings


# Control characters of both halves of the table, those that turn the direction of writing, and letters that
# only machines see.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_BLANKS = re.compile(r"\s+")
_LONGEST_HEADLINE = 200
# A name of a file that is not UTF-8 comes as these.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass
class Program:
    """One run of `byline`: its options and the ways to what it works on. The composition root."""

    corpus_directory: str | None = None
    debug: bool = False
    embedder: Embedder | None = None
    """What embeds, in place of the model that the settings name."""
    _environment: Mapping[str, str] | None = field(default=None, repr=False)

    @property
    def environment(self) -> Mapping[str, str]:
        """The process's environment over the `.env` file of the folder it runs in."""
        if self._environment is None:
            from dotenv import dotenv_values, find_dotenv

            written = {k: v for k, v in dotenv_values(find_dotenv(usecwd=True)).items() if v is not None}
            self._environment = {**written, **os.environ}
        return self._environment

    def corpus_settings(self) -> CorpusSettings:
        """The corpus that `--corpus`, the environment or the default names."""
        from corpus import CorpusSettings

        named = {"CORPUS_DIR": self.corpus_directory} if self.corpus_directory else {}
        return CorpusSettings.from_environment({**self.environment, **named})

    def retrieval_settings(self) -> RetrievalSettings:
        """How questions are answered."""
        from retrieval.settings import RetrievalSettings

        return RetrievalSettings.from_environment(self.environment)

    @contextmanager
    def library(self, making: bool = False) -> Iterator[Library]:
        """The articles alone: quick to open, and open to many processes at once.

        Args:
            making: Make an empty corpus where there is none; otherwise that is a `LibraryError`.
        """
        from corpus import Library
        from retrieval.cli.operator import operator

        settings, read_only = self.corpus_settings(), self._read_only(making)
        with Library.open(settings.directory, read_only=read_only, url=settings.library_url) as library:
            yield library.by(operator())

    @contextmanager
    def corpus(self, making: bool = False, briefly: bool = False) -> Iterator[Corpus]:
        """Articles, index and embedding model; one process at a time.

        Args:
            making: Make an empty corpus where there is none; otherwise that is a `LibraryError`.
            briefly: For one question.
        """
        from corpus import Corpus
        from retrieval.cli.operator import operator

        settings, read_only = self.corpus_settings(), self._read_only(making)
        with Corpus.open(settings, self.embedder, read_only, briefly) as corpus:
            yield corpus.by(operator())

    @contextmanager
    def workers(self, where: str | None, corpus: Corpus) -> Iterator[Workers | None]:
        """The workers of a Ray cluster, or started here; `None` if none are named."""
        if where is None:
            yield None
            return
        from corpus import Workers

        with Workers.join(where, corpus.embedder, self.corpus_settings().embedding_model) as workers:
            yield workers

    def _read_only(self, making: bool) -> bool:
        """Whether the corpus may only be read; what may not be written is not said before it is to be."""
        from corpus import check_there, may_write

        settings = self.corpus_settings()
        if making:
            return False
        check_there(settings)
        return not may_write(settings)

    @contextmanager
    def answerer(self, briefly: bool = True) -> Iterator[Answerer]:
        """What answers questions over the corpus; `briefly`: one question."""
        from retrieval.build import build_answerer

        with self.corpus(briefly=briefly) as corpus:
            answerer = build_answerer(corpus, self.retrieval_settings())
            corpus.embedder.embed(["."])  # loads the model now, so that an answer's seconds are its own
            yield answerer


def console() -> Any:
    """Where people read: a rich console on standard output."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show on standard error that something takes a moment, and what comes of it; only on a terminal.

    What it yields adds a line to what is shown; all of it goes when the work is done.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(f"{what} …") as status:
        lines = [f"{what} …"]

        def say(line: str) -> None:
            lines.append(plain(line))
            status.update(Text("\n".join(lines)))

        yield say


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, fed with done and total; silent where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def plain(words: str) -> str:
    """Words from outside, such as a file's name, as one line in which a terminal finds nothing to obey."""
    return " ".join(_OBEYED.sub(" ", words).split())


def tame(words: str) -> str:
    """The same for a piece of a line: blanks at its ends stay."""
    return _BLANKS.sub(" ", _OBEYED.sub(" ", words))


def headline(title: str) -> str:
    """A headline as it stands in a line or a table; only a broken page's fills the screen."""
    return plain(title if len(title) <= _LONGEST_HEADLINE else f"{title[:_LONGEST_HEADLINE]}…")


def print_json(document: object) -> None:
    """Write one JSON document to standard output, and nothing else."""
    import json

    # Characters stay readable where they can be written; JSON has an escape for each.
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    written = json.dumps(document, ensure_ascii=encoding != "utf8")
    click.echo(_HALF_CHARACTER.sub(lambda half: f"\\u{ord(half[0]):04x}", written))


def _set_corpus(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        ctx.ensure_object(Program).corpus_directory = value


def _set_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Program).debug = True
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)


class _Folder(click.Path):
    """A folder's name; what the system would not even look for is wrong usage."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if "\0" in str(value):
            self.fail("no folder's name can hold a NUL character.", param, ctx)
        return super().convert(value, param, ctx)


def _shared_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--corpus"],
            metavar="DIR",
            type=_Folder(file_okay=False, readable=False),
            expose_value=False,
            callback=_set_corpus,
            help="The folder of the corpus, in place of CORPUS_DIR.",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_set_debug,
            help="Show details and tracebacks on standard error.",
        ),
    ]


class BylineCommand(click.Command):
    """A command that also takes `--corpus` and `--debug`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_shared_options())


class BylineGroup(click.Group):
    """A group whose commands all take `--corpus` and `--debug`, before or after the command's name."""

    command_class = BylineCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_shared_options())


BylineGroup.group_class = BylineGroup

json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document for scripts."
)

pass_program: Callable[[Callable[..., Any]], Callable[..., Any]] = click.pass_obj
"""Gives a command the `Program` it runs in as its first argument."""
