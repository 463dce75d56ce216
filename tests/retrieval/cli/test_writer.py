"""`byline ask` with a language model behind it."""

from __future__ import annotations

import pytest

from tests.retrieval.cli.conftest import STORIES, Byline
from tests.retrieval.modelserver import Misdeed, answers, hangs_up, refuses, serving

QUESTION = "How many passengers were hurt when the ferry ran aground off Port Ellery?"
RIGHT = answers("Seventeen passengers were hurt, ", "the coast guard said [{1}]. Nobody knows why [{1}].")


@pytest.fixture
def asking(filled: Byline, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("OPENAI_API_KEY", "HTTP_PROXY", "http_proxy", "RETRIEVAL_ANSWER_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RETRIEVAL_ANSWER_MODEL", "openai:tiny")
    return monkeypatch


def test_the_writer_is_the_model_and_every_quote_is_verbatim(
    filled: Byline, asking: pytest.MonkeyPatch
) -> None:
    with serving(RIGHT) as server:
        asking.setenv("RETRIEVAL_ANSWER_BASE_URL", server.url)
        answer = filled("ask", QUESTION, "--json").json()
    assert (answer["status"], answer["writer"]) == ("answered", "openai:tiny")
    assert [sentence["text"] for sentence in answer["sentences"]] == [
        "Seventeen passengers were hurt, the coast guard said."
    ]
    for citation in answer["citations"]:
        assert citation["quote"] == STORIES[0]["text"][citation["start"] : citation["end"]]


def test_a_person_reads_the_models_sentence_and_the_quote(filled: Byline, asking: pytest.MonkeyPatch) -> None:
    with serving(RIGHT) as server:
        asking.setenv("RETRIEVAL_ANSWER_BASE_URL", server.url)
        ran = filled("ask", QUESTION)
    assert "Written by openai:tiny" in ran.out
    assert "“Seventeen passengers were hurt, the coast guard said.”" in " ".join(ran.out.split())


@pytest.mark.parametrize("deed", [refuses(401), refuses(404), hangs_up("Seven"), answers("Ninety [{1}].")])
def test_a_model_that_fails_costs_the_prose_and_nothing_else(
    deed: Misdeed, filled: Byline, asking: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(deed) as server:
        asking.setenv("RETRIEVAL_ANSWER_BASE_URL", server.url)
        ran = filled("ask", QUESTION, "--json")
    assert ran.code == 0
    assert ran.json()["writer"] == "extractive"
    assert ran.json()["sentences"]
    assert len([line for line in caplog.messages if "did not write this answer" in line]) == 1


def test_a_refusal_asks_no_model(filled: Byline, asking: pytest.MonkeyPatch) -> None:
    with serving(RIGHT) as server:
        asking.setenv("RETRIEVAL_ANSWER_BASE_URL", server.url)
        ran = filled("ask", "What is the capital of Australia?", "--json")
        assert server.asked == []
    assert ran.code == 3
    assert ran.json()["writer"] == "extractive"


def test_a_model_without_its_key_is_one_plain_line(filled: Byline, asking: pytest.MonkeyPatch) -> None:
    ran = filled("ask", QUESTION)
    assert ran.code == 1
    assert "OPENAI_API_KEY" in ran.err
    assert len(ran.err.strip().splitlines()) == 1
