"""The reading half of the library: everything in it that a question or a list needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import corpus.library.reader as reader
from corpus.embed import Vectors
from corpus.library.connections import Connections
from corpus.library.engine import Connection
from corpus.library.filters import hides
from corpus.library.lexical import rank_lexical
from corpus.library.scan import scan_embeddings, scan_few
from corpus.models import Audience, Coverage, Filters, Passage, StoredArticle

_ALL = Filters()


class Looking:
    """What `Library` lets one see. Whoever looks for a server says so in the filters, or as the audience."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @contextmanager
    def _looking(self, filters: Filters) -> Iterator[tuple[Connection, Filters]]:
        """A connection, and the filters: without an audience from which nothing is hidden, at no cost."""
        with self._connections.reading() as connection:
            if filters.audience is not None and not hides(connection, filters.audience):
                filters = replace(filters, audience=None)
            yield connection, filters

    def article(self, article_id: str, audience: Audience | None = None) -> StoredArticle:
        """The article with this id, or the one whose id begins with it (four characters or more).

        Raises:
            ArticleNotFoundError: there is none that the audience may see, or several begin so.
        """
        with self._connections.reading() as connection:
            return reader.find_article(connection, article_id, Filters(audience=audience))

    def versions(self, article_id: str) -> list[StoredArticle]:
        """The article as it is and as it was, newest first; raises as `article` does."""
        with self._connections.reading() as connection:
            return reader.list_versions(connection, article_id)

    def copies(self, article_id: str) -> list[StoredArticle]:
        """Other publishers' copies of the article, oldest first; raises as `article` does."""
        with self._connections.reading() as connection:
            return reader.list_copies(connection, article_id)

    def sharing(self, article_id: str) -> list[StoredArticle]:
        """The others that share most of its text and have words of their own; raises as `article` does."""
        with self._connections.reading() as connection:
            return reader.list_sharing(connection, article_id)

    def prints(self, originals: Sequence[str], filters: Filters = _ALL) -> dict[str, list[StoredArticle]]:
        """Copies inside the filters of what these articles say now, by the original's id, oldest first."""
        with self._looking(filters) as (connection, filters):
            return reader.find_prints(connection, originals, filters)

    def articles(self, filters: Filters = _ALL, limit: int = 50, offset: int = 0) -> list[StoredArticle]:
        """A page of the articles, copies among them: newest published first, undated ones last."""
        with self._looking(filters) as (connection, filters):
            return reader.list_articles(connection, filters, limit, offset)

    def page(
        self, filters: Filters = _ALL, limit: int = 50, offset: int = 0
    ) -> tuple[list[StoredArticle], int]:
        """`articles`, and how many there are on all pages at the same moment."""
        with self._looking(filters) as (connection, filters):
            listed = reader.list_articles(connection, filters, limit, offset)
            return listed, reader.count_articles(connection, filters)

    def passages_of(self, article_id: str) -> list[Passage]:
        """The live passages of an article in order, none for a copy; raises as `article` does."""
        with self._connections.reading() as connection:
            return reader.passages_of(connection, article_id)

    def passages(self, ids: Sequence[str], filters: Filters = _ALL) -> list[tuple[Passage, StoredArticle]]:
        """The live ones among these passages, with their articles, in the order asked.

        A copy has no passages; where the filters allow it and not its original, the original's come as the
        copy's, at the copy's offsets.
        """
        with self._looking(filters) as (connection, filters):
            return reader.find_passages(connection, ids, filters)

    def all_passages(self, batch: int = 256) -> Iterator[list[Passage]]:
        """All live passages in batches, as they are now whatever is written meanwhile."""
        with self._connections.reading() as connection:
            yield from reader.iterate_passages(connection, batch)

    def coverage(self, filters: Filters = _ALL) -> Coverage:
        """What the articles that the filters allow span."""
        with self._looking(filters) as (connection, filters):
            return reader.measure_coverage(connection, filters)

    def publishers(self, filters: Filters = _ALL) -> list[tuple[str, int]]:
        """Publishers with how many articles each has that the filters allow, most first."""
        with self._looking(filters) as (connection, filters):
            return reader.count_publishers(connection, filters)

    # Ranking

    def lexical(self, text: str, filters: Filters, limit: int) -> list[tuple[str, float]]:
        """Live passages' ids by BM25 (higher is better) for any of the words; any text will do."""
        with self._looking(filters) as (connection, filters):
            return rank_lexical(connection, text, filters, limit)

    def scan(self, vector: Vectors, filters: Filters, limit: int) -> list[tuple[str, float]]:
        """Live passages' ids by exact cosine to a vector of shape (dimension,), best first."""
        with self._looking(filters) as (connection, filters):
            return scan_embeddings(connection, vector, filters, limit)

    def scan_few(self, vector: Vectors, filters: Filters, limit: int) -> list[tuple[str, float]] | None:
        """As `scan`, where the filters leave so few that it is as quick as to ask the index; else `None`."""
        with self._looking(filters) as (connection, filters):
            return scan_few(connection, vector, filters, limit)

    def allowed(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Which of these passages are live and inside the filters, themselves or in a copy."""
        with self._looking(filters) as (connection, filters):
            return reader.find_allowed(connection, passage_ids, filters)
