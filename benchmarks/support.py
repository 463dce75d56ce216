"""`python -m benchmarks.support`: how well `retrieval.support` tells a sentence from small edits of it.

From every evidence sentence of the news questions: edits that make it false, edits that leave it true, a
sentence of the same article and one of another. The quote is the true sentence with the text around it.
Sentences of half of the articles, by their addresses' hash, were not read while the rules were written; the
figures of both halves are shown. `--show KIND` prints what went wrong in the half that may be read.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from benchmarks.corpora import NEWS
from benchmarks.edits import FALSE, TRUE, Source, parsed
from benchmarks.rate import Rate
from retrieval.judging.parse import Name
from retrieval.support import Judgement, Verdict, judge

SEED = 20241
AROUND = 700
SEEN, UNSEEN = "seen", "unseen"


@dataclass(frozen=True, slots=True)
class Case:
    """One claim held against one quote."""

    half: str
    kind: str
    claim: str
    quote: str
    context: str
    published: datetime | None
    wanted: Verdict


@dataclass(frozen=True, slots=True)
class Figures:
    """What was said of the cases of one kind."""

    cases: int
    right: int
    supported: int
    """How many were called supported: false support where the kind is not true."""

    @property
    def accuracy(self) -> float:
        """The share with exactly the wanted verdict."""
        return self.right / self.cases if self.cases else float("nan")


def cases() -> Iterator[Case]:
    """Every case of both halves, always the same ones."""
    articles = {line["url"]: line for line in _lines(NEWS.articles[0])}
    chance = random.Random(SEED)
    everyone = [name for article in articles.values() for name in parsed(article["text"][:1500], "").names]
    sentences = [
        (articles[url], evidence)
        for question in _lines(NEWS.questions)
        for evidence in dict.fromkeys(question["evidence"])
        for url in question["gold"]
        if url in articles and evidence in articles[url]["text"]
    ]
    sentences = list({evidence: (article, evidence) for article, evidence in sentences}.values())
    for article, evidence in sentences:
        source = Source(parsed(evidence, article["text"]), _names_of(article["text"]), everyone)
        edits = [(kind, edit, Verdict.DISPUTES) for kind, edit in FALSE.items()]
        edits += [(kind, edit, Verdict.SUPPORTS) for kind, edit in TRUE.items()]
        claims = [(kind, edit(source, chance), wanted) for kind, edit, wanted in edits]
        claims.append(("of another article", chance.choice(sentences)[1], Verdict.SILENT))
        claims.append(("of the same article", _sentence_of(article, evidence, chance), Verdict.SILENT))
        for kind, claim, wanted in claims:
            if claim and (wanted is Verdict.SUPPORTS or claim != evidence):
                yield _case(article, evidence, (kind, claim, wanted))


@lru_cache(maxsize=8)
def _names_of(text: str) -> tuple[Name, ...]:
    return parsed(text, "").names


def _case(article: dict[str, Any], quote: str, asked: tuple[str, str, Verdict]) -> Case:
    text, at = article["text"], article["text"].index(quote)
    context = text[max(0, at - AROUND) : at + len(quote) + AROUND]
    half = SEEN if hashlib.sha256(article["url"].encode()).digest()[0] % 2 else UNSEEN
    kind, claim, wanted = asked
    return Case(half, kind, claim, quote, context, datetime.fromisoformat(article["published_at"]), wanted)


def _sentence_of(article: dict[str, Any], evidence: str, chance: random.Random) -> str | None:
    from corpus import split_sentences

    text = article["text"]
    spans = [text[start:end] for start, end in split_sentences(text)]
    others = [one for one in spans if len(one) > 60 and one not in evidence and evidence not in one]
    return chance.choice(others) if others else None


def measure(given: Iterable[Case]) -> dict[tuple[str, str], Figures]:
    """The figures for each half and kind."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for case in given:
        verdict = _judged(case).verdict
        key = case.half, case.kind
        counted[*key, "cases"] += 1
        counted[*key, "right"] += verdict is case.wanted
        counted[*key, "supported"] += verdict is Verdict.SUPPORTS
    keys = dict.fromkeys((half, kind) for half, kind, _ in counted)
    return {key: Figures(*(counted[*key, what] for what in ("cases", "right", "supported"))) for key in keys}


def scores() -> dict[str, Rate]:
    """The figures that a floor may hold, over both halves: accuracy, and how often falsehood is supported."""
    found = measure(cases())
    total: dict[str, list[Figures]] = {}
    for (_, kind), figures in found.items():
        total.setdefault(kind, []).append(figures)
    false = [figures for kind, held in total.items() if kind not in TRUE for figures in held]
    true = [figures for kind, held in total.items() if kind in TRUE for figures in held]
    named = {f"support, {kind}": _mean(held, "right") for kind, held in total.items()}
    named["false support"] = _mean(false, "supported")
    named["true support"] = _mean(true, "supported")
    named["edits disputed"] = _mean([f for kind in FALSE for f in total.get(kind, [])], "right")
    return named


def _mean(held: Iterable[Figures], what: str) -> Rate:
    held = list(held)
    wanted: int = sum(getattr(figures, what) for figures in held)
    cases = sum(figures.cases for figures in held)
    return Rate(wanted / max(cases, 1), cases)


def _judged(case: Case) -> Judgement:
    return judge(case.claim, case.quote, case.context, case.published)


def main(arguments: list[str]) -> int:
    """Print the figures, or with `--show KIND` what went wrong."""
    if not NEWS.present:
        print("wikinews: not on this machine")
        return 0
    given = list(cases())
    if arguments[:1] == ["--show"]:
        _show([case for case in given if case.half == SEEN and case.kind.startswith(arguments[1])])
        return 0
    found = measure(given)
    print(f"{'kind':24}{'seen':>6}{'right':>7}{'supp.':>7}{'unseen':>8}{'right':>7}{'supp.':>7}")
    for kind in dict.fromkeys(case.kind for case in given):
        row = [found.get((half, kind), Figures(0, 0, 0)) for half in (SEEN, UNSEEN)]
        cells = (f"{one.cases:>7}{one.accuracy:>7.3f}{_mean([one], 'supported').value:>7.3f}" for one in row)
        print(f"{kind:23}" + " ".join(cells))
    for name, rate in scores().items():
        if not name.startswith("support,"):
            print(f"{name}: {rate.value:.3f}")
    return 0


def _show(chosen: Iterable[Case]) -> None:
    for case in chosen:
        judged = _judged(case)
        if judged.verdict is not case.wanted:
            print(f"{judged.verdict.value} {judged.score:.2f} {judged.reason}")
            print(f"  claim {case.claim}\n  quote {case.quote}\n")


def _lines(path: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
