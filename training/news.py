"""`python -m training.news --model DIR --data DIR`: scores the shipped file on questions over news."""

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from corpus import Article, Passage, StoredArticle, load_embedder
from corpus.chunk import chunk
from training.examples import Row, read_rows
from training.lexical import Lexical
from training.metrics import auc, f1, normalise, refusal_recall
from training.predict import Reading, ShippedReader
from training.score import combined

SINGLE = frozenset({"who", "when", "where", "how_many", "what", "why"})


@dataclass(frozen=True, slots=True)
class Found:
    """One passage read for one question."""

    passage: Passage
    reading: Reading

    @property
    def words(self) -> str:
        """The best span."""
        return self.passage.text[self.reading.start : self.reading.end]

    @property
    def sentence(self) -> str:
        """The sentence that holds the best span."""
        at = self.passage.start + self.reading.start
        inside = [(a, b) for a, b in self.passage.sentences if a <= at < b] or [self.passage.sentences[0]]
        start, end = (edge - self.passage.start for edge in inside[0])
        return self.passage.text[start:end]


def passages_of(rows: list[Row]) -> list[Passage]:
    """Every article's passages, as production cuts them."""
    count, made = load_embedder().count_tokens, []
    for i, row in enumerate(rows):
        published = datetime.fromisoformat(row["published_at"]) if row["published_at"] else None
        article = Article(row["title"], row["text"], row["publisher"], url=row["url"], published_at=published)
        made += chunk(StoredArticle(f"{i:016x}", article, 1), count)
    return made


def retrieve(
    questions: list[Row], passages: list[Passage], kept: Path | None, top: int
) -> list[list[Passage]]:
    """For each question its best passages: BM25 and the packaged embeddings, their ranks fused."""
    texts, embedder = [p.ranked_text for p in passages], load_embedder()
    vectors = np.load(kept) if kept and kept.exists() else embedder.embed(texts)
    if kept and not kept.exists():
        np.save(kept, vectors)
    lexical, chosen = Lexical(texts), []
    for row, vector in zip(questions, embedder.embed([q["question"] for q in questions]), strict=True):
        fused: defaultdict[int, float] = defaultdict(float)
        for ranked in (lexical.best(row["question"], 50), np.argsort(-(vectors @ vector))[:50].tolist()):
            for rank, i in enumerate(ranked):
                fused[i] += 1 / (60 + rank)
        chosen.append([passages[i] for i in sorted(fused, key=lambda i: -fused[i])[:top]])
    return chosen


def read_all(reader: ShippedReader, questions: list[Row], chosen: list[list[Passage]]) -> list[list[Found]]:
    """For each question its passages, read; the surest span first."""
    items = [(q["question"], p.header, p.text) for q, ps in zip(questions, chosen, strict=True) for p in ps]
    readings = iter(reader.read(items))
    found = [[Found(p, next(readings)) for p in ps] for ps in chosen]
    return [sorted(fs, key=lambda f: -combined(f.reading)) for fs in found]


def holds(text: str, answers: list[str]) -> bool:
    """Whether an accepted answer stands in the text, both in SQuAD's normal form."""
    inside = f" {normalise(text)} "
    return any(f" {normalise(a)} " in inside for a in answers)


def figures(questions: list[Row], found: list[list[Found]]) -> dict[str, float]:
    """Single-article questions: passage hit, span, sentences; all questions: answerable or not."""
    single = [(q["answers"], fs) for q, fs in zip(questions, found, strict=True) if q["type"] in SINGLE]
    answerable = [q["type"] != "unanswerable" for q in questions]
    surest = [max(combined(f.reading) for f in fs) for fs in found]
    count = len(single)
    return {
        "single_article_questions": count,
        "answer_in_passages": sum(any(holds(f.passage.text, a) for f in fs) for a, fs in single) / count,
        "span_right": sum(f1(fs[0].words, a) >= 0.5 for a, fs in single) / count,
        "answer_in_best_sentence": sum(holds(fs[0].sentence, a) for a, fs in single) / count,
        "answer_in_best_three": sum(any(holds(f.sentence, a) for f in fs[:3]) for a, fs in single) / count,
        "auc": auc(surest, answerable),
        "refusal_recall_at_10": refusal_recall(surest, answerable),
    }


def main() -> None:
    """Read the command line, score, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that export wrote")
    parser.add_argument("--data", type=Path, required=True, help="folder of articles.jsonl and dev.jsonl")
    parser.add_argument("--top", type=int, default=5, help="passages read for each question")
    parser.add_argument("--vectors", type=Path, help="file (.npy) that keeps the passages' embeddings")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    questions = list(read_rows(options.data / "dev.jsonl"))
    passages = passages_of(list(read_rows(options.data / "articles.jsonl")))
    chosen = retrieve(questions, passages, options.vectors, options.top)
    reader = ShippedReader(options.model, options.threads)
    table = figures(questions, read_all(reader, questions, chosen))
    print(json.dumps({name: round(value, 4) for name, value in table.items()}, indent=2))


if __name__ == "__main__":
    main()
