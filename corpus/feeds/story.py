"""One item of a feed, from its link into the library: the page is the article, never the feed's own text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from corpus.corpus import Corpus
from corpus.dedupe import names_publisher
from corpus.feed import Feed, FeedItem
from corpus.feeds.house import house
from corpus.ingest import ingest_drafts, read_drafts
from corpus.models import Article, Draft, Ingested


def ingest_items(items: Iterable[FeedItem], feed: Feed, corpus: Corpus) -> Iterator[Ingested]:
    """Fetch each item's page as its turn comes and add the article on it, one result for each item.

    What the feed says fills in only what the page does not say. A failure is a result; nothing is raised but
    an interruption, and what `items` raises. The log names the feed as what brought the articles.
    """
    by_feed = corpus.by(replace(corpus.library.actor, via=feed.address))
    return ingest_drafts((_draft(item, feed, by_feed) for item in items), by_feed)


def _draft(item: FeedItem, feed: Feed, corpus: Corpus) -> Draft | Ingested:
    # A link holds one article, or one reason why not.
    draft = next(read_drafts(item.link, corpus))
    if isinstance(draft, Ingested):
        return draft if draft.title else replace(draft, title=item.title)
    return replace(draft, article=_completed(draft.article, item, feed))


def _completed(article: Article, item: FeedItem, feed: Feed) -> Article:
    """The article with what its page leaves out and the feed knows."""
    named = house(feed.title, _host(feed.site or feed.address))
    listed = item.publisher or (named if _at_home(item, feed) else None)
    publisher = listed if listed and not names_publisher(article) else article.publisher
    return replace(article, publisher=publisher, published_at=article.published_at or item.published_at)


def _at_home(item: FeedItem, feed: Feed) -> bool:
    """Whether the item is on the feed's own site: who collects links did not publish what is there."""
    host = _host(item.link)
    homes = [_host(address) for address in (feed.address, feed.site) if address]
    return any(host == home or host.endswith(f".{home}") or home.endswith(f".{host}") for home in homes)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
