"""The corpora that quality is measured on: loaded once into `var/`, used again while their source stays."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus, CorpusSettings, ingest
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
        return _digest((self.questions,))


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
    directory = chosen.directory
    stamp = directory / "loaded-from"
    digest = _digest(chosen.articles)
    if not stamp.is_file() or stamp.read_text("utf-8") != digest:
        shutil.rmtree(directory, ignore_errors=True)
    with Corpus.open(CorpusSettings(directory)) as corpus:
        if not stamp.is_file():
            # Results are values: a refused article is reported by the figures that miss it.
            for _ in ingest(map(str, chosen.articles), corpus):
                pass
            stamp.write_text(digest, "utf-8")
        yield build_answerer(corpus, RetrievalSettings())


def _digest(paths: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
