"""From a question file to a report."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import QuestionFileError
from retrieval.evaluate import evaluate
from retrieval.scoring.judge import says
from retrieval.scoring.questions import read_questions
from tests.retrieval.newsroom import Newsroom, build

QUESTIONS: list[dict[str, Any]] = [
    {
        "question": "Whom did the Harbour Orchestra name its conductor?",
        "type": "who",
        "answers": ["Lena Okoye", "Okoye"],
        "gold": ["https://courier.example/orchestra"],
        "evidence": ["The Harbour Orchestra named Lena Okoye its conductor on Monday."],
    },
    {"question": "What is the capital of Australia?", "type": "unanswerable", "answers": [], "gold": []},
]


def write(path: Path, *questions: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(question) + "\n" for question in questions), "utf-8")
    return path


def test_a_report_has_every_question_and_the_hash_of_the_file(newsroom: Newsroom, tmp_path: Path) -> None:
    path = write(tmp_path / "questions.jsonl", *QUESTIONS)
    seen: list[tuple[int, int]] = []
    report = evaluate(path, build(newsroom), lambda done, of: seen.append((done, of)))
    assert report.value("article R@1") == report.value("answer shown") == 1
    assert report.value("refusal recall") == 1
    assert report.value("no such figure") is None
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [item.question.id for item in report.judged] == ["1", "2"]
    assert seen == [(1, 2), (2, 2)]


def test_a_question_for_several_facts_has_one_group_for_each(tmp_path: Path) -> None:
    several = {"question": "Who and when?", "type": "multi", "answers": ["Okoye", "Monday"]}
    grouped = {**several, "answer_groups": [["Lena Okoye", "Okoye"], ["Monday"]]}
    first, second = read_questions(write(tmp_path / "q.jsonl", several, grouped))
    assert first.facts == (("Okoye",), ("Monday",))
    assert second.facts == (("Lena Okoye", "Okoye"), ("Monday",))


@pytest.mark.parametrize(
    "content", ["", "\n\n", "{}", "not json", "[1]", '{"question": "Who?", "answers": 3}']
)
def test_a_file_that_holds_no_questions_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(QuestionFileError, match=r"questions\.jsonl"):
        read_questions(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"none\.jsonl"):
        read_questions(tmp_path / "none.jsonl")


def test_wordings_are_found_as_whole_words_whatever_the_case() -> None:
    assert says("It was “Lena Okoye”.", ["lena okoye"])
    assert not says("It was in 1945.", ["19"])
