"""Judged answers summed up, each figure with the range that chance leaves it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.scoring.judge import Judged
from retrieval.scoring.reliability import calibration_error, recall_at

RESAMPLES = 500
_SEED = 7

Measure = Callable[[Sequence[Judged]], float]


@dataclass(frozen=True, slots=True)
class Score:
    """One figure."""

    name: str
    value: float
    low: float
    """The lower end of the 95 % interval, by resampling the questions."""
    high: float
    questions: int
    """How many questions it rests on."""


def score(judged: Sequence[Judged]) -> tuple[Score, ...]:
    """Every figure for which there are questions, in the order of `MEASURES`."""
    rows = []
    for name, (applies, measure) in MEASURES.items():
        sample = [item for item in judged if applies(item)]
        if sample and not np.isnan(value := measure(sample)):
            low, high = _interval(sample, measure)
            rows.append(Score(name, value, low, high, len(sample)))
    return tuple(rows)


def article_recall(depth: int) -> Measure:
    """The share of questions whose right article is among the first `depth` articles of the hits."""
    return lambda sample: _mean([(item.article_rank or depth + 1) <= depth for item in sample])


def mean_reciprocal_rank(sample: Sequence[Judged]) -> float:
    """The mean of 1 / the rank of the first right article; 0 for a question where none was found."""
    return _mean([1 / item.article_rank if item.article_rank else 0.0 for item in sample])


def passage_hit(sample: Sequence[Judged]) -> float:
    """The share of questions all of whose facts are said in the passages read."""
    return _mean([item.passage_found for item in sample])


def answer_shown(sample: Sequence[Judged]) -> float:
    """The share of questions all of whose facts the shown sentences say; a refusal shows none."""
    return _mean([item.shown for item in sample])


def span_match(sample: Sequence[Judged]) -> float:
    """The share of questions some of whose marked words are an accepted answer, with an F1 of .5 or more."""
    return _mean([item.marked >= 0.5 for item in sample])


def evidence_shown(sample: Sequence[Judged]) -> float:
    """The share of questions one of whose answering sentences is shown."""
    return _mean([item.evidence_shown for item in sample])


def sentences_shown(sample: Sequence[Judged]) -> float:
    """Sentences in an answer, refusals left out."""
    return _mean([item.sentences for item in sample if not item.refused])


def citation_precision(sample: Sequence[Judged]) -> float:
    """The share of citations that are of a right article or whose quote says a needed fact."""
    cited = sum(item.citations for item in sample)
    return sum(item.right_citations for item in sample) / cited if cited else float("nan")


def refused(sample: Sequence[Judged]) -> float:
    """The share of refusals: the recall among the unanswerable, the false ones among the others."""
    return _mean([item.refused for item in sample])


def area_under_curve(sample: Sequence[Judged]) -> float:
    """How often an answerable question has the higher confidence of the two in a pair; 0.5 is a coin."""
    yes = np.array([item.confidence for item in sample if item.question.answerable])
    no = np.array([item.confidence for item in sample if not item.question.answerable])
    if not yes.size or not no.size:
        return float("nan")
    above = (yes[:, None] > no[None, :]).mean() + 0.5 * (yes[:, None] == no[None, :]).mean()
    return float(above)


def refusal_recall_at_ten(sample: Sequence[Judged]) -> float:
    """The share of the unanswerable refused by the best threshold that refuses at most 10 % of the others."""
    return recall_at(sample, 0.1)


def seconds(sample: Sequence[Judged]) -> float:
    """The median time of an answer."""
    return float(np.median([item.seconds for item in sample]))


def _single(item: Judged) -> bool:
    return item.question.single


def _one_fact(item: Judged) -> bool:
    """Questions that some words answer: yes and no are hardly ever said."""
    return item.question.single and item.question.type != "yes_no"


def _several(item: Judged) -> bool:
    return item.question.answerable and not item.question.single


def _answerable(item: Judged) -> bool:
    return item.question.answerable


def _unanswerable(item: Judged) -> bool:
    return not item.question.answerable


def _all(_: Judged) -> bool:
    return True


MEASURES: dict[str, tuple[Callable[[Judged], bool], Measure]] = {
    "article R@1": (_single, article_recall(1)),
    "article R@3": (_single, article_recall(3)),
    "article R@5": (_single, article_recall(5)),
    "article MRR": (_single, mean_reciprocal_rank),
    "passage hit": (_single, passage_hit),
    "answer shown": (_single, answer_shown),
    "span match": (_one_fact, span_match),
    "answer shown, several facts": (_several, answer_shown),
    "evidence shown": (_answerable, evidence_shown),
    "sentences shown": (_answerable, sentences_shown),
    "citation precision": (_answerable, citation_precision),
    "refusal recall": (_unanswerable, refused),
    "false refusals": (_answerable, refused),
    "refusal recall at .1": (_all, refusal_recall_at_ten),
    "answerable AUC": (_all, area_under_curve),
    "calibration error": (_all, calibration_error),
    "seconds": (_all, seconds),
}


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def _interval(sample: Sequence[Judged], measure: Measure) -> tuple[float, float]:
    chance = np.random.default_rng(_SEED)
    drawn = chance.integers(0, len(sample), (RESAMPLES, len(sample)))
    values = [measure([sample[i] for i in row]) for row in drawn]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
