"""Too little memory: what fits is kept, what does not is said, and what was acknowledged is there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.bulk_add import HashedWords
from corpus import Article, Corpus, CorpusSettings, Draft, Outcome, Vectors, ingest_drafts
from corpus.library.log import Log
from tests.fakes import WordEmbedder

ROOT = Path(__file__).parents[2]


class Cramped(WordEmbedder):
    """An embedder for which one story is too much."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        if any("enormous" in text for text in texts):
            raise MemoryError
        return super().embed(texts)


def draft(name: str, words: str) -> Draft:
    text = f"The {words} harbour of {name} was opened on Monday by its mayor, who spoke of the sea."
    return Draft(name, Article(f"Harbour of {name}", text, "Courier", url=f"https://courier.example/{name}"))


def test_an_article_that_takes_too_much_memory_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    with Corpus.open(CorpusSettings(tmp_path), Cramped()) as corpus:
        drafts = [draft("Arlen", "small"), draft("Boren", "enormous"), draft("Corvale", "small")]
        found = list(ingest_drafts(drafts, corpus))
        assert [one.outcome for one in found] == [Outcome.ADDED, Outcome.FAILED, Outcome.ADDED]
        assert found[1].reason == "There is not enough memory for it."
        assert corpus.library.coverage().articles == 2
        assert corpus.library.integrity() == []


def test_even_the_log_may_be_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    with Corpus.open(CorpusSettings(tmp_path), Cramped()) as corpus:
        monkeypatch.setattr(Log, "note", full)
        drafts = [draft("Boren", "enormous"), draft("Corvale", "small")]
        assert [one.outcome for one in ingest_drafts(drafts, corpus)] == [Outcome.FAILED, Outcome.ADDED]


# Six short stories and a book among them, for which the memory that is left is not enough.
PROGRAM = """
import resource, sys
from pathlib import Path
from benchmarks.bulk_add import HashedWords
from benchmarks.bulk_add import HashedWords
from corpus import Article, Corpus, CorpusSettings, Draft, ingest_drafts
def draft(number, words):
    told = " ".join(f"{word:x}{number}" for word in range(words))
    return Draft(str(number), Article(f"Story {number}", f"Story {number} is told. {told}.", "Courier"))
with Corpus.open(CorpusSettings(Path(sys.argv[1])), HashedWords()) as corpus:
    list(ingest_drafts([draft(0, 80)], corpus))
    drafts = [draft(number, 250_000 if number == 4 else 80) for number in range(1, 8)]
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 12_000_000, used + 12_000_000))
    for result in ingest_drafts(drafts, corpus):
        print(result.outcome, result.article_id, result.reason or "", flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded and read as on Linux")
def test_a_process_that_runs_out_of_memory_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    program = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=60)
    said = [line.split(" ", 2) for line in ran.stdout.splitlines()]
    added = [identity for outcome, identity, *_ in said if outcome == "added"]
    # Whether Python is told, or Chroma or the system end the process: it did run out.
    assert ran.returncode != 0 or any(
        "memory" in reason for outcome, _, reason in said if outcome == "failed"
    )
    assert len(added) >= 2
    with Corpus.open(CorpusSettings(tmp_path), HashedWords()) as corpus:
        assert [one for one in added if corpus.library.article(one).id != one] == []
        assert corpus.library.integrity() == []
