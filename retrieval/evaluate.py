"""Scores an answerer on a question file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from retrieval.answerer import Answerer
from retrieval.models import Query
from retrieval.scoring.judge import Judged, judge
from retrieval.scoring.questions import Question, read_questions
from retrieval.scoring.scores import Score, score

# The hits looked at for the rank of the right article.
DEPTH = 30
# Passages read for an answer.
READ = 5


@dataclass(frozen=True, slots=True)
class Report:
    """How an answerer did on a question file."""

    path: Path
    sha256: str
    """Of the question file: figures are comparable for equal files only."""
    scores: tuple[Score, ...]
    judged: tuple[Judged, ...]
    """Each question's outcome, in the order of the file."""
    seconds: float
    """For all questions together."""

    def value(self, name: str) -> float | None:
        """The figure of this name; `None` when the file has no question for it."""
        return next((score.value for score in self.scores if score.name == name), None)


def evaluate(
    questions_path: Path, answerer: Answerer, progress: Callable[[int, int], None] | None = None
) -> Report:
    """Ask every question of a file and score the answers.

    `progress` is told how many of how many questions are done.

    Raises:
        QuestionFileError: the file cannot be read as questions.
        CorpusEmptyError: there is no article to answer from.
    """
    started = perf_counter()
    questions = read_questions(questions_path)
    judged = []
    for done, question in enumerate(questions, 1):
        judged.append(_ask(question, answerer))
        if progress is not None:
            progress(done, len(questions))
    digest = hashlib.sha256(questions_path.read_bytes()).hexdigest()
    return Report(questions_path, digest, score(judged), tuple(judged), perf_counter() - started)


def _ask(question: Question, answerer: Answerer) -> Judged:
    hits = answerer.search(Query(question.text), DEPTH)
    return judge(question, answerer.answer(question.text, limit=READ), hits, READ)
