"""What can be wrong around a corpus, each met by one plain line and an exit code, and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus import Corpus, CorpusSettings, Library
from tests.fakes import WordEmbedder
from tests.retrieval.cli.conftest import STORIES, Byline

ROOT = Path(__file__).parents[3]
READING = (
    ("ask", "What happened?"),
    ("search", "ferry"),
    ("check", "A ferry ran aground."),
    ("timeline", "ferry"),
    ("articles", "list"),
    ("articles", "show", "abcd"),
    ("articles", "remove", "abcd", "--yes"),
    ("feeds", "list"),
    ("feeds", "refresh"),
    ("log",),
    ("stats",),
    ("reindex",),
    ("backup", "x.backup"),
)


def assert_plain(err: str) -> None:
    assert err.startswith("byline: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_misspelt_corpus_is_said_and_not_made(
    filled: Byline, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ran = filled(*command, "--corpus", str(tmp_path / "corpsu"))
    assert (ran.code, ran.out) == (1, "")
    assert_plain(ran.err)
    assert "There is no corpus in" in ran.err
    assert "byline add" in ran.err
    assert not (tmp_path / "corpsu").exists()


def test_doctor_finds_no_fault_in_a_corpus_that_is_not_there_yet(byline: Byline, tmp_path: Path) -> None:
    ran = byline("doctor", "--json")
    states = {check["name"]: check["state"] for check in ran.json()["checks"]}
    assert (ran.code, states["library"], states["index"]) == (0, "warning", "warning")
    assert not (tmp_path / "corpus").exists()


def test_a_nul_in_the_corpus_s_name_is_wrong_usage(byline: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = byline("stats", "--corpus", "a\0b")
    assert ran.code == 2
    assert "NUL" in ran.err
    monkeypatch.setattr(os, "environ", {**os.environ, "CORPUS_DIR": "a\0b"})
    ran = byline("stats")
    assert ran.code == 1
    assert_plain(ran.err)
    assert "CORPUS_DIR" in ran.err


@pytest.mark.parametrize("name", ["x" * 300, "~nobody-of-this-name/corpus"])
def test_a_name_that_no_folder_can_have_is_one_plain_line(byline: Byline, name: str) -> None:
    for command in ("stats", "add"):
        ran = byline(*((command, "story.txt") if command == "add" else (command,)), "--corpus", name)
        assert ran.code == 1
        assert_plain(ran.err)


def test_a_file_in_the_index_s_place_is_said_and_questions_are_answered(
    filled: Byline, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "corpus" / "index")
    (tmp_path / "corpus" / "index").write_text("my notes")
    ran = filled("search", "ferry", "--json")
    assert ran.code == 0
    assert ran.json()["hits"][0]["title"] == STORIES[0]["title"]
    ran = filled("doctor", "--json")
    (index,) = (check for check in ran.json()["checks"] if check["name"] == "index")
    assert (ran.code, index["state"]) == (1, "problem")
    assert "Move it away" in index["detail"]
    assert (tmp_path / "corpus" / "index").read_text() == "my notes"
    (tmp_path / "corpus" / "index").unlink()
    assert filled("doctor").code == 0


def test_a_damaged_library_is_one_plain_line_that_names_the_way_back(filled: Byline, tmp_path: Path) -> None:
    filled("backup", "good.backup")
    library = tmp_path / "corpus" / "library.sqlite3"
    data = bytearray(library.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    library.write_bytes(data)
    for command in (("ask", "What happened?"), ("articles", "list"), ("stats",), ("backup", "bad.backup")):
        ran = filled(*command)
        assert (ran.code, ran.out) == (1, "")
        assert_plain(ran.err)
        assert "damaged" in ran.err
    assert "byline restore" in filled("articles", "list").err
    assert not (tmp_path / "bad.backup").exists()
    ran = filled("doctor", "--json")
    (found,) = (check for check in ran.json()["checks"] if check["name"] == "library")
    assert (ran.code, found["state"]) == (1, "problem")
    assert filled("restore", "good.backup", "--yes").code == 0
    assert filled("doctor").code == 0


# Permissions


@contextmanager
def unprivileged() -> Iterator[None]:
    """Not as root, who may write anywhere."""
    if os.getuid():
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def guarded(byline: Byline, tmp_path: Path) -> Iterator[Path]:
    """A corpus that may be read and not written, in a folder that anybody may enter."""
    if not hasattr(os, "setresuid"):
        pytest.skip("this system cannot give up root for a while")
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place, "corpus")
        stories = tmp_path / "stories.jsonl"
        stories.write_text("\n".join(json.dumps(story) for story in STORIES))
        assert byline("add", str(stories), "--corpus", str(directory)).code == 0
        paths = [Path(place), directory, *directory.rglob("*")]
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        os.chdir(place)
        yield directory
        os.chdir("/")
        for path in paths:
            path.chmod(0o755)


def test_a_corpus_that_may_only_be_read_is_read(byline: Byline, guarded: Path) -> None:
    before = sorted(path.name for path in guarded.rglob("*"))
    with unprivileged():
        ran = byline("search", "ferry", "--json", "--corpus", str(guarded))
        assert ran.code == 0, ran.err
        assert ran.json()["hits"][0]["title"] == STORIES[0]["title"]
        assert byline("stats", "--json", "--corpus", str(guarded)).json()["articles"] == 2
        assert byline("articles", "list", "--json", "--corpus", str(guarded)).json()["total"] == 2
        assert byline("ask", "How many passengers were hurt?", "--corpus", str(guarded)).code == 0
    assert sorted(path.name for path in guarded.rglob("*")) == before


def test_an_index_that_may_not_be_read_is_not_needed_for_an_answer(byline: Byline, guarded: Path) -> None:
    (guarded / "index").chmod(0)
    with unprivileged():
        ran = byline("search", "ferry", "--json", "--corpus", str(guarded))
    assert ran.json()["hits"][0]["title"] == STORIES[0]["title"]


def test_a_corpus_that_may_only_be_read_is_not_written(byline: Byline, guarded: Path, tmp_path: Path) -> None:
    (stored, *_) = byline("articles", "list", "--json", "--corpus", str(guarded)).json()["articles"]
    story = tmp_path / "story.txt"
    story.write_text("The lighthouse at Port Ellery was painted red on Sunday.")
    changing = (
        ("add", "-"),
        ("articles", "remove", stored["id"], "--yes"),
        ("feeds", "add", "https://news.example/feed"),
        ("reindex",),
    )
    with unprivileged():
        for command in changing:
            ran = byline(*command, "--corpus", str(guarded))
            assert (ran.code, ran.out) == (1, ""), command
            assert_plain(ran.err)
    assert byline("stats", "--json", "--corpus", str(guarded)).json()["articles"] == 2


def test_a_corpus_of_somebody_else_is_one_plain_line(byline: Byline, guarded: Path) -> None:
    (guarded / "library.sqlite3").chmod(0o000)
    with unprivileged():
        for command in (("ask", "What happened?"), ("stats",), ("articles", "list")):
            ran = byline(*command, "--corpus", str(guarded))
            assert (ran.code, ran.out) == (1, "")
            assert_plain(ran.err)
    guarded.chmod(0o000)
    with unprivileged():
        for command in (("ask", "What happened?"), ("stats",), ("add", "story.txt")):
            ran = byline(*command, "--corpus", str(guarded))
            assert (ran.code, ran.out) == (1, "")
            assert_plain(ran.err)
    guarded.chmod(0o555)


# A full disk

_LIMITED = """
import resource, signal, sys
from retrieval.cli.app import run
from retrieval.cli.program import Program
from tests.fakes import WordEmbedder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
sys.exit(run(sys.argv[1:], Program(embedder=WordEmbedder())))
"""


def test_what_a_full_disk_does_not_take_is_not_acknowledged_and_the_rest_is_kept(tmp_path: Path) -> None:
    """No file may grow beyond a size; what fits is added, what does not fails with the reason."""
    file, directory = tmp_path / "many.jsonl", tmp_path / "corpus"
    lines = [
        {"title": f"Story {number}", "text": " ".join(f"word{number}x{word}" for word in range(400)) + "."}
        for number in range(60)
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    command = [sys.executable, "-c", _LIMITED, "add", str(file), "--json", "--corpus", str(directory)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    results = [json.loads(line) for line in ran.stdout.splitlines()]
    added = {result["article_id"] for result in results if result["outcome"] == "added"}
    failed = [result for result in results if result["outcome"] == "failed"]
    assert ran.returncode == 4, ran.stderr
    assert len(added) + len(failed) == 60
    assert added
    assert failed
    assert all("Check the disk" in one["reason"] or "full" in one["reason"] for one in failed)
    # Said with each article; not once more for each in the log.
    assert len(ran.stderr.splitlines()) < 5
    assert "Traceback" not in ran.stderr
    with Library.open(directory) as library:
        assert {stored.id for stored in library.articles(limit=100)} == added
        assert library.integrity() == []
    with Corpus.open(CorpusSettings(directory), WordEmbedder()) as corpus:
        assert corpus.index.wait(30)
        assert corpus.library.waiting() == 0
        assert corpus.index.count() == corpus.library.coverage().passages


# An interruption


def test_an_interruption_while_the_program_is_loaded_is_one_line(tmp_path: Path) -> None:
    """The signal comes when the command's first module is imported."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        # Whoever runs the tests in the background may have switched the signal off.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Finder:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == os.environ['INTERRUPT_AT']:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    for module in (
        "retrieval.cli.app",
        "click",
        "retrieval.cli.program",
        "retrieval.cli.ask",
        "corpus.corpus",
    ):
        environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}", "INTERRUPT_AT": module}
        command = [sys.executable, "-m", "retrieval", "ask", "What happened?", "--corpus", str(tmp_path)]
        (tmp_path / "library.sqlite3").touch()
        ran = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode in (130, -signal.SIGINT), (module, ran.stderr)
        assert "Traceback" not in ran.stderr, module
