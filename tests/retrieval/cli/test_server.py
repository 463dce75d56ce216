"""Everything `byline` does, with a Chroma server, while another process works on the same corpus."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chromaserver import ChromaServer, free_port
from tests.retrieval.cli.conftest import STORIES, Byline, other_process

LANTERN = "The lighthouse at Port Ellery was painted red on Sunday. Mayor Ada Brandt held the brush herself."

# Works on the corpus as a bot does; removes or adds a story, or says what it finds, for each line it reads.
_OTHER = """
import json, sys
from pathlib import Path
from corpus import Article, Corpus, CorpusSettings, Draft, ingest_drafts
from tests.fakes import WordEmbedder
with Corpus.open(CorpusSettings(Path(sys.argv[1]), chroma_url=sys.argv[2]), WordEmbedder()) as corpus:
    print(corpus.index.state.value, flush=True)
    for line in sys.stdin:
        kind, text = line.strip().split(" ", 1)
        if kind == "add":
            (result,) = ingest_drafts([Draft("x", Article("From elsewhere", text))], corpus)
            print(result.outcome.value, flush=True)
        else:
            vector = corpus.embedder.embed([text])[0]
            ids = [one for one, _ in corpus.index.nearest(vector, 3)]
            print(json.dumps([p.text for p, _ in corpus.library.passages(ids)]), flush=True)
"""


@pytest.fixture
def served(chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUS_CHROMA_URL", chroma.url)


@pytest.fixture
def shared(served: None, filled: Byline) -> Byline:
    """`byline` on a corpus of two stories on the server."""
    return filled


@pytest.fixture
def other(shared: Byline, chroma: ChromaServer, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the same corpus open."""
    with other_process(_OTHER, str(tmp_path / "corpus"), chroma.url, ready="ready") as child:
        yield child


def say(other: subprocess.Popen[str], line: str) -> str:
    assert other.stdin
    assert other.stdout
    other.stdin.write(line + "\n")
    other.stdin.flush()
    return other.stdout.readline().strip()


def test_two_processes_add_update_remove_and_ask_and_each_sees_at_once_what_the_other_did(
    shared: Byline, other: subprocess.Popen[str], tmp_path: Path
) -> None:
    story = tmp_path / "lantern.txt"
    story.write_text(LANTERN)
    link = ("--url", "https://ledger.example/lantern", "--publisher", "Harbour Ledger")
    assert shared("add", str(story), *link).code == 0
    assert "painted red" in say(other, "find lighthouse painted Port Ellery Sunday")
    assert (
        say(other, "add A tram left the rails in Quarry Street on Thursday, and nobody was hurt.") == "added"
    )
    assert "Quarry Street" in shared("ask", "Where did a tram leave the rails?").out
    assert "Quarry Street" in shared("search", "tram rails", "--json").out
    assert (
        shared("check", "A tram left the rails in Quarry Street.", "--json").json()["verdict"] == "supported"
    )
    assert shared("timeline", "ferry runs aground off Port Ellery", "--json").code == 0

    story.write_text(LANTERN.replace("red", "green"))
    updated = shared("add", str(story), *link, "--json").json()
    assert updated["outcome"] == "updated"
    now = json.loads(say(other, "find lighthouse painted Port Ellery Sunday"))
    assert any("green" in text for text in now)
    assert not any("red on" in text for text in now)

    assert shared("articles", "remove", updated["article_id"], "--yes").code == 0
    assert not any("lighthouse" in text for text in json.loads(say(other, "find lighthouse painted")))


def test_upkeep_goes_on_while_the_other_works(
    shared: Byline, other: subprocess.Popen[str], tmp_path: Path
) -> None:
    bulk = tmp_path / "bulk.jsonl"
    lines = [{"title": f"Story {n}", "text": f"Word{n} met word{n}x at noon in town {n}."} for n in range(20)]
    bulk.write_text("\n".join(json.dumps(line) for line in lines))
    assert shared("add", str(bulk)).code == 0
    assert shared("backup", "all.backup").code == 0
    assert shared("reindex").code == 0
    # The collection that the other process asked is gone: it notices, and takes up the new one.
    say(other, "add A heron nested on the town hall of Vell this spring, to the delight of the clerks.")
    assert "heron" in shared("ask", "What nested on the town hall of Vell?").out
    checks = {check["name"]: check["state"] for check in shared("doctor", "--json").json()["checks"]}
    assert (checks["library"], checks["index"]) == ("ok", "ok")
    assert shared("restore", "all.backup", "--yes").code == 0
    assert shared("stats", "--json").json()["articles"] == len(STORIES) + len(lines)
    assert "clerks" not in shared("search", "heron nested town hall", "--json").out
    assert "Word7" in shared("search", "word7x noon", "--json").out
    checks = {check["name"]: check["state"] for check in shared("doctor", "--json").json()["checks"]}
    assert (checks["library"], checks["index"]) == ("ok", "ok")


def test_with_the_server_away_questions_are_answered_and_what_is_added_waits(
    shared: Byline, chroma: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = tmp_path / "lantern.txt"
    story.write_text(LANTERN)
    with monkeypatch.context() as away:
        away.setenv("CORPUS_CHROMA_URL", f"http://127.0.0.1:{free_port()}")
        added = shared("add", str(story), "--json")
        assert (added.code, added.json()["outcome"]) == (0, "added")
        assert "painted red" in shared("ask", "What was painted red on Sunday?").out
        ran = shared("reindex")
        assert ran.code == 1
        assert "does not answer" in ran.err
        assert ran.err.count("\n") == 1
        index = next(one for one in shared("doctor", "--json").json()["checks"] if one["name"] == "index")
        assert index["state"] == "problem"
        assert "does not answer" in index["detail"]
    checks = {check["name"]: check["state"] for check in shared("doctor", "--json").json()["checks"]}
    assert checks["index"] == "ok"
    assert "painted red" in shared("search", "lighthouse painted", "--json").out


def test_a_setting_of_the_server_that_cannot_be_used_is_one_line(
    byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORPUS_CHROMA_URL", "https://user:hunter2@chroma.example")
    ran = byline("stats")
    assert ran.code != 0
    assert "CORPUS_CHROMA_TOKEN" in ran.err
    assert "hunter2" not in ran.err
