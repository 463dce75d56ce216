"""Nothing that was acknowledged is lost by kill -9, and what looks for losses finds them."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.bulk_add import HashedWords
from benchmarks.crash_check import Found, look
from benchmarks.crash_state import State
from benchmarks.crash_work import text_of
from corpus import Article, Corpus, CorpusSettings, Draft, ingest_drafts

ROOT = Path(__file__).parents[2]
PUT = {"what": "put", "keys": [[5, 0]]}
KEPT = {"what": "kept", "key": 5, "revision": 0}


def test_twenty_kills_cost_nothing_acknowledged() -> None:
    """Two rounds of each kind of work, on a small corpus; as a process of its own, since it forks."""
    quick = ["--rounds", "20", "--stories", "30", "--longest", "0.5"]
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.crash", *quick],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    total = ran.stdout.splitlines()[-1].split()
    assert (total[0], total[1], total[-1]) == ("all", "20", "0")


@pytest.mark.parametrize(
    ("told", "held", "lost"),
    [
        ([PUT, KEPT], [(5, 0)], False),
        ([PUT, KEPT], [], True),
        ([PUT], [], False),
        ([PUT], [(5, 0)], False),
        ([PUT], [(5, 1)], True),
        ([PUT, KEPT, {"what": "put", "keys": [[5, 1]]}], [(5, 0)], False),
        ([PUT, KEPT, {"what": "put", "keys": [[5, 1]]}], [], True),
        ([PUT, KEPT, {"what": "drop", "key": 5}], [], False),
        ([PUT, KEPT, {"what": "drop", "key": 5}, {"what": "dropped", "key": 5}], [(5, 0)], True),
        ([{"what": "listed", "keys": [5]}], [(5, 0)], False),
        ([], [(5, 0)], True),
        ([PUT, KEPT, {"what": "restore", "held": [[7, 2]]}], [(7, 2)], False),
        ([PUT, KEPT, {"what": "restore", "held": [[7, 2]]}], [(5, 0), (7, 2)], True),
    ],
)
def test_what_was_acknowledged_must_be_there_and_what_was_begun_may_be(
    told: list[dict[str, object]], held: list[tuple[int, int]], lost: bool
) -> None:
    state = State()
    for line in told:
        state.hear(line)
    assert bool(state.settle(Found(held=held))) is lost
    assert state.held == dict(held)


@pytest.mark.parametrize(("copy", "lost"), [(None, True), ([(5, 0)], False), ([(5, 0), (6, 0)], False)])
def test_a_backup_is_the_last_one_acknowledged_or_the_one_begun(
    copy: list[tuple[int, int]] | None, lost: bool
) -> None:
    state = State()
    state.hear({"what": "backed up", "held": [[5, 0]]})
    state.hear({"what": "backup", "held": [[5, 0], [6, 0]]})
    assert bool(state.settle(Found(copy=copy))) is lost


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    """A corpus of three stories, whose number 2 is at its second revision."""
    settings = CorpusSettings(tmp_path / "corpus")
    with Corpus.open(settings, HashedWords()) as corpus:
        for key, revision in ((1, 0), (2, 0), (2, 1), (3, 0)):
            article = Article(f"Story {key}", text_of(key, revision), url=f"http://news.example/story/{key}")
            list(ingest_drafts([Draft("-", article)], corpus))
    return settings


def looked(settings: CorpusSettings) -> Found:
    return look(settings, settings.directory / "none.backup", random.Random(1), doctor=False)


def test_a_whole_corpus_is_found_whole(settings: CorpusSettings) -> None:
    found = looked(settings)
    assert found.problems == []
    assert found.held == [(1, 0), (2, 1), (3, 0)]


LOSSES: dict[str, tuple[str, str]] = {
    "half a story": ("UPDATE articles SET text = substr(text, 1, 400) WHERE title = 'Story 1'", "whole"),
    "no last passage": (
        "DELETE FROM passages WHERE number = (SELECT max(number) FROM passages)",
        "live|not all of it",
    ),
    "an embedding gone": ("DELETE FROM embeddings WHERE number = 1", "embeddings"),
    "twice": ("UPDATE articles SET url = 'http://news.example/story/3' WHERE title = 'Story 1'", "twice"),
}


@pytest.mark.parametrize("kind", LOSSES)
def test_a_loss_is_found(settings: CorpusSettings, kind: str) -> None:
    statement, said = LOSSES[kind]
    with closing(sqlite3.connect(settings.directory / "library.sqlite3")) as connection, connection:
        connection.execute(statement)
    problems = " ".join(looked(settings).problems)
    assert any(word in problems for word in said.split("|")), problems


def test_a_question_nobody_answers_is_found(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody: Callable[..., list[object]] = lambda *_: []  # noqa: E731
    monkeypatch.setattr("retrieval.HybridRetriever.retrieve", nobody)
    assert "was not answered" in " ".join(looked(settings).problems)
