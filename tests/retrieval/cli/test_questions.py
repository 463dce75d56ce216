"""What was asked in servers that keep it can be read at a terminal, first what had no answer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from corpus import KeptQuestion, Library
from tests.retrieval.cli.conftest import Byline

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def keep(folder: Path) -> None:
    with Library.open(folder / "corpus") as library:
        for server, question, answered in (
            ("7", "Who denied it?", True),
            ("7", "Who \x1b[31mwon?", False),
            ("7", "Who \x1b[31mwon?", False),
            ("8", "Why?", True),
        ):
            library.questions.keep(KeptQuestion(NOON, server, "55", question, answered))


def test_what_had_no_answer_comes_first_and_nobody_is_named(byline: Byline, tmp_path: Path) -> None:
    keep(tmp_path)
    shown = byline("questions", "--json").json()
    assert (shown["without_answer"], shown["answered"]) == (1, 2)
    first, *others = shown["questions"]
    assert first == {
        "question": "Who \x1b[31mwon?",
        "answered": False,
        "times": 2,
        "last_at": "2026-03-01T12:00:00+00:00",
        "server": "7",
    }
    assert [one["server"] for one in others] == ["7", "8"]
    assert len(byline("questions", "--json", "--server", "8").json()["questions"]) == 1


def test_a_person_reads_a_line_for_each_without_what_a_terminal_would_obey(
    byline: Byline, tmp_path: Path
) -> None:
    keep(tmp_path)
    ran = byline("questions", "--server", "7")
    assert "(2 times)" in ran.out
    assert "\x1b[31m" not in ran.out
    assert "Who denied it?" in ran.out
    assert "Without an answer: 1, answered: 1." in ran.err
