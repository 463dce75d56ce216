"""`make eval`: asks every question of every set that this machine has, and prints the scores in tables.

Sets may be named: `python -m benchmarks.evaluate sample wikinews`.
"""

from __future__ import annotations

import sys

from benchmarks.corpora import SETS, open_answerer
from retrieval.cli.evaluate import print_report
from retrieval.evaluate import evaluate


def main(names: list[str]) -> None:
    """Score the named sets, or all."""
    for chosen in SETS:
        if names and chosen.name not in names:
            continue
        if not chosen.present:
            print(f"{chosen.name}: not on this machine")
            continue
        with open_answerer(chosen) as answerer:
            print(f"\n{chosen.name}: {', '.join(path.parent.name for path in chosen.articles)}", flush=True)
            print_report(evaluate(chosen.questions, answerer))


if __name__ == "__main__":
    main(sys.argv[1:])
