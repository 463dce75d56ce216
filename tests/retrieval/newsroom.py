"""A small corpus for the tests of retrieval: a real library, word embeddings, and an index that behaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from corpus import Article, Filters, IndexUnavailableError, Library, StoredArticle, Vectors, utc_now
from corpus.chunk import chunk
from retrieval.answerer import Answerer
from retrieval.comprehension import ReaderScorer
from retrieval.models import Hit
from retrieval.rankers import DenseRanker, LexicalRanker
from retrieval.reader import OnnxReader
from retrieval.retriever import HybridRetriever
from retrieval.write import ModelWriter
from tests.fakes import WordEmbedder

READER = OnnxReader()


class ScanningIndex:
    """Finds the nearest passages exactly, and can be away."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.away = False
        self.asked = 0

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        self.asked += 1
        if self.away:
            raise IndexUnavailableError("The index is being rebuilt.")
        return self._library.scan(vector, Filters(), limit)


class Newsroom:
    """The parts of a corpus, open."""

    def __init__(self, directory: Path, articles: Iterable[Article]) -> None:
        self.library = Library.open(directory)
        self.embedder = WordEmbedder()
        self.index = ScanningIndex(self.library)
        self.library.adopt(self.embedder.identity)
        for number, article in enumerate(articles):
            stored = StoredArticle(f"{number:016x}", article, version=1)
            passages = chunk(stored, self.embedder.count_tokens)
            vectors = self.embedder.embed([passage.ranked_text for passage in passages])
            self.library.save(stored, passages, vectors)


def build(
    newsroom: Newsroom, now: Callable[[], datetime] = utc_now, writer: ModelWriter | None = None
) -> Answerer:
    """The answerer over a newsroom, without any optional model but the writer that is given."""
    dense = DenseRanker(newsroom.index, newsroom.library, newsroom.embedder)
    retriever = HybridRetriever(newsroom.library, [dense, LexicalRanker(newsroom.library)])
    return Answerer(newsroom.library, retriever, ReaderScorer(READER), now, writer)


def article(
    title: str, text: str, publisher: str | None = "The Courier", day: int | None = 1, url: str | None = None
) -> Article:
    """A story of March 2024."""
    published = datetime(2024, 3, day, tzinfo=UTC) if day else None
    return Article(title, text, publisher, url=url, published_at=published)


def hit(stored: Article, number: int = 0, score: float = 1.0, similarity: float = 0.6) -> Hit:
    """An article's first passage as a hit."""
    kept = StoredArticle(f"{number:016x}", stored, version=1)
    return Hit(chunk(kept, WordEmbedder().count_tokens)[0], kept, score, similarity)
