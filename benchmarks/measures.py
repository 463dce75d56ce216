"""Everything that `make eval` prints and `make gate` holds to floors, in one list.

A measure is a name, the files that it is measured on, and a function that gives its figures. Those whose
files are not part of the repository are left out, in words, on a machine that does not have them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import (
    attribution,
    claims,
    cleaning,
    copies,
    disagreements,
    extraction,
    multihop,
    parts,
    support,
    timeline,
    updates,
)
from benchmarks.corpora import NEWS, SAMPLE, SETS, QuestionSet, digest, open_answerer
from benchmarks.rate import Rate
from retrieval.evaluate import evaluate

Figures = dict[str, Rate]


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures that are measured together."""

    name: str
    needs: tuple[Path, ...]
    """What it is measured on: floors belong to these very files."""
    run: Callable[[], Figures]
    brief: Callable[[], Figures] | None = None
    """Fewer of the same cases, for the gate, where all of them take more than a minute."""
    beside: tuple[Path, ...] = ()
    """Files that it also needs and that do not identify it."""

    @property
    def present(self) -> bool:
        """Whether this machine has its files; the larger sets are not part of the repository."""
        return all(path.exists() for path in (*self.needs, *self.beside))

    @property
    def sha256(self) -> str:
        """Of the files that it is measured on."""
        return digest(self.needs)


def of_questions(chosen: QuestionSet) -> Measure:
    """The figures of a question set."""

    def run() -> Figures:
        with open_answerer(chosen) as answerer:
            report = evaluate(chosen.questions, answerer)
        return {score.name: Rate(score.value, score.questions) for score in report.scores}

    return Measure(chosen.name, (chosen.questions,), run, beside=chosen.articles)


_NEWS = (NEWS.questions, *NEWS.articles)
_MULTIHOP = Measure("multihop", multihop.INPUTS, multihop.recalls)
NEWS_SENSE = (
    Measure("attribution", (attribution.LABELS, *SAMPLE.articles), attribution.measured),
    Measure("attribution-news", NEWS.articles, attribution.measured_on_news),
    Measure("claims", (claims.CLAIMS, *SAMPLE.articles), claims.measured),
    Measure("parts", (parts.QUESTIONS, *SAMPLE.articles), parts.measured),
    Measure("timeline", (timeline.TOPICS, *SAMPLE.articles), timeline.measured),
    Measure("support", _NEWS, support.scores),
    Measure("disagreements", disagreements.INPUTS, disagreements.measured),
    Measure("updates", (updates.QUESTIONS,), updates.measured),
    Measure("extraction", extraction.SITE, extraction.measured),
    Measure("cleaning", cleaning.OURS, cleaning.measured),
    Measure("cleaning-news", cleaning.THEIRS, cleaning.measured_on_articles),
    Measure("copies", copies.INPUTS, copies.measured),
    _MULTIHOP,
    replace(_MULTIHOP, name="multihop-refusals", run=multihop.refusals, brief=multihop.some_refusals),
)
MEASURES = (*map(of_questions, SETS), *NEWS_SENSE)
