"""What people in Discord think of answers can be read at a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus import Library, Quoted, Vote
from tests.retrieval.cli.conftest import Byline

VOTE = Vote(
    answer="k1",
    user="55",
    at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    good=False,
    question="Who denied it?",
    said="He did. [1]",
    citations=(Quoted(1, "a" * 16, "Mayor denies it", "Post", "He did."),),
    server="7",
    reason="It is \x1b[31mold.",
)


def keep(folder: Path, *votes: Vote) -> None:
    with Library.open(folder / "corpus") as library:
        for vote in votes:
            library.answers.vote(vote)


def test_votes_of_every_server_are_shown_with_question_answer_and_quotes(
    byline: Byline, tmp_path: Path
) -> None:
    keep(tmp_path, VOTE, replace(VOTE, answer="k2", server="8", good=True, reason=None))
    shown = byline("feedback", "--json").json()
    assert (shown["helpful"], shown["not_helpful"]) == (1, 1)
    bad = next(vote for vote in shown["votes"] if not vote["helpful"])
    assert bad["question"] == "Who denied it?"
    assert bad["answer"] == "He did. [1]"
    assert bad["reason"].endswith("old.")
    assert bad["citations"][0]["quote"] == "He did."
    assert bad["at"] == "2026-03-01T12:00:00+00:00"


def test_they_are_narrowed_to_a_server_and_to_what_did_not_help(byline: Byline, tmp_path: Path) -> None:
    keep(tmp_path, VOTE, replace(VOTE, answer="k2", server="8", good=True))
    assert len(byline("feedback", "--json", "--server", "8").json()["votes"]) == 1
    assert len(byline("feedback", "--json", "--bad").json()["votes"]) == 1
    assert byline("feedback", "--json", "--bad", "--server", "8").json()["votes"] == []


def test_a_person_reads_a_line_for_each_without_what_a_terminal_would_obey(
    byline: Byline, tmp_path: Path
) -> None:
    keep(tmp_path, VOTE)
    ran = byline("feedback")
    assert "not helpful" in ran.out
    assert "Who denied it?" in ran.out
    assert "\x1b[31m" not in ran.out


def test_without_votes_it_says_so_in_figures(byline: Byline, tmp_path: Path) -> None:
    keep(tmp_path)
    ran = byline("feedback")
    assert ran.code == 0
    assert "Helpful: 0, not helpful: 0." in ran.err
