"""The corpora that quality is measured on: loaded once into `var/`, used again while their source stays."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus, CorpusSettings, Ingested, ingest
from retrieval import Answerer, RetrievalSettings, build_answerer

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "eval"
CACHE = ROOT / "var" / "eval"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A question file and the articles that it is about."""

    name: str
    questions: Path
    articles: tuple[Path, ...]

    @property
    def present(self) -> bool:
        """Whether this machine has it; the larger sets are not part of the repository."""
        return self.questions.is_file() and all(path.exists() for path in self.articles)

    @property
    def directory(self) -> Path:
        """Where its corpus is kept."""
        return CACHE / self.name

    @property
    def sha256(self) -> str:
        """Of the question file."""
        return digest((self.questions,))


SAMPLE = QuestionSet(
    "sample", ROOT / "benchmarks" / "questions.jsonl", (ROOT / "corpus" / "sample" / "articles.jsonl",)
)
NEWS = QuestionSet("wikinews", SHARED / "wikinews" / "dev.jsonl", (SHARED / "wikinews" / "articles.jsonl",))
NEWS_IN_A_CROWD = QuestionSet(
    "wikinews-crowd", NEWS.questions, (*NEWS.articles, SHARED / "wp_current_events" / "articles.jsonl")
)
SETS = (SAMPLE, NEWS, NEWS_IN_A_CROWD)


@contextmanager
def open_answerer(chosen: QuestionSet) -> Iterator[Answerer]:
    """An answerer over the set's articles, which are added first where they are new."""
    with open_corpus_of(chosen) as corpus:
        yield build_answerer(corpus, RetrievalSettings())


@contextmanager
def open_corpus_of(chosen: QuestionSet) -> Iterator[Corpus]:
    """The set's articles, added first where they are new."""
    loaded_from = digest(chosen.articles)
    with open_corpus(
        chosen.directory, loaded_from, lambda corpus: ingest(map(str, chosen.articles), corpus)
    ) as held:
        yield held


@contextmanager
def open_corpus(
    directory: Path, loaded_from: str, fill: Callable[[Corpus], Iterable[Ingested]]
) -> Iterator[Corpus]:
    """A corpus kept in a directory, filled anew where it was not loaded from just that."""
    stamp = directory / "loaded-from"
    if not stamp.is_file() or stamp.read_text("utf-8") != loaded_from:
        shutil.rmtree(directory, ignore_errors=True)
    with Corpus.open(CorpusSettings(directory)) as corpus:
        if not stamp.is_file():
            # Results are values: a refused article is reported by the figures that miss it.
            for _ in fill(corpus):
                pass
            stamp.write_text(loaded_from, "utf-8")
        yield corpus


def digest(paths: Iterable[Path]) -> str:
    """The SHA-256 of the files, one behind the other."""
    read = hashlib.sha256()
    for path in paths:
        read.update(path.read_bytes())
    return read.hexdigest()
