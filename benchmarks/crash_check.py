"""What must be true of a corpus after a kill, looked at as the next process that opens it."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bulk_add import HashedWords
from benchmarks.crash_work import marker, text_of
from corpus import (
    Corpus,
    CorpusSettings,
    Filters,
    Index,
    IndexState,
    Library,
    Passage,
    StoredArticle,
    restore,
)
from retrieval import HybridRetriever, Query
from retrieval.cli.doctor import examine
from retrieval.cli.program import Program
from retrieval.rankers import DenseRanker, LexicalRanker

_ADDRESS = re.compile(r"/story/(\d+)$")
_MARKER = re.compile(r"mark\d+x(\d+)q")
_SELF_FOUND = 0.999
_ASKED = 5
_SAMPLE = 60
_MOST = 1_000_000
_PATIENCE = 120.0


@dataclass
class Found:
    """The corpus as it was found."""

    problems: list[str] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    """Stories with their revisions."""
    copy: list[tuple[int, int]] | None = None
    """The same of the backup; `None` if there is none."""
    rebuilding: bool = False
    """Whether the index was still being mended when the first question was asked."""
    rebuilt: bool = False
    """Whether the index is another than before."""
    seconds: float = 0.0
    """From opening the corpus until the index was ready."""


def look(settings: CorpusSettings, file: Path, chance: random.Random, doctor: bool) -> Found:
    """Open the corpus, ask it at once, and compare everything with everything."""
    found, began, before = Found(), time.monotonic(), _generation(settings.directory)
    with Corpus.open(settings, HashedWords()) as corpus:
        held = _stories(corpus.library, found.problems)
        found.rebuilding = corpus.index.state is not IndexState.READY
        _ask(corpus, chance.sample(sorted(held), min(_ASKED, len(held))), held, found.problems)
        corpus.index.wait(_PATIENCE)
        found.seconds = time.monotonic() - began
        corpus.index.catch_up()
        # What is caught up may be the last straw that brings a rebuild.
        if not corpus.index.wait(_PATIENCE):
            found.problems.append(f"the index is {corpus.index.state}")
            return found
        found.problems += _compare(corpus.library, corpus.index, chance)
        found.problems += _compare_snapshot(corpus.library, chance)
        found.held = sorted(held.items())
    found.rebuilt = _generation(settings.directory) != before
    if doctor:
        program = Program(str(settings.directory), embedder=HashedWords())
        found.problems += [
            f"doctor: {one.name}: {one.detail}" for one in examine(program) if one.state == "problem"
        ]
    if file.exists():
        found.copy = _copied(file, found.problems)
    return found


def _generation(directory: Path) -> set[str]:
    folder = directory / "index"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _stories(library: Library, problems: list[str]) -> dict[int, int]:
    """Each story with its revision; every one must be whole and there once."""
    held: dict[int, int] = {}
    for stored in library.articles(limit=_MOST):
        address, mark = _ADDRESS.search(stored.article.url or ""), _MARKER.search(stored.article.text)
        if not address or not mark:
            problems.append(f"{stored.id} is no story")
            continue
        key, revision = int(address[1]), int(mark[1])
        if key in held:
            problems.append(f"story {key} is there twice")
        if stored.article.text.split() != text_of(key, revision).split():
            problems.append(f"story {key} is not whole")
        if not _covered(stored, library.passages_of(stored.id)):
            problems.append(f"the passages of story {key} are not all of it")
        held[key] = revision
    return held


def _covered(stored: StoredArticle, passages: list[Passage]) -> bool:
    """Whether passages hold every word of their article."""
    end = 0
    for passage in passages:
        if stored.article.text[end : passage.start].strip():
            return False
        end = max(end, passage.end)
    return bool(passages) and not stored.article.text[end:].strip()


def _ask(corpus: Corpus, keys: list[int], held: dict[int, int], problems: list[str]) -> None:
    """Questions whose answer one story has, by its own word, asked whatever the index does meanwhile."""
    rankers = (DenseRanker(corpus.index, corpus.library, corpus.embedder), LexicalRanker(corpus.library))
    retriever = HybridRetriever(corpus.library, rankers)
    for key in keys:
        question = f"Who told the story {marker(key, held[key])} at noon?"
        hits = retriever.retrieve(Query(question), 1)
        if not hits or not (hits[0].article.article.url or "").endswith(f"/story/{key}"):
            problems.append(f"a question for story {key} was not answered")
        elif (
            hits[0].passage.text != hits[0].article.article.text[hits[0].passage.start : hits[0].passage.end]
        ):
            problems.append(f"the passage found of story {key} is not its words")


def _compare(library: Library, index: Index, chance: random.Random) -> list[str]:
    """What the library and the index do not agree on."""
    problems = library.integrity()
    if waiting := library.waiting():
        problems.append(f"{waiting} operations wait for the index")
    live, vectors = [], []
    for ids, rows in library.embeddings():
        live += ids
        vectors += list(rows)
    if index.count() < len(live):
        problems.append(f"the index holds {index.count()} of {len(live)} passages")
    missed = 0
    for row in chance.sample(range(len(live)), min(_SAMPLE, len(live))):
        near = index.nearest(vectors[row], 10)
        missed += live[row] not in {one for one, cosine in near if cosine > _SELF_FOUND}
    # The search is approximate.
    if missed > 1:
        problems.append(f"{missed} of {min(_SAMPLE, len(live))} passages are not found by their own vectors")
    return problems


def _compare_snapshot(library: Library, chance: random.Random) -> list[str]:
    """What ranking with a snapshot does not agree on with the library."""
    if not library.snapshots.wait(_PATIENCE):
        return ["a snapshot is still being made"]
    state, problems = library.snapshots.state(), []
    if state.wanted and state.passages is None:
        problems.append("no snapshot was made")
    live = {one: row for ids, rows in library.embeddings() for one, row in zip(ids, rows, strict=True)}
    for one in chance.sample(sorted(live), min(_ASKED, len(live))):
        if one not in {name for name, _ in library.scan(live[one], Filters(), 3)}:
            problems.append(f"passage {one} is not found by a scan for its own vector")
    return problems


def _copied(file: Path, problems: list[str]) -> list[tuple[int, int]]:
    """What is in the backup, which must be sound."""
    with TemporaryDirectory() as place:
        settings = CorpusSettings(Path(place))
        restore(settings, file)
        with Library.open(settings.directory, read_only=True) as library:
            problems += [f"the backup: {problem}" for problem in library.integrity()]
            return sorted(_stories(library, problems).items())
