"""The packaged reader: what it finds, and what it says of files that are not its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Passage
from retrieval.errors import ModelUnavailableError
from retrieval.reader import PACKAGED, OnnxReader
from retrieval.scoring.squad import f1

TEXT = (
    "The ferry left Port Ellery at dawn with ninety people on board. It struck a rock an hour later."
    " Seventeen passengers were hurt, the coast guard said. Captain Ada Brandt blamed a broken rudder."
)


def _passage(text: str, start: int = 0) -> Passage:
    spans, at = [], 0
    for part in text.split(". "):
        end = min(len(text), at + len(part) + 1)
        spans.append((start + at, start + end))
        at = end + 1
    header = "Ferry strikes a rock — Harbour Ledger, 10 September 2024"
    return Passage("a-1-0", "a", 0, start, start + len(text), text, header, tuple(spans))


READER = OnnxReader()


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return READER


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many passengers were hurt?", "Seventeen"),
        ("Who blamed a broken rudder?", "Ada Brandt"),
        ("Where did the ferry leave from?", "Port Ellery"),
        ("what did the captain blame", "a broken rudder"),
    ],
)
def test_the_words_that_answer_are_found(reader: OnnxReader, question: str, answer: str) -> None:
    (read,) = reader.read(question, [_passage(TEXT)])
    best = max(read.sentences, key=lambda sentence: sentence.score)
    assert f1(TEXT[slice(*best.answer)], [answer]) > 0.5


@pytest.mark.model
def test_a_question_on_something_else_scores_lower(reader: OnnxReader) -> None:
    (near,) = reader.read("How many passengers were hurt?", [_passage(TEXT)])
    (far,) = reader.read("What is the capital of Australia?", [_passage(TEXT)])
    assert max(s.score for s in near.sentences) > max(s.score for s in far.sentences)
    assert near.answerable > far.answerable


@pytest.mark.model
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(min_size=1, max_size=300), start=st.integers(0, 1000), question=st.text(max_size=80))
def test_every_answer_lies_inside_its_sentence(text: str, start: int, question: str) -> None:
    passage = _passage(text, start)
    (read,) = READER.read(question, [passage])
    assert [sentence.span for sentence in read.sentences] == list(passage.sentences)
    for sentence in read.sentences:
        assert start <= sentence.answer[0] <= sentence.answer[1] <= start + len(text)


@pytest.mark.model
def test_passages_are_read_the_same_in_any_company(reader: OnnxReader) -> None:
    question, other = "Who blamed a broken rudder?", _passage("The council met on Friday. " * 12)
    (alone,) = reader.read(question, [_passage(TEXT)])
    together = reader.read(question, [other, _passage(TEXT)])[1]
    assert [s.answer for s in together.sentences] == [s.answer for s in alone.sentences]


def test_no_passages_need_no_model() -> None:
    assert OnnxReader().read("Who?", []) == []


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_one_its_hash_names_is_refused(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(PACKAGED, tmp_path / "model")
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelUnavailableError, match=name):
        OnnxReader(folder).read("Who?", [_passage(TEXT)])


@pytest.mark.parametrize("config", ["", "[]", '{"max_tokens": "many"}', "{}"])
def test_a_folder_without_a_usable_configuration_is_refused(tmp_path: Path, config: str) -> None:
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelUnavailableError, match=r"config\.json"):
        OnnxReader(tmp_path)
