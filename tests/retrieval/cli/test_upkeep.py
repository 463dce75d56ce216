"""The root command, `stats`, `doctor`, `reindex` and `completion`."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Library
from tests.retrieval.cli.conftest import Byline


def test_help_names_every_command_and_shows_an_example(byline: Byline) -> None:
    ran = byline("--help")
    assert ran.code == 0
    for command in ("ask", "search", "add", "articles", "stats", "doctor", "reindex", "eval", "completion"):
        assert f"  {command} " in ran.out
    assert "byline add story.txt" in ran.out


@pytest.mark.parametrize(
    "command", ["ask", "search", "add", "articles list", "reindex", "stats", "doctor", "eval"]
)
def test_every_command_explains_itself(byline: Byline, command: str) -> None:
    ran = byline(*command.split(), "--help")
    assert ran.code == 0
    assert "Usage: byline" in ran.out
    assert "--corpus DIR" in ran.out


def test_a_misspelt_command_is_wrong_usage_with_a_suggestion(byline: Byline) -> None:
    ran = byline("serach", "x")
    assert ran.code == 2
    assert "'search'" in ran.err


def test_the_corpus_option_works_before_and_after_the_command(filled: Byline, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    Library.open(tmp_path / "other").close()
    assert filled("--corpus", other, "stats", "--json").json()["articles"] == 0
    assert filled("stats", "--corpus", other, "--json").json()["articles"] == 0
    assert filled("stats", "--json").json()["articles"] == 2


def test_a_dotenv_file_names_the_corpus_and_the_environment_wins(
    filled: Byline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(tmp_path / "other").close()
    (tmp_path / ".env").write_text(f"CORPUS_DIR={tmp_path / 'other'}\n")
    assert filled("stats", "--json").json()["articles"] == 2
    monkeypatch.delenv("CORPUS_DIR")
    assert filled("stats", "--json").json()["articles"] == 0


def test_stats_count_articles_passages_and_publishers(filled: Byline) -> None:
    facts = filled("stats", "--json").json()
    assert facts["articles"] == 2
    assert facts["passages"] >= 2
    assert facts["publishers"] == {"Harbour Ledger": 1, "Morning Post": 1}
    assert (facts["from"], facts["to"]) == ("2024-09-10", "2024-10-04")
    assert facts["waiting_for_index"] == 0


def test_a_deleted_index_comes_back_and_answers_the_same(filled: Byline, tmp_path: Path) -> None:
    import shutil

    before = filled("search", "ferry rudder", "--json").json()["hits"]
    shutil.rmtree(tmp_path / "corpus" / "index")
    assert filled("search", "ferry rudder", "--json").json()["hits"] == before
    assert filled("reindex", "--json").json()["passages"] == filled("stats", "--json").json()["passages"]


def test_a_bad_setting_is_one_plain_line(byline: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUS_CHROMA_URL", "localhost:8000")
    ran = byline("ask", "What happened?")
    assert (ran.code, ran.out) == (1, "")
    assert "CORPUS_CHROMA_URL" in ran.err


def test_a_library_that_is_no_database_is_one_plain_line(byline: Byline, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "library.sqlite3").write_text("this is a shopping list" * 200)
    ran = byline("articles", "list")
    assert ran.code == 1
    assert ran.err.startswith("byline: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_each_shell(byline: Byline, shell: str) -> None:
    assert "_BYLINE_COMPLETE" in byline("completion", shell).out


def test_doctor_finds_a_sound_corpus_sound(filled: Byline) -> None:
    ran = filled("doctor", "--json")
    states = {check["name"]: check["state"] for check in ran.json()["checks"]}
    assert ran.code == 0
    assert {states[name] for name in ("versions", "embedding model", "library", "index")} == {"ok"}
