"""`make eval`: measures everything that this machine has the files for, and prints the figures in tables.

The question sets come first, each in tables of its own, then all of news sense in one. Any may be named:
`python -m benchmarks.evaluate sample claims`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from benchmarks.corpora import SETS, QuestionSet, open_answerer
from benchmarks.measures import MEASURES, NEWS_SENSE, Figures, Measure
from retrieval.cli.evaluate import print_report
from retrieval.evaluate import evaluate

HEADER = f"{'news sense':20}{'figure':44}{'value':>8}{'cases':>8}"


def main(names: list[str]) -> int:
    """Measure what is named, or all; 2 where a name is none of them."""
    known = [measure.name for measure in MEASURES]
    strange = [name for name in names if name not in known]
    if strange:
        print(f"{', '.join(strange)}: not among {', '.join(known)}", file=sys.stderr)
        return 2
    for questions in SETS:
        if not names or questions.name in names:
            _print_questions(questions)
    chosen = [measure for measure in NEWS_SENSE if not names or measure.name in names]
    for line in table(chosen) if chosen else ():
        print(line, flush=True)
    return 0


def table(measures: Iterable[Measure]) -> Iterator[str]:
    """The lines of the table of news sense, each measure's as soon as it is measured."""
    yield f"\n{HEADER}"
    for measure in measures:
        if measure.present:
            yield from rows(measure.name, measure.run())
        else:
            yield f"{measure.name:20}not on this machine"


def rows(name: str, figures: Figures) -> Iterator[str]:
    """A line for each figure, the first with the measure's name."""
    for number, (figure, rate) in enumerate(figures.items()):
        yield f"{'' if number else name:20}{figure:44}{rate.value:>8.3f}{rate.count:>8}"


def _print_questions(chosen: QuestionSet) -> None:
    if not chosen.present:
        print(f"{chosen.name}: not on this machine")
        return
    with open_answerer(chosen) as answerer:
        print(f"\n{chosen.name}: {', '.join(path.parent.name for path in chosen.articles)}", flush=True)
        print_report(evaluate(chosen.questions, answerer))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
