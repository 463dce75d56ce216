"""`byline` while another process has the corpus open: what is read is read, the rest says what to do."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.retrieval.cli.conftest import STORIES, Byline, other_process

# Holds the corpus as the bot does, and adds a story for each line it reads.
_OWNER = """
import json, sys
from pathlib import Path
from corpus import Corpus, CorpusSettings, ingest
from tests.fakes import WordEmbedder
with Corpus.open(CorpusSettings(Path(sys.argv[1])), WordEmbedder()) as corpus:
    print("open", flush=True)
    for line in sys.stdin:
        for result in ingest([line.strip()], corpus):
            print(json.dumps([result.outcome.value, result.reason]), flush=True)
"""


@pytest.fixture
def owner(filled: Byline, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the corpus of two stories open."""
    with other_process(_OWNER, str(tmp_path / "corpus"), ready="open") as child:
        yield child


def test_what_needs_the_articles_alone_is_answered(
    filled: Byline, owner: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert filled("stats", "--json").json()["articles"] == 2
    listed = filled("articles", "list", "--json").json()["articles"]
    assert {one["title"] for one in listed} == {story["title"] for story in STORIES}
    assert filled("articles", "show", listed[0]["id"], "--json").code == 0
    assert filled("log").code == 0
    assert filled("feeds", "list").code == 0
    assert filled("backup", "while-it-runs.backup").code == 0
    ran = filled("doctor", "--json")
    states = {check["name"]: check["state"] for check in ran.json()["checks"]}
    assert (ran.code, states["library"], states["index"]) == (0, "ok", "warning")


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "What happened?"),
        ("search", "ferry"),
        ("check", "A ferry ran aground."),
        ("add", "story.txt"),
        ("reindex",),
        ("restore", "two.backup", "--yes"),
    ],
    ids=" ".join,
)
def test_what_needs_the_index_says_at_once_what_to_do(
    filled: Byline, owner: subprocess.Popen[str], tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "story.txt").write_text("The lighthouse at Port Ellery was painted red on Sunday.")
    filled("backup", "two.backup")
    ran = filled(*command)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "CORPUS_CHROMA_URL" in ran.err
    assert "Stop it" in ran.err
    assert filled("stats", "--json").json()["articles"] == 2


def test_who_reads_during_an_ingest_sees_whole_articles_only(
    filled: Byline, owner: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Between any two results of the ingest, what is listed is what was acknowledged, or one more."""
    assert owner.stdin
    assert owner.stdout
    lines = [
        {"title": f"Story {number}", "text": " ".join(f"word{number}x{word}" for word in range(60)) + "."}
        for number in range(12)
    ]
    bulk = tmp_path / "bulk.jsonl"
    bulk.write_text("\n".join(json.dumps(line) for line in lines))
    owner.stdin.write(f"{bulk}\n")
    owner.stdin.flush()
    for acknowledged in range(1, len(lines) + 1):
        assert json.loads(owner.stdout.readline()) == ["added", None]
        facts = filled("stats", "--json").json()
        listed = filled("articles", "list", "--json").json()
        assert 2 + acknowledged <= facts["articles"] <= listed["total"] == len(listed["articles"]) <= 14
        assert facts["passages"] >= facts["articles"]
        shown = filled("articles", "show", listed["articles"][-1]["id"], "--json").json()
        assert shown["passages"]
