"""`python -m training.own --out FILE`: our own questions over news, as reading examples in the common format.

Each question is set over the passages that production reads for it among all the news of `../shared/eval`:
those that hold its answer, and the retriever's best wrong hits, which the reader must learn to refuse.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import NEWS_IN_A_CROWD, open_answerer
from corpus import Library, Passage, StoredArticle
from retrieval import Answerer, Query
from training.examples import Row, read_rows
from training.metrics import normalise

QUESTIONS = Path(__file__).with_name("questions")
"""Files of `{"article": key, "question": str, "answers": [[start, end], …]}`; ranges of the article's text.

They are xz-compressed where their name says so."""
DEPTH = 12
SHORT = 500
"""Passages of fewer characters are also read among others: most passages in production are longer."""
HELD_BACK = "01"
"""Articles whose key begins so are left out, two in sixteen: what is fitted later is fitted on them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One of our questions: which article it is about, and where that answers it."""

    question: str
    article: StoredArticle
    spans: tuple[tuple[int, int], ...]
    """Character ranges of the article's text; empty when it does not answer."""


def key_of(text: str) -> str:
    """What names an article in the question files, which hold none of its words: its letters, hashed."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def read_questions(folder: Path, library: Library) -> list[Asked]:
    """Every question whose article the library holds, in the order of the files."""
    articles = {key_of(a.article.text): a for a in library.articles(limit=library.coverage().articles)}
    rows = [row for file in sorted(folder.glob("*.jsonl*")) for row in read_rows(file)]
    return [
        Asked(row["question"], articles[row["article"]], tuple((a, b) for a, b in row["answers"]))
        for row in rows
        if row["article"] in articles and row["article"][0] not in HELD_BACK
    ]


def examples_of(
    asked: Asked, own: Sequence[Passage], hits: Sequence[Passage], rng: random.Random
) -> Iterator[Row]:
    """The rows of one question: `own` are its article's passages, `hits` the best ones of other stories."""
    answers = {normalise(asked.article.article.text[a:b]) for a, b in asked.spans}
    wrong = [p for p in (*own, *hits) if not _says(p, answers) and not any(_holds(p, s) for s in asked.spans)]
    for passage in own:
        spans = [(a - passage.start, b - passage.start) for a, b in asked.spans if _holds(passage, (a, b))]
        if spans or (not asked.spans and passage == own[0]):
            yield _row(asked, passage, spans)
            if len(passage.text) < SHORT and rng.random() < 0.5:
                yield _among(asked, passage, spans, [p for p in wrong if p not in own], rng)
    rest = [p for p in wrong[:6] if asked.spans or p != own[0]]
    if rest and (asked.spans or rng.random() < 0.35):
        yield _row(asked, rng.choice(rest), [])


def _holds(passage: Passage, span: tuple[int, int]) -> bool:
    return passage.start <= span[0] and span[1] <= passage.end


def _says(passage: Passage, answers: set[str]) -> bool:
    text = f" {normalise(passage.text)} "
    return any(f" {answer} " in text for answer in answers)


def _row(asked: Asked, passage: Passage, spans: Sequence[tuple[int, int]]) -> Row:
    answers = [{"text": passage.text[a:b], "answer_start": a} for a, b in spans]
    return {"question": asked.question, "context": passage.text, "answers": answers, "header": passage.header}


def _among(
    asked: Asked,
    passage: Passage,
    spans: Sequence[tuple[int, int]],
    others: Sequence[Passage],
    rng: random.Random,
) -> Row:
    """The passage as one paragraph among some of other stories."""
    texts = [p.text for p in rng.sample(others[:8], min(len(others[:8]), rng.randint(1, 3)))]
    at = rng.randint(0, len(texts))
    before = "".join(text + "\n" for text in texts[:at])
    row = _row(asked, passage, spans)
    answers = [{**a, "answer_start": a["answer_start"] + len(before)} for a in row["answers"]]
    return {**row, "context": before + "\n".join([passage.text, *texts[at:]]), "answers": answers}


def build(answerer: Answerer, library: Library, folder: Path, seed: int) -> Iterator[Row]:
    """All rows of all questions; the same corpus, files and seed give the same rows."""
    rng = random.Random(seed)
    for asked in read_questions(folder, library):
        own = library.passages_of(asked.article.id)
        found = answerer.search(Query(asked.question), DEPTH)
        order = {hit.passage.id: rank for rank, hit in enumerate(found)}
        own.sort(key=lambda p: order.get(p.id, DEPTH))
        title = asked.article.article.title
        # Another report of the same story may well answer what this one leaves open.
        hits = [hit.passage for hit in found if hit.article.article.title != title]
        yield from examples_of(asked, own, hits, rng)


def main() -> None:
    """Read the command line, write the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of our question files")
    parser.add_argument(
        "--out", type=Path, required=True, help="file of examples, for training.train --extra"
    )
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    library = Library.open(NEWS_IN_A_CROWD.directory, read_only=True)
    with open_answerer(NEWS_IN_A_CROWD) as answerer, options.out.open("w", encoding="utf-8") as out:
        for row in build(answerer, library, options.questions, options.seed):
            print(json.dumps(row, ensure_ascii=False), file=out)


if __name__ == "__main__":
    main()
