"""Rows of the library's tables as articles and passages, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.dedupe import publisher_key
from corpus.links import canonical_link
from corpus.models import Article, Passage, StoredArticle

Row = tuple[Any, ...]

ARTICLE = (
    "a.id, a.version, a.syndicated_from, a.shares_with, a.title, a.text, a.publisher, a.author, a.url,"
    " a.published_at, a.updated_at, a.fetched_at, a.owner"
)
"""The columns that `stored_article` reads, of a table named `a`."""
ARTICLE_WIDTH = 13

PASSAGE = 'p.id, a.id, p.ordinal, p.start, p."end", p.text, p.header, p.sentences'
"""The columns that `passage` reads, of tables named `p` and `a`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_number(moment: datetime | None) -> int | None:
    """An aware time as whole microseconds since 1970.

    Raises:
        ValueError: the time is naive.
    """
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return (moment - _EPOCH) // _MICROSECOND


def to_moment(number: int | None) -> datetime | None:
    """The aware UTC time of a number of microseconds."""
    return None if number is None else _EPOCH + number * _MICROSECOND


def stored_article(row: Sequence[Any]) -> StoredArticle:
    """The article of a row of `ARTICLE`."""
    identity, version, origin, shares, title, text, publisher, author, url, *dates, owner = row
    published, updated, fetched = dates
    article = Article(
        title=title,
        text=text,
        publisher=publisher,
        author=author,
        url=url,
        published_at=to_moment(published),
        updated_at=to_moment(updated),
        fetched_at=to_moment(fetched),
    )
    return StoredArticle(identity, article, version, origin, shares, owner)


def link_key(url: str | None, owner: str | None) -> str | None:
    """What stands for a link in the column `canonical_link`: one owner has it once."""
    return owned(owner, canonical_link(url)) if url else None


def owned(owner: str | None, key: str) -> str:
    """A key of an owner's; it has no space itself, and nor has a server's id."""
    return f"{owner} {key}" if owner else key


def article_values(stored: StoredArticle) -> dict[str, Any]:
    """The columns of `articles` for an article, but for `number` and `added_at`."""
    article = stored.article
    return {
        "id": stored.id,
        "version": stored.version,
        "syndicated_from": stored.syndicated_from,
        "shares_with": stored.shares_with,
        "owner": stored.owner,
        "canonical_link": link_key(article.url, stored.owner),
        "content_hash": article.content_hash,
        "title": article.title,
        "text": article.text,
        "publisher": article.publisher,
        "publisher_key": publisher_key(article.publisher) if article.publisher else None,
        "author": article.author,
        "url": article.url,
        "published_at": to_number(article.published_at),
        "updated_at": to_number(article.updated_at),
        "fetched_at": to_number(article.fetched_at),
    }


def passage(row: Sequence[Any]) -> Passage:
    """The passage of a row of `PASSAGE`."""
    identity, article_id, ordinal, start, end, text, header, sentences = row
    spans = tuple((first, last) for first, last in json.loads(sentences))
    return Passage(identity, article_id, ordinal, start, end, text, header, spans)


def passage_values(passage: Passage) -> Row:
    """`id, ordinal, start, end, sentences, header, text` of a passage."""
    sentences = json.dumps(passage.sentences, separators=(",", ":"))
    return passage.id, passage.ordinal, passage.start, passage.end, sentences, passage.header, passage.text
