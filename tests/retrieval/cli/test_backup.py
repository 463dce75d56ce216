"""`byline backup` and `byline restore`, as a person runs them."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from tests.retrieval.cli.conftest import Byline

QUESTION = ("ask", "How many passengers were hurt?", "--json")


def test_a_restored_corpus_answers_the_same(filled: Byline, tmp_path: Path) -> None:
    asked = [QUESTION, ("search", "ferry rudder", "--json"), ("articles", "list", "--json")]
    before = [filled(*question).json() for question in asked]
    made = filled("backup", "stories.backup", "--json").json()
    assert made["bytes"] == Path(made["file"]).stat().st_size
    shutil.rmtree(tmp_path / "corpus")
    ran = filled("restore", "stories.backup", "--json")
    assert ran.code == 0
    assert ran.json() == {
        "directory": str(tmp_path / "corpus"),
        "articles": 2,
        "passages": filled("stats", "--json").json()["passages"],
        "indexed": True,
        "aside": None,
    }
    after = [filled(*question).json() for question in asked]
    for answer in (*before, *after):
        answer.pop("seconds", None)
    assert after == before
    assert filled("log", "--json").json()["entries"][0]["action"] == "restore"


def test_a_backup_is_not_overwritten_without_force(filled: Byline, tmp_path: Path) -> None:
    assert "stories.backup" in filled("backup", "stories.backup").out
    ran = filled("backup", "stories.backup")
    assert (ran.code, ran.out) == (1, "")
    assert "--force" in ran.err
    assert filled("backup", "stories.backup", "--force").code == 0


def test_a_restore_asks_before_it_replaces(
    filled: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled("backup", "stories.backup")
    filled("add", str(write(tmp_path, "The lighthouse at Port Ellery was painted red on Sunday.")))
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    ran = filled("restore", "stories.backup")
    assert ran.code == 130
    assert "byline backup" in ran.err
    assert filled("stats", "--json").json()["articles"] == 3
    assert filled("restore", "stories.backup", "--yes").code == 0
    assert filled("stats", "--json").json()["articles"] == 2


def write(folder: Path, text: str) -> Path:
    path = folder / "story.txt"
    path.write_text(text)
    return path


def test_what_is_no_backup_is_one_plain_line(filled: Byline, tmp_path: Path) -> None:
    ran = filled("restore", str(write(tmp_path, "a shopping list " * 100)), "--yes")
    assert (ran.code, ran.out) == (1, "")
    assert "no backup of Byline" in ran.err
    assert ran.err.count("\n") == 1
    assert filled("stats", "--json").json()["articles"] == 2
