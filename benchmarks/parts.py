"""`python -m benchmarks.parts`: questions inside one question, the later ones leaning on the first.

46 questions over the sample articles (`parts.jsonl`), with what answers each of their parts, or nothing where
no article says it. `--all` prints every part that was not treated as it should be.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import SAMPLE, open_answerer
from benchmarks.rate import Rate, share
from retrieval import Answer, Status
from retrieval.parts import parts_of
from retrieval.scoring.judge import says

QUESTIONS = Path(__file__).with_name("parts.jsonl")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part of a question and what became of it."""

    question: str
    part: str
    answerable: bool
    shown: bool
    """A shown sentence says an accepted answer."""
    told: bool
    """The answer says that it holds none to this part, or to all of the question."""


def outcomes() -> list[Outcome]:
    """Ask every question of the sample articles."""
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    with open_answerer(SAMPLE) as answerer:
        return [
            one
            for row in rows
            for one in _parts_in(answerer.answer(row["question"]), row["question"], row["answers"])
        ]


def _parts_in(answer: Answer, question: str, accepted: Sequence[Sequence[str]]) -> Iterator[Outcome]:
    shown = "\n".join(sentence.text for sentence in answer.sentences)
    asked = [part.asked for part in parts_of(question)]
    # A question that was divided otherwise tells nothing of the parts that it should have had.
    named = asked if len(asked) == len(accepted) else [""] * len(accepted)
    for part, wordings in zip(named, accepted, strict=True):
        told = answer.status is Status.REFUSED or part in answer.searched.unanswered
        yield Outcome(question, part, bool(wordings), says(shown, wordings), told)


def figures(found: Sequence[Outcome]) -> dict[str, Rate]:
    """The figures that a floor may hold."""
    answerable = [one for one in found if one.answerable]
    return {
        "answered part shown": share(one.shown for one in answerable),
        "answered part denied": share(one.told for one in answerable),
        "unanswered part told": share(one.told for one in found if not one.answerable),
    }


def measured() -> dict[str, Rate]:
    """The figures that a floor may hold."""
    return figures(outcomes())


def main() -> int:
    """Print the figures, and with `--all` what went wrong."""
    found = outcomes()
    for name, rate in figures(found).items():
        print(f"{name:24}{rate.value:6.3f} of {rate.count}")
    for one in found if "--all" in sys.argv else ():
        if one.told == one.answerable or one.shown != one.answerable:
            answerable = "answerable" if one.answerable else "unanswerable"
            print(f"{answerable}, shown {one.shown}, told {one.told}: {one.part or one.question}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
