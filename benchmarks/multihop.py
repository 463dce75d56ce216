"""`python -m benchmarks.multihop`: are all the facts found that a question over several publishers needs?

Measured on a sample of MultiHop-RAG (Tang and Yang 2024, arXiv:2401.15391): each fact is one short article with
its headline, publisher and date, and a question needs two to four of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.corpora import CACHE, SHARED
from corpus import Article, Corpus, CorpusSettings, Draft, ingest_drafts
from retrieval import Answerer, Query, RetrievalSettings, Status, build_answerer

SOURCE = SHARED / "mhrag500"
DEPTHS = (4, 10)


@dataclass(frozen=True, slots=True)
class Found:
    """One question: the facts it needs, and those retrieved, best first."""

    gold: frozenset[str]
    retrieved: tuple[str, ...]
    refused: bool

    def recall(self, depth: int) -> float:
        """The share of the needed facts among the first `depth`."""
        return len(self.gold & set(self.retrieved[:depth])) / len(self.gold)


def figures(found: Sequence[Found]) -> dict[str, float]:
    """Recall of the gold facts and share of questions with all of them, at each depth; refusals."""
    answerable = [item for item in found if item.gold]
    open_ = [item for item in found if not item.gold]
    table: dict[str, float] = {}
    for depth in DEPTHS:
        recalls = [item.recall(depth) for item in answerable]
        table[f"facts found at {depth}"] = sum(recalls) / len(recalls)
        table[f"all facts found at {depth}"] = sum(recall == 1 for recall in recalls) / len(recalls)
    table["refusal recall"] = sum(item.refused for item in open_) / len(open_)
    table["false refusals"] = sum(item.refused for item in answerable) / len(answerable)
    return table


def measure(
    answerer: Answerer, facts: Sequence[dict[str, Any]], queries: Sequence[dict[str, Any]]
) -> list[Found]:
    """Ask every question."""
    names = {fact["text"]: fact["id"] for fact in facts}
    made = []
    for query in queries:
        hits = answerer.search(Query(query["question"]), max(DEPTHS))
        retrieved = tuple(names[hit.article.article.text] for hit in hits)
        answer = answerer.answer(query["question"])
        made.append(Found(frozenset(query["gold"]), retrieved, answer.status is Status.REFUSED))
    return made


def main() -> int:
    """Load the facts where they are not yet, ask, print."""
    if not SOURCE.is_dir():
        print("mhrag500: not on this machine")
        return 0
    facts, queries = _read("facts.jsonl"), _read("queries.jsonl")
    with Corpus.open(CorpusSettings(CACHE / "mhrag500")) as corpus:
        if not corpus.library.coverage().articles:
            for _ in ingest_drafts(_drafts(facts), corpus):
                pass
        found = measure(build_answerer(corpus, RetrievalSettings()), facts, queries)
    for name, value in figures(found).items():
        print(f"{name:<24}{value:.3f}")
    return 0


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SOURCE / name).read_text("utf-8").splitlines()]


def _drafts(facts: Sequence[dict[str, Any]]) -> Iterator[Draft]:
    from datetime import datetime

    for fact in facts:
        published = datetime.fromisoformat(fact["published_at"])
        article = Article(fact["title"], fact["text"], fact["publisher"], published_at=published)
        yield Draft(fact["id"], article)


if __name__ == "__main__":
    sys.exit(main())
