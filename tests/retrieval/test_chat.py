"""Chat models by name, and the wire of an OpenAI-compatible server."""

from __future__ import annotations

import importlib
import logging
import re

import pytest

from retrieval.build import build_writer
from retrieval.errors import ModelUnavailableError
from retrieval.langchain import load_chat_model
from retrieval.langchain.chat import NO_KEY
from retrieval.quote import Quoted
from retrieval.settings import RetrievalSettings
from retrieval.write import MOST_CHARACTERS, ModelWriter
from tests.retrieval.modelserver import (
    Misdeed,
    ModelServer,
    answers,
    babbles,
    hangs,
    hangs_up,
    refuses,
    sends,
    serving,
)
from tests.retrieval.newsroom import article, hit

STORY = hit(article("Dam breaks", "The dam above Arlen broke on Friday. Nobody was killed."), 1)
RIGHT = answers("The dam above ", "Arlen broke on Fri", "day [{1}]. Nobody was", " killed [", "{1}", "].")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keys, addresses and proxies the machine has, the tests have none."""
    for name in (
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "OPENAI_API_BASE",
        "ANTHROPIC_API_KEY",
        "HTTP_PROXY",
        "http_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


def settings(**changes: str) -> RetrievalSettings:
    return RetrievalSettings.from_environment({"RETRIEVAL_ANSWER_MODEL": "openai:tiny", **changes})


def writer(server: ModelServer, pauses: list[float] | None = None, seconds: str = "20") -> ModelWriter:
    told = settings(RETRIEVAL_ANSWER_BASE_URL=server.url, RETRIEVAL_ANSWER_SECONDS=seconds)
    pause = pytest.fail if pauses is None else pauses.append
    return ModelWriter(load_chat_model(told), told.answer_seconds, pause=pause)


def written(*deeds: Misdeed, pauses: list[float] | None = None, seconds: str = "20") -> Quoted | None:
    with serving(*deeds) as server:
        return writer(server, pauses, seconds).write("What happened to the dam?", [STORY])


def test_an_answer_comes_over_the_wire_sentence_by_sentence() -> None:
    shown: list[str] = []
    with serving(RIGHT) as server:
        quoted = writer(server).write(
            "What of the dam?", [STORY], lambda sentence: shown.append(sentence.text)
        )
        ((path, headers, body),) = server.asked
    assert quoted
    assert shown == ["The dam above Arlen broke on Friday.", "Nobody was killed."]
    assert [sentence.text for sentence in quoted.sentences] == shown
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {NO_KEY}"
    assert body["model"] == "tiny"
    assert body["stream"] is True
    assert body["messages"][0]["role"] == "system"
    assert 0 < body.get("max_tokens", body.get("max_completion_tokens")) <= 2_000


def test_the_key_of_the_provider_goes_to_the_address() -> None:
    with serving(RIGHT) as server:
        told = settings(RETRIEVAL_ANSWER_BASE_URL=server.url, OPENAI_API_KEY="sk-mine")
        assert ModelWriter(load_chat_model(told)).write("What of the dam?", [STORY])
        assert server.asked[0][1]["authorization"] == "Bearer sk-mine"
    assert "sk-mine" not in repr(told)


def test_a_server_that_is_busy_for_a_moment_is_asked_again() -> None:
    pauses: list[float] = []
    assert written(refuses(429, Retry_After="1"), RIGHT, pauses=pauses)
    assert pauses == [1.0]


@pytest.mark.parametrize(
    ("deed", "why", "tries"),
    [
        (refuses(429, Retry_After="60"), "asked too often", 1),
        (refuses(429), "asked too often", 2),
        (refuses(503), "error 503", 2),
        (refuses(500), "error 500", 2),
        (refuses(401), "API key", 1),
        (refuses(404), "no such model", 1),
        (refuses(400), "error 400", 1),
        (sends(b""), "wrote nothing", 1),
        (sends(b"data: {broken\n\n"), "failed", 1),
        (sends(b"data: [DONE]\n\n"), "wrote nothing", 1),
        (sends(b"<html>504</html>", "text/html"), "wrote nothing", 1),
        (sends(b'data: {"choices": "no"}\n\ndata: [DONE]\n\n'), "failed", 1),
        (answers("Lies, all of it. " * 400), "supported", 1),
        (hangs_up("Nobody was killed [{1}]. And "), "hung up", 1),
        (hangs_up(), "hung up", 2),
    ],
)
def test_whatever_a_server_does_wrong_costs_the_prose_and_one_line_in_the_log(
    deed: Misdeed, why: str, tries: int, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []
    with serving(deed) as server:
        assert writer(server, pauses).write("What of the dam?", [STORY]) is None
        assert len(server.asked) == tries == len(pauses) + 1
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("retrieval")]
    assert len(lines) == 1
    assert why in lines[0]
    assert "sk-secret" not in caplog.text


@pytest.mark.parametrize("deed", [hangs(), hangs("Nobody was killed [{1}]. And ")])
def test_a_server_that_hangs_is_not_waited_for(deed: Misdeed) -> None:
    assert written(deed, seconds="0.2") is None


def test_a_server_that_never_ends_is_cut_off() -> None:
    assert written(babbles) is None
    with serving(answers("Nobody was killed [{1}]. " + "So it goes. " * MOST_CHARACTERS)) as server:
        assert writer(server).write("What of the dam?", [STORY])


def test_a_server_that_is_not_there_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with serving(RIGHT) as gone:
        pass
    assert writer(gone, []).write("What of the dam?", [STORY]) is None
    assert "cannot be reached" in caplog.text


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    for name, package in {
        "openai:x": "langchain-openai",
        "anthropic:x": "langchain-anthropic",
        "ollama:x": "langchain-ollama",
        "somebody:x": "langchain",
    }.items():
        with pytest.raises(ModelUnavailableError, match=re.escape(f"pip install {package}") + "$"):
            build_writer(settings(RETRIEVAL_ANSWER_MODEL=name))


def test_a_model_without_its_key_is_said_at_the_start() -> None:
    with pytest.raises(ModelUnavailableError, match="OPENAI_API_KEY"):
        build_writer(settings())


def test_an_address_without_a_model_is_said_and_answers_are_quotes(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    told = RetrievalSettings.from_environment({"RETRIEVAL_ANSWER_BASE_URL": "http://localhost:1/v1"})
    assert build_writer(told) is None
    assert "RETRIEVAL_ANSWER_MODEL" in caplog.text
    assert build_writer(RetrievalSettings()) is None
