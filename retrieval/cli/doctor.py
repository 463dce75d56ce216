"""What `byline doctor` looks at: each check a value, none of them stops the next."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Literal

from corpus import CorpusError, IndexBusyError, NoCorpusError, Passage, load_embedder, may_write
from retrieval.build import build_reader
from retrieval.errors import RetrievalError

if TYPE_CHECKING:
    from retrieval.cli.program import Program

_LOW_DISK = 1_000_000_000
_READ_ONLY = "not used: the corpus may only be read here, so the library answers alone, which takes longer"
_SHOWN = (
    "byline",
    "chromadb",
    "onnxruntime",
    "sentence-transformers",
    "torch",
    "discord.py",
    "langchain-core",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    name: str
    state: Literal["ok", "warning", "problem"]
    detail: str
    mend: str | None = None
    """What to do about it."""

    def shape(self) -> dict[str, str | None]:
        """The finding as `doctor --json` prints it."""
        return asdict(self)


def examine(program: Program) -> Iterator[Finding]:
    """Run every check; a check that fails unexpectedly is itself a finding."""
    checks: tuple[tuple[str, Callable[[Program], Finding]], ...] = (
        ("versions", _versions),
        ("free disk", _free_disk),
        ("reading model", _reader),  # first: the packaged embedding model bids the hub's library stay offline
        ("embedding model", _model),
        ("library", _library),
        ("index", _index),
        ("discord token", _token),
    )
    for name, check in checks:
        try:
            yield check(program)
        except NoCorpusError as error:
            # As on the first day: nothing is wrong.
            yield Finding(name, "warning", str(error), "Add an article: byline add story.txt")
        except (CorpusError, RetrievalError, OSError) as error:
            yield Finding(
                name, "problem", str(error), "See the sentence above; run with --debug for details."
            )


def _versions(_: Program) -> Finding:
    python = ".".join(map(str, sys.version_info[:3]))
    installed = ", ".join(f"{name} {_version(name)}" for name in _SHOWN)
    return Finding("versions", "ok", f"Python {python}, {installed}")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"  # only other models than the packaged ones need PyTorch


def _free_disk(program: Program) -> Finding:
    directory = program.corpus_settings().directory
    existing = next(folder for folder in (directory, *directory.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    said = f"{free / 1e9:,.1f} GB free for {directory}"
    if free < _LOW_DISK:
        return Finding("free disk", "warning", said, "Free some space, or move the corpus with CORPUS_DIR.")
    return Finding("free disk", "ok", said)


def _model(program: Program) -> Finding:
    embedder = program.embedder or load_embedder(program.corpus_settings().embedding_model)
    vectors = embedder.embed(["A ferry ran aground."])
    return Finding(
        "embedding model", "ok", f"{embedder.identity}, {vectors.shape[1]} dimensions, loads and embeds"
    )


def _reader(program: Program) -> Finding:
    text = "A ferry ran aground off Port Ellery."
    passage = Passage("a-1-0", "a", 0, 0, len(text), text, "Ferry", ((0, len(text)),))
    settings = program.retrieval_settings()
    (read,) = build_reader(settings).read("Where did the ferry run aground?", [passage])
    found = text[slice(*read.sentences[0].answer)]
    name = settings.reader_model or "the packaged one"
    return Finding(
        "reading model", "ok", f"{name}: its files are whole, and it finds {found!r} in a sentence"
    )


def _library(program: Program) -> Finding:
    with program.library() as library:
        problems, coverage = library.integrity(), library.coverage()
    if problems:
        return Finding("library", "problem", "; ".join(problems), "Bring a backup back: byline restore FILE")
    place = f", in {library.where}" if program.corpus_settings().library_url else ""
    said = f"{coverage.articles:,} articles, {coverage.passages:,} passages, sound{place}"
    return Finding("library", "ok", said)


def _index(program: Program) -> Finding:
    try:
        with program.corpus() as corpus:
            if not may_write(program.corpus_settings()):
                return Finding("index", "warning", _READ_ONLY)
            corpus.index.wait(timeout=600)
            held, expected = corpus.index.count(), corpus.library.coverage().passages
            waiting = corpus.library.waiting()
            corpus.library.snapshots.wait(timeout=600)
            snapshot = corpus.library.snapshots.state()
    except IndexBusyError as error:
        return Finding("index", "warning", str(error), "Stop the bot to check the index too.")
    if waiting or held < expected:
        said = f"holds {held:,} of {expected:,} passages"
        return Finding("index", "problem", said, "Run: byline reindex")
    said = f"agrees with the library, {expected:,} passages"
    if snapshot.wanted and snapshot.passages is None:
        slow = f"{said}, but there is no snapshot of them: questions take longer"
        return Finding("index", "warning", slow, "See in the log why none can be made, and: byline reindex")
    kept = f"; the snapshot holds {snapshot.passages:,}" if snapshot.passages else ""
    return Finding("index", "ok", f"{said}{kept}")


def _token(program: Program) -> Finding:
    if program.environment.get("DISCORD_TOKEN"):
        return Finding("discord token", "ok", "DISCORD_TOKEN is set")
    mend = "Put DISCORD_TOKEN=… into .env to run the bot; the command line needs none."
    return Finding("discord token", "warning", "DISCORD_TOKEN is not set", mend)
