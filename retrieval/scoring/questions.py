"""Question files: what `byline eval` asks, and what it takes for an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import QuestionFileError

UNANSWERABLE = "unanswerable"
_SEVERAL_FACTS = ("multi", "timeline")


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file."""

    id: str
    text: str
    type: str
    """`who`, `when`, …, `yes_no`, `multi`, `timeline` or `unanswerable`."""
    facts: tuple[tuple[str, ...], ...]
    """What an answer must say: for each fact its accepted wordings. Empty when there is no answer."""
    gold: tuple[str, ...]
    """Addresses or headlines of the articles that hold the answer."""
    evidence: tuple[str, ...]
    """The sentences that answer, as their articles print them."""

    @property
    def answerable(self) -> bool:
        """Whether the corpus holds the answer."""
        return self.type != UNANSWERABLE

    @property
    def single(self) -> bool:
        """Whether one article suffices."""
        return self.answerable and self.type not in _SEVERAL_FACTS


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON-lines file, in order.

    Raises:
        QuestionFileError: the file cannot be read, is empty, or a line is no question.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(str(path), f"cannot be read ({error})") from error
    questions = [_parse(line, path, number) for number, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise QuestionFileError(str(path), "holds no question")
    return questions


def _parse(line: str, path: Path, number: int) -> Question:
    try:
        item: dict[str, Any] = json.loads(line)
        answers = [str(answer) for answer in item.get("answers") or []]
        kind = str(item.get("type") or ("what" if answers else UNANSWERABLE))
        return Question(
            id=str(item.get("id") or number),
            text=str(item["question"]),
            type=kind,
            facts=_facts(kind, answers, item.get("answer_groups")),
            gold=tuple(map(str, item.get("gold") or [])),
            evidence=tuple(map(str, item.get("evidence") or [])),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f'line {number} is no question: it must be an object with "question" and "answers"'
        raise QuestionFileError(str(path), reason) from error


def _facts(kind: str, answers: list[str], groups: list[list[str]] | None) -> tuple[tuple[str, ...], ...]:
    """One fact with several wordings, or several facts where the question asks for several."""
    if kind in _SEVERAL_FACTS:
        return tuple(tuple(map(str, group)) for group in groups or [[answer] for answer in answers])
    return (tuple(answers),) if answers else ()
