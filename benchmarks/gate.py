"""`make gate`: fails when a figure is worse than its floor in `floors.json`.

A floor belongs to the files that are measured on, known by their hash: others need floors of their own.
Floors are raised by hand when quality has risen; lowering one shows in the diff. Measures may be named:
`python -m benchmarks.gate sample claims`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.measures import MEASURES, Measure

FLOORS = Path(__file__).with_name("floors.json")


def main(names: list[str]) -> int:
    """0 when every figure holds; 1, with a line for each that does not, otherwise; 2 for an unknown name."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    strange = [name for name in names if name not in floors]
    if strange:
        print(f"{', '.join(strange)}: not among {', '.join(floors)}", file=sys.stderr)
        return 2
    chosen = [one for one in MEASURES if one.name in floors and (not names or one.name in names)]
    failures = [line for measure in chosen for line in check(measure, floors[measure.name])]
    for line in failures:
        print(line, file=sys.stderr)
    return 1 if failures else 0


def check(measure: Measure, floor: dict[str, Any]) -> list[str]:
    """What is wrong with one measure, a line each; nothing where this machine does not have its files."""
    if not measure.present:
        print(f"{measure.name}: not on this machine, skipped")
        return []
    if measure.sha256 != floor["sha256"]:
        files = ", ".join(path.name for path in measure.needs)
        return [f"{measure.name}: {files} has changed to {measure.sha256}; measure again and set its floors"]
    started = time.monotonic()
    figures = (measure.brief or measure.run)()
    most = max((rate.count for rate in figures.values()), default=0)
    seconds = time.monotonic() - started
    print(f"{measure.name}: {len(figures)} figures on up to {most} cases in {seconds:.0f} s", flush=True)
    values = {name: rate.value for name, rate in figures.items()}
    return compare(measure.name, values, floor.get("at least", {}), floor.get("at most", {}))


def compare(
    name: str, values: Mapping[str, float], at_least: dict[str, float], at_most: dict[str, float]
) -> list[str]:
    """The figures on the wrong side of their floor; one that is missing is on the wrong side."""
    low = [(key, values.get(key, float("nan")), floor, "below") for key, floor in at_least.items()]
    high = [(key, values.get(key, float("nan")), floor, "above") for key, floor in at_most.items()]
    failing = [row for row in low if not row[1] >= row[2]] + [row for row in high if not row[1] <= row[2]]
    return [f"{name}: {key} is {value:.3f}, {side} {floor:.3f}" for key, value, floor, side in failing]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
