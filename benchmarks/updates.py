"""Which of two reports of one event comes first: `python -m benchmarks.updates`.

61 events whose figure changed, both reports in one corpus, each dated by when it was first seen. The question
asks for the figure.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from benchmarks.corpora import CACHE, SHARED, digest, open_corpus
from benchmarks.rate import Rate
from corpus import Article, Draft, ingest_drafts
from retrieval import Answer, Answerer, RetrievalSettings, Status, build_answerer

QUESTIONS = SHARED / "wp_current_events" / "updates_qa.jsonl"
_NUMBERS = (  # noqa: SIM905 - twenty words read better than a list of them
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: str(value) for value, word in enumerate(_NUMBERS)}
_VALUES |= {ten: str(value * 10) for value, ten in enumerate(_TENS, 2)}
_VALUES |= {
    f"{ten}-{unit}": str(int(_VALUES[ten]) + int(_VALUES[unit])) for ten in _TENS for unit in _NUMBERS[1:10]
}


def drafts(items: list[dict[str, Any]]) -> Iterator[Draft]:
    """Both reports of each event as articles."""
    for item in items:
        for which in ("earlier", "later"):
            report = item[which]
            publisher = report["sources"][0]["name"] if report["sources"] else None
            seen = datetime.fromisoformat(report["seen"])
            title = item["question"].rstrip("?").split(" in ")[-1]
            yield Draft(f"{item['id']}-{which}", Article(title, report["text"], publisher, published_at=seen))


def first_figure(answer: Answer, item: dict[str, Any]) -> str:
    """Which figure the first sentence that holds one gives: `later`, `earlier`, `neither`, or `refused`."""
    if answer.status is Status.REFUSED:
        return "refused"
    for sentence in answer.sentences:
        said = {_value(word) for word in re.findall(r"[\d,.]+\d|[\w-]+", sentence.text)}
        for which in ("later", "earlier"):
            if _value(item[f"{which}_answer"]) in said:
                return which
    return "neither"


def _value(word: str) -> str:
    word = word.casefold().replace(",", "")
    return _VALUES.get(word, word)


def run(answerer: Answerer, items: list[dict[str, Any]]) -> dict[str, int]:
    """How often each outcome happened."""
    counts = dict.fromkeys(("later", "earlier", "neither", "refused"), 0)
    for item in items:
        counts[first_figure(answerer.answer(item["question"]), item)] += 1
    return counts


def measured() -> dict[str, Rate]:
    """The figures that a floor may hold."""
    items = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines() if line.strip()]
    loaded_from = digest((QUESTIONS,))
    with open_corpus(
        CACHE / "updates", loaded_from, lambda held: ingest_drafts(drafts(items), held)
    ) as corpus:
        counts = run(build_answerer(corpus, RetrievalSettings()), items)
    return {
        f"{name} figure first": Rate(counts[name] / len(items), len(items)) for name in ("later", "earlier")
    }


def main() -> int:
    """Print the figures."""
    if not QUESTIONS.is_file():
        print(f"{QUESTIONS} is not on this machine.")
        return 0
    for name, rate in measured().items():
        print(f"{name:24}{rate.value:6.3f} of {rate.count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
