"""Sentences of articles that tests write themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from corpus import Article, StoredArticle, split_sentences
from retrieval.differing.claims import Statement

DAY = datetime(2024, 9, 10, 12, tzinfo=UTC)
"""A Tuesday."""


def told(
    text: str,
    publisher: str | None = None,
    days: float | None = 0,
    copy_of: str | None = None,
    title: str = "What happened",
) -> list[Statement]:
    """The sentences of an article that consists of `text`, published `days` after `DAY`."""
    published = None if days is None else DAY + timedelta(days=days)
    article = Article(title=title, text=text, publisher=publisher, published_at=published)
    stored = StoredArticle(f"{publisher}-{days}", article, 1, copy_of)
    return [Statement(text[start:end], start, end, "passage", stored) for start, end in split_sentences(text)]
