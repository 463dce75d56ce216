"""`python -m benchmarks.multihop`: are all the facts found that a question over several publishers needs?

Measured on a sample of MultiHop-RAG (Tang and Yang 2024, arXiv:2401.15391): each fact is one short article
with its headline, publisher and date; a question needs two to four of them, or has no answer there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.corpora import CACHE, SHARED, digest, open_corpus
from benchmarks.rate import Rate, share
from corpus import Article, Draft, ingest_drafts
from retrieval import Answerer, Query, RetrievalSettings, Status, build_answerer

FACTS = SHARED / "mhrag500" / "facts.jsonl"
QUERIES = FACTS.with_name("queries.jsonl")
INPUTS = (FACTS, QUERIES)
DEPTHS = (4, 10)
# The gate asks all questions without an answer, and of the others this share.
ONE_IN = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One question: the facts it needs, and those retrieved, best first."""

    gold: frozenset[str]
    retrieved: tuple[str, ...]

    def recall(self, depth: int) -> float:
        """The share of the needed facts among the first `depth`."""
        return len(self.gold & set(self.retrieved[:depth])) / len(self.gold)


def recall_figures(found: Sequence[Found]) -> dict[str, Rate]:
    """Recall of the gold facts and share of questions with all of them, at each depth."""
    table: dict[str, Rate] = {}
    for depth in DEPTHS:
        recalls = [item.recall(depth) for item in found]
        table[f"facts found at {depth}"] = share(recalls)
        table[f"all facts found at {depth}"] = share(recall == 1 for recall in recalls)
    return table


def refusal_figures(refused: Sequence[tuple[bool, bool]]) -> dict[str, Rate]:
    """From whether each question has an answer and whether it was refused."""
    return {
        "refusal recall": share(gone for answerable, gone in refused if not answerable),
        "false refusals": share(gone for answerable, gone in refused if answerable),
    }


def recalls() -> dict[str, Rate]:
    """Search with every question that has an answer."""
    names = {fact["text"]: fact["id"] for fact in _read(FACTS)}
    with _answerer() as answerer:
        made = [_found(answerer, query, names) for query in _read(QUERIES) if query["gold"]]
    return recall_figures(made)


def refusals(one_in: int = 1) -> dict[str, Rate]:
    """Ask every question that has no answer, and one in so many of the others."""
    queries = _read(QUERIES)
    asked = [query for query in queries if not query["gold"]]
    asked += [query for query in queries if query["gold"]][::one_in]
    with _answerer() as answerer:
        answers = [(bool(query["gold"]), answerer.answer(query["question"])) for query in asked]
    return refusal_figures([(gold, answer.status is Status.REFUSED) for gold, answer in answers])


def some_refusals() -> dict[str, Rate]:
    """As `refusals`, for the gate."""
    return refusals(ONE_IN)


def main() -> int:
    """Load the facts where they are not yet, ask, print."""
    if not all(path.is_file() for path in INPUTS):
        print("mhrag500: not on this machine")
        return 0
    for name, rate in {**recalls(), **refusals()}.items():
        print(f"{name:<24}{rate.value:.3f} of {rate.count}")
    return 0


@contextmanager
def _answerer() -> Iterator[Answerer]:
    def drafts() -> Iterator[Draft]:
        return map(_draft, _read(FACTS))

    with open_corpus(
        CACHE / "mhrag500", digest((FACTS,)), lambda held: ingest_drafts(drafts(), held)
    ) as corpus:
        yield build_answerer(corpus, RetrievalSettings())


def _found(answerer: Answerer, query: dict[str, Any], names: dict[str, str]) -> Found:
    hits = answerer.search(Query(query["question"]), max(DEPTHS))
    return Found(frozenset(query["gold"]), tuple(names[hit.article.article.text] for hit in hits))


def _draft(fact: dict[str, Any]) -> Draft:
    published = datetime.fromisoformat(fact["published_at"])
    return Draft(fact["id"], Article(fact["title"], fact["text"], fact["publisher"], published_at=published))


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
