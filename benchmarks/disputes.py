"""The evidence that `benchmarks.disagreements` judges: texts that contradict, and texts that do not.

Each case hands every sentence of its texts in, which is more than an answer would.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.lookup import Lookup
from corpus import Article, StoredArticle, split_sentences
from retrieval.differing.claims import Statement

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_TITLE_WORDS = 8
_RETRIEVED = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the sentences found for it."""

    question: str
    evidence: tuple[Statement, ...]
    answers: tuple[str, str] | None = None
    """The two values that contradict; "yes" and "no" count as any; `None` where nothing does."""
    update: bool = False
    """Whether the second text is a later one of the same publisher."""

    @property
    def seen(self) -> bool:
        """Whether it is of the half that rules may be made with; the other half only measures them."""
        return hashlib.sha256(self.question.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True, slots=True)
class Told:
    """A text as one publisher has it."""

    text: str
    publisher: str
    title: str = ""
    published: datetime | None = NOW
    statements: list[Statement] = field(default_factory=list)

    def sentences(self) -> list[Statement]:
        """Its sentences, split once."""
        if not self.statements:
            title = self.title or " ".join(self.text.split()[:_TITLE_WORDS]) or "Untitled"
            article = Article(title, self.text, self.publisher, published_at=self.published)
            key = hashlib.sha256(f"{self.publisher}{self.published}{self.text}".encode()).hexdigest()[:16]
            stored = StoredArticle(key, article, 1)
            self.statements.extend(
                Statement(self.text[start:end], start, end, key, stored)
                for start, end in split_sentences(self.text)
            )
        return self.statements


def _case(
    question: str, texts: Iterable[Told], answers: tuple[str, str] | None = None, update: bool = False
) -> Case:
    return Case(question, tuple(s for told in texts for s in told.sentences()), answers, update)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _updates(shared: Path, *, later: bool) -> Iterator[Case]:
    for row in _rows(shared / "wp_current_events" / "updates_qa.jsonl"):
        first = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        second = first + timedelta(days=1) if later else first
        publishers = ("A", "A") if later else ("A", "B")
        texts = (
            Told(row["earlier"]["text"], publishers[0], published=first),
            Told(row["later"]["text"], publishers[1], published=second),
        )
        yield _case(row["question"], texts, (row["earlier_answer"], row["later_answer"]), update=later)


def updates_at_once(shared: Path) -> Iterator[Case]:
    """Two figures for one event, as if two publishers gave them on one day."""
    return _updates(shared, later=False)


def updates_in_turn(shared: Path) -> Iterator[Case]:
    """The same, as one publisher's earlier and later report."""
    return _updates(shared, later=True)


def encyclopedia_pairs(shared: Path) -> Iterator[Case]:
    """Passages marked as contradicting by readers; a text that contradicts itself is one voice, left out."""
    for row in _rows(shared / "wikicontradict" / "wiki_contradict_refined.jsonl"):
        first, second = row["context1"], row["context2"]
        if " ".join(first.split()) != " ".join(second.split()):
            answers = str(row["answer1"]), str(row["answer2"])
            yield _case(row["question"], (Told(first, "A"), Told(second, "B")), answers)


def _documents(shared: Path) -> Iterator[tuple[str, dict[str, list[dict[str, Any]]]]]:
    for row in _rows(shared / "ramdocs" / "RAMDocs_test.jsonl"):
        by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for document in row["documents"]:
            by_type[document["type"]].append(document)
        yield row["question"], by_type


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _alike(one: str, other: str) -> float:
    first, second = _words(one), _words(other)
    return len(first & second) / max(1, len(first | second))


def misinformed(shared: Path) -> Iterator[Case]:
    """Each misinformed document with the right one that it is most like."""
    for question, documents in _documents(shared):
        for wrong in documents["misinfo"]:
            if documents["correct"]:
                right = max(documents["correct"], key=lambda item: _alike(item["text"], wrong["text"]))
                answers = str(right["answer"]), str(wrong["answer"])
                yield _case(question, (Told(right["text"], "A"), Told(wrong["text"], "B")), answers)


def agreeing(shared: Path) -> Iterator[Case]:
    """All right documents of a question that give one answer."""
    for question, documents in _documents(shared):
        by_answer: dict[str, list[str]] = defaultdict(list)
        for document in documents["correct"]:
            by_answer[str(document["answer"])].append(document["text"])
        for texts in by_answer.values():
            if len(texts) > 1:
                yield _case(question, [Told(text, str(n)) for n, text in enumerate(texts)])


def namesakes(shared: Path) -> Iterator[Case]:
    """Right documents with different answers: two things of one name."""
    for question, documents in _documents(shared):
        by_answer = {str(document["answer"]): document["text"] for document in documents["correct"]}
        for one, other in pairwise(by_answer.values()):
            yield _case(question, (Told(one, "A"), Told(other, "B")))


def noise(shared: Path) -> Iterator[Case]:
    """Right documents with those that do not answer."""
    for question, documents in _documents(shared):
        if documents["noise"] and documents["correct"]:
            texts = [document["text"] for document in (*documents["correct"][:1], *documents["noise"])]
            yield _case(question, [Told(text, str(n)) for n, text in enumerate(texts)])


def _news(shared: Path) -> list[Told]:
    rows = _rows(shared / "wikinews" / "articles.jsonl")
    return [
        Told(row["text"], row["url"], row["title"], datetime.fromisoformat(row["published_at"]))
        for row in rows
        if row["text"].strip()
    ]


def _asked_of_news(shared: Path) -> list[dict[str, Any]]:
    return _rows(shared / "wikinews" / "dev.jsonl")


def halves_of_a_story(shared: Path) -> Iterator[Case]:
    """The paragraphs of one article dealt out to two publishers."""
    by_url = {told.publisher: told for told in _news(shared)}
    for row in _asked_of_news(shared):
        for url in (row["gold"] or row.get("near", []))[:1]:
            told = by_url[url]
            paragraphs = [part for part in told.text.split("\n\n") if part.strip()]
            dealt = ("\n\n".join(paragraphs[n::2]) for n in (0, 1))
            texts = [
                Told(text, publisher, told.title, told.published)
                for publisher, text in zip("AB", dealt, strict=True)
            ]
            yield _case(row["question"], texts)


def neighbours(shared: Path) -> Iterator[Case]:
    """An article and the one most like it, as if by two publishers."""
    news = _news(shared)
    by_url = {told.publisher: told for told in news}
    for row in _asked_of_news(shared):
        for url in (row["gold"] or row.get("near", []))[:1]:
            told = by_url[url]
            other = max((o for o in news if o is not told), key=lambda item: _alike(item.text, told.text))
            undated = [Told(t.text, t.publisher, t.title, told.published) for t in (told, other)]
            yield _case(row["question"], undated)


def answers_in_a_crowd(shared: Path) -> Iterator[Case]:
    """What a lookup among all the news finds for a question, each item its publisher's own."""
    events = [
        Told(row["text"], row["publisher"], row["title"], datetime.fromisoformat(row["published_at"]))
        for row in _rows(shared / "wp_current_events" / "articles.jsonl")
    ]
    updates = _rows(shared / "wp_current_events" / "updates_qa.jsonl")
    lookup = Lookup([*_news(shared), *events], key=lambda told: f"{told.title} {told.text}")
    for row in (*_asked_of_news(shared), *updates):
        yield _case(row["question"], lookup.best(row["question"], _RETRIEVED))


def facts_of_many(shared: Path) -> Iterator[Case]:
    """Questions over several publishers, with the sentences that answer them and what looks like them."""
    facts = {
        row["id"]: Told(
            row["text"], row["publisher"], row["title"], datetime.fromisoformat(row["published_at"])
        )
        for row in _rows(shared / "mhrag500" / "facts.jsonl")
    }
    lookup = Lookup(list(facts.values()), key=lambda told: f"{told.title} {told.text}")
    for row in _rows(shared / "mhrag500" / "queries.jsonl"):
        gold = [facts[name] for name in row["gold"]]
        found = [told for told in lookup.best(row["question"], _RETRIEVED) if told not in gold]
        yield _case(row["question"], [*gold, *found])


CONTRADICTING: dict[str, Callable[[Path], Iterator[Case]]] = {
    "updates, two publishers at once": updates_at_once,
    "updates, one publisher in turn": updates_in_turn,
    "wikicontradict": encyclopedia_pairs,
    "ramdocs, misinformed": misinformed,
}
CONSISTENT: dict[str, Callable[[Path], Iterator[Case]]] = {
    "wikinews, halves of a story": halves_of_a_story,
    "wikinews, neighbours": neighbours,
    "news in a crowd, top five": answers_in_a_crowd,
    "mhrag500": facts_of_many,
    "ramdocs, agreeing": agreeing,
    "ramdocs, noise": noise,
    "ramdocs, namesakes": namesakes,
}
