"""`python -m training.score --model DIR --data FILE`: scores the shipped file on a set like SQuAD 2.0."""

import argparse
import json
import random
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.sentences import split_sentences
from retrieval.looks import mean_within_bounds
from training.examples import Row, read_rows
from training.metrics import auc, best_threshold, exact, f1, refusal_recall
from training.predict import Reading, ShippedReader


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went, were its span shown and were it refused."""

    reading: Reading
    shown: tuple[float, float]
    """Exact match and F1 of the best span."""
    refused: float
    """1 when there is no answer."""
    fold: int


class Reads(Protocol):
    """Whatever reads questions over passages."""

    def read(self, items: list[tuple[str, str, str]]) -> list[Reading]:
        """The best reading of each (question, header, passage)."""
        ...


@dataclass(frozen=True, slots=True)
class ThreeLooks:
    """Reads as an answer's first passage is read: with its header, without, and its best sentence alone.

    A span's score is the mean of the first two and its words are those of the surer one; whether there is an
    answer is the mean of all three, each within bounds (docs/decisions/0220 and 0222).
    """

    reader: Reads

    def read(self, items: list[tuple[str, str, str]]) -> list[Reading]:
        """The best reading of each (question, header, passage)."""
        first = self.reader.read(items)
        bare = self.reader.read([(question, "", passage) for question, _, passage in items])
        alone = self.reader.read(
            [
                (question, header, _sentence_of(passage, reading))
                for (question, header, passage), reading in zip(items, first, strict=True)
            ]
        )
        return [_together(*looks) for looks in zip(first, bare, alone, strict=True)]


def _sentence_of(passage: str, reading: Reading) -> str:
    return next((passage[a:b] for a, b in split_sentences(passage) if a <= reading.start < b), passage)


def _together(first: Reading, bare: Reading, alone: Reading) -> Reading:
    surer = first if first.span >= bare.span else bare
    answerable = mean_within_bounds(look.answerable for look in (first, bare, alone))
    return Reading(surer.start, surer.end, (first.span + bare.span) / 2, answerable)


def combined(reading: Reading) -> float:
    """One score of both heads: the two logits, weighed alike."""
    return reading.span / 2 + reading.answerable


def outcomes(reader: Reads, rows: list[Row]) -> list[Outcome]:
    """Read every question of a set in the common format."""
    readings = reader.read(
        [(r["question"], r.get("title", "").replace("_", " "), r["context"]) for r in rows]
    )
    made = []
    for row, reading in zip(rows, readings, strict=True):
        answers = [a["text"] for a in row["answers"]]
        words = row["context"][reading.start : reading.end]
        shown = (exact(words, answers), f1(words, answers))
        fold = zlib.crc32(str(row.get("title", row["context"])).encode()) % 2
        made.append(Outcome(reading, shown, float(not answers), fold))
    return made


def crossed(results: list[Outcome], scores: npt.NDArray[np.float64], which: int) -> float:
    """Mean exact match (0) or F1 (1), each half of the articles by the threshold of the other half."""
    earned = []
    for fold in (0, 1):
        mine = [i for i, r in enumerate(results) if r.fold == fold]
        others = [i for i, r in enumerate(results) if r.fold != fold]
        refused = [results[i].refused for i in others]
        limit = best_threshold(scores[others], [results[i].shown[which] for i in others], refused)
        earned += [results[i].shown[which] if scores[i] > limit else results[i].refused for i in mine]
    return float(np.mean(earned))


def figures(results: list[Outcome]) -> dict[str, float]:
    """All measures of one run."""
    answerable = [not r.refused for r in results]
    spans = np.array([r.reading.span for r in results])
    both = np.array([combined(r.reading) for r in results])
    table = {
        "questions": len(results),
        "unanswerable": sum(not a for a in answerable),
        "exact_match": 100 * crossed(results, both, 0),
        "f1": 100 * crossed(results, both, 1),
        "exact_match_span_score": 100 * crossed(results, spans, 0),
        "f1_span_score": 100 * crossed(results, spans, 1),
        "answerable_exact_match": 100 * float(np.mean([r.shown[0] for r in results if not r.refused])),
        "answerable_f1": 100 * float(np.mean([r.shown[1] for r in results if not r.refused])),
    }
    if 0 < table["unanswerable"] < len(results):
        table["auc_both"] = auc(both, answerable)
        table["auc_span"] = auc(spans, answerable)
        table["auc_answerable_head"] = auc([r.reading.answerable for r in results], answerable)
        table["refusal_recall_at_10"] = refusal_recall(both, answerable)
    return {name: round(value, 4) for name, value in table.items()}


def main() -> None:
    """Read the command line, score, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that export wrote")
    parser.add_argument("--data", type=Path, required=True, help="a reading set in the common format")
    parser.add_argument("--limit", type=int, help="a seeded sample of this many questions")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--looks", action="store_true", help="read each passage three times, as answers do")
    options = parser.parse_args()
    rows = list(read_rows(options.data))
    if options.limit:
        rows = random.Random(0).sample(rows, options.limit)
    shipped = ShippedReader(options.model, options.threads)
    print(json.dumps(figures(outcomes(ThreeLooks(shipped) if options.looks else shipped, rows)), indent=2))


if __name__ == "__main__":
    main()
