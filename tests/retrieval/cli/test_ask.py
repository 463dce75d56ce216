"""`byline ask` and `byline search`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from corpus import Embedder
from tests.retrieval.cli.conftest import STORIES, Byline
from tests.retrieval.tiny import write_bert

pytestmark = pytest.mark.model


@pytest.fixture
def embedder(packaged_embedder: Embedder) -> Embedder:
    """The real model: whether a question is refused depends on it."""
    return packaged_embedder


def test_an_answer_quotes_the_article_at_its_offsets_and_links_to_the_sentence(filled: Byline) -> None:
    ran = filled("ask", "How many passengers were hurt when the ferry ran aground?", "--json")
    assert ran.code == 0
    answer = ran.json()
    assert answer["status"] == "answered"
    assert "Seventeen passengers were hurt" in " ".join(s["text"] for s in answer["sentences"])
    for citation in answer["citations"]:
        assert citation["quote"] == STORIES[0]["text"][citation["start"] : citation["end"]]
        assert citation["deep_link"].startswith("https://ledger.example/ferry#:~:text=")
    numbers = {citation["number"] for citation in answer["citations"]}
    assert all(
        sentence["citations"] and set(sentence["citations"]) <= numbers for sentence in answer["sentences"]
    )


def test_a_person_reads_the_quote_its_marker_the_headline_and_the_date(filled: Byline) -> None:
    ran = filled("ask", "How many passengers were hurt when the ferry ran aground?")
    for shown in ("Seventeen passengers", "[1]", "Ferry runs aground off Port Ellery", "10 Sep 2024"):
        assert shown in ran.out


def test_what_the_corpus_does_not_hold_is_refused_with_exit_code_3(filled: Byline) -> None:
    ran = filled("ask", "What is the capital of Australia?", "--json")
    assert ran.code == 3
    answer = ran.json()
    assert (answer["status"], answer["sentences"], answer["citations"]) == ("refused", [], [])
    assert answer["searched"]["articles"] == 2
    assert (answer["searched"]["from"], answer["searched"]["to"]) == ("2024-09-10", "2024-10-04")


def test_a_refusal_says_what_was_searched(filled: Byline) -> None:
    ran = filled("ask", "What is the capital of Australia?", "--publisher", "morning post")
    assert ran.code == 3
    assert "1 article from 1 publisher" in ran.out
    assert "published by morning post" in " ".join(ran.out.split())


def test_search_prints_hits_that_are_slices_of_the_article(filled: Byline) -> None:
    found = filled("search", "budget", "--json").json()
    assert found["hits"][0]["title"] == "Council passes budget"
    for hit in found["hits"]:
        story = next(story for story in STORIES if story["url"] == hit["url"])
        assert hit["text"] == story["text"][hit["start"] : hit["end"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--since", "2024-10"], {"Council passes budget"}),
        (["--until", "2024-09-10"], {"Ferry runs aground off Port Ellery"}),
        (["--as-of", "2024-09-30"], {"Ferry runs aground off Port Ellery"}),
        (["--publisher", "MORNING POST"], {"Council passes budget"}),
        (["--since", "2025"], set()),
    ],
)
def test_filters_leave_only_what_they_allow(filled: Byline, arguments: list[str], expected: set[str]) -> None:
    hits = filled("search", "ferry budget", "--json", *arguments).json()["hits"]
    assert {hit["title"] for hit in hits} == expected


@pytest.mark.parametrize("question", ["", "   ", "x" * 3000])
def test_a_question_that_is_none_is_one_plain_line(filled: Byline, question: str) -> None:
    ran = filled("ask", question)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("byline: The question is ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_publisher_that_is_not_here_is_said_with_those_who_are(filled: Byline, command: str) -> None:
    ran = filled(command, "ferry", "--publisher", "Nobody", "--json")
    assert "Nobody" in ran.err
    assert "Harbour Ledger" in ran.err
    assert ran.json()["searched"]["articles"] == 0
    assert not filled(command, "ferry", "--publisher", "harbour ledger", "--json").err


def test_half_a_character_in_a_question_does_not_stop_it(filled: Byline) -> None:
    assert filled("ask", "How many passengers were hurt? \udce9", "--json").code in {0, 3}


def test_an_empty_corpus_says_how_to_add_to_it(byline: Byline) -> None:
    ran = byline("ask", "What happened?")
    assert ran.code == 1
    assert "byline add" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [["--since", "someday"], ["--since", "2024-13"], ["-k", "0"], ["--since", "2025", "--until", "2024"]],
)
def test_a_wrong_option_is_wrong_usage(filled: Byline, arguments: list[str]) -> None:
    assert filled("ask", "What happened?", *arguments).code == 2


def test_strict_refuses_what_is_otherwise_answered(filled: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.refusal.STRICT", 1.0)
    question = "How many passengers were hurt when the ferry ran aground?"
    assert filled("ask", question).code == 0
    assert filled("ask", question, "--strict").code == 3


def test_lenient_answers_what_is_otherwise_refused(filled: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.refusal.LENIENT", 0.0)
    question = "What is the capital of Australia?"
    assert filled("ask", question).code == 3
    assert filled("ask", question, "--lenient").code == 0


def test_strict_and_lenient_exclude_each_other(byline: Byline) -> None:
    ran = byline("ask", "What happened?", "--strict", "--lenient")
    assert (ran.code, ran.out) == (2, "")
    assert "--strict and --lenient exclude each other" in ran.err


def test_a_dash_reads_the_question_from_standard_input(
    filled: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Who voted against the budget?\n"))
    assert filled("ask", "-", "--json").json()["question"] == "Who voted against the budget?"


def test_a_reader_that_is_not_there_is_one_plain_line(
    filled: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETRIEVAL_READER_MODEL", "./no-such-reader")
    ran = filled("ask", "How many passengers were hurt?")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "byline: The model ./no-such-reader cannot be used: there is no such folder\n"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_reader_of_another_maker_quotes_the_same_articles(
    filled: Byline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RETRIEVAL_READER_MODEL", str(write_bert(tmp_path / "reader")))
    ran = filled("ask", "How many passengers were hurt when the ferry ran aground?", "--lenient", "--json")
    assert ran.code in {0, 3}
    for citation in ran.json()["citations"]:
        story = next(story for story in STORIES if story["url"] == citation["url"])
        assert citation["quote"] == story["text"][citation["start"] : citation["end"]]


def test_related_passages_come_beside_an_answer_when_asked_for(filled: Byline) -> None:
    ran = filled("ask", "How many passengers were hurt when the ferry ran aground?", "--related", "--json")
    assert ran.json()["related"]
