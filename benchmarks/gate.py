"""`make gate`: fails when a figure is worse than its floor in `floors.json`.

A floor belongs to one question file, known by its hash: other questions need floors of their own. Floors are
raised by hand when quality has risen; lowering one shows in the diff.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.corpora import SETS, QuestionSet, open_answerer
from retrieval.evaluate import evaluate

FLOORS = Path(__file__).with_name("floors.json")


def main() -> int:
    """0 when every figure holds; 1, with a line for each that does not, otherwise."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    failures = [
        line for chosen in SETS if chosen.name in floors for line in check(chosen, floors[chosen.name])
    ]
    for line in failures:
        print(line, file=sys.stderr)
    return 1 if failures else 0


def check(chosen: QuestionSet, floor: dict[str, Any]) -> list[str]:
    """What is wrong with one set, a line each; nothing where this machine does not have it."""
    if not chosen.present:
        print(f"{chosen.name}: not on this machine, skipped")
        return []
    if chosen.sha256 != floor["sha256"]:
        return [
            f"{chosen.name}: {chosen.questions.name} has changed; measure again and set its floors and hash"
        ]
    with open_answerer(chosen) as answerer:
        report = evaluate(chosen.questions, answerer)
    values = {score.name: score.value for score in report.scores}
    print(f"{chosen.name}: {len(report.judged)} questions in {report.seconds:.0f} s")
    return compare(chosen.name, values, floor.get("at least", {}), floor.get("at most", {}))


def compare(
    name: str, values: dict[str, float], at_least: dict[str, float], at_most: dict[str, float]
) -> list[str]:
    """The figures on the wrong side of their floor; one that is missing is on the wrong side."""
    low = [(key, values.get(key, float("nan")), floor, "below") for key, floor in at_least.items()]
    high = [(key, values.get(key, float("nan")), floor, "above") for key, floor in at_most.items()]
    failing = [row for row in low if not row[1] >= row[2]] + [row for row in high if not row[1] <= row[2]]
    return [f"{name}: {key} is {value:.3f}, {side} {floor:.3f}" for key, value, floor, side in failing]


if __name__ == "__main__":
    sys.exit(main())
