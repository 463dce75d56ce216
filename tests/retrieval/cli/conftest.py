"""The command line as a person runs it, over a corpus of two short stories."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus import Embedder
from retrieval.cli.app import run
from retrieval.cli.program import Program
from tests.fakes import WordEmbedder

ROOT = Path(__file__).parents[3]
STORIES = (
    {
        "url": "https://ledger.example/ferry",
        "title": "Ferry runs aground off Port Ellery",
        "text": "A ferry ran aground off Port Ellery on Monday. Seventeen passengers were hurt, the coast"
        " guard said.\n\nThe captain blamed a broken rudder. Nobody was missing by nightfall.",
        "publisher": "Harbour Ledger",
        "published_at": "2024-09-10T14:02:00+00:00",
    },
    {
        "url": "https://post.example/budget",
        "title": "Council passes budget",
        "text": "The council passed a budget of 40 million crowns on Friday. Mayor Ada Brandt voted against"
        " it.",
        "publisher": "Morning Post",
        "published_at": "2024-10-04T08:00:00+00:00",
    },
)


@dataclass
class Ran:
    """How one run of `byline` ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as the one document it must be."""
        return json.loads(self.out)


Byline = Callable[..., Ran]


@pytest.fixture
def embedder() -> Embedder:
    """What embeds: words counted, unless a module of tests needs the real model."""
    return WordEmbedder()


@pytest.fixture
def byline(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    embedder: Embedder,
) -> Byline:
    """Runs `byline` on an empty corpus of the test's own, in a folder without `.env`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CORPUS_DIR", str(tmp_path / "corpus"))

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(arguments, Program(embedder=embedder))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran


@pytest.fixture
def filled(byline: Byline, tmp_path: Path) -> Byline:
    """The same with the two stories in it."""
    file = tmp_path / "stories.jsonl"
    file.write_text("\n".join(json.dumps(story) for story in STORIES))
    assert byline("add", str(file)).code == 0
    return byline


@contextmanager
def other_process(program: str, *given: str, ready: str) -> Iterator[subprocess.Popen[str]]:
    """A Python program beside this one, once it has said that it is ready; it ends with its input."""
    with subprocess.Popen(
        [sys.executable, "-c", program, *given],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == f"{ready}\n"
        yield child
        assert child.stdin
        child.stdin.close()
