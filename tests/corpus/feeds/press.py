"""A newsroom on the loopback: a site with articles and feeds, a corpus, a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from corpus import Corpus, Feed, FeedPolicy, FeedStatus, FeedWorld, Library, Refreshed, add_feed, refresh_feed
from tests.corpus.articles import QuietIndex
from tests.corpus.site import Answer, Serve, Site, site
from tests.fakes import WordEmbedder

__all__ = ["Newsroom", "newsroom", "site"]

NOON = datetime(2024, 9, 10, 12, tzinfo=UTC)
SENTENCES = (
    "The ferry to Ostby ran aground in the fog on Tuesday morning, the harbour office said.",
    "All 214 passengers were brought ashore in fishing boats before noon, and nobody was hurt.",
    "The captain told reporters that the buoy at the entrance had been dark for three nights.",
    "An inquiry will begin on Thursday, and the line stays closed until its first report.",
)


def page(number: int, publisher: str | None = None, more: str = "") -> bytes:
    """An article's page; each number is another story."""
    words = " ".join(f"{sentence[:-1]} in case {number}." for sentence in SENTENCES)
    named = f'<meta property="og:site_name" content="{publisher}">' if publisher else ""
    return (
        f"<html><head><title>Ferry {number} aground</title>{named}</head><body><article>"
        f"<h1>Ferry {number} aground</h1><p>{words}</p><p>{words} {more}</p></article></body></html>"
    ).encode()


def entry(number: int, link: str | None = None, **said: str) -> str:
    """An item of an RSS feed; later numbers are newer."""
    date = (NOON - timedelta(days=30) + timedelta(hours=number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    fields = {"title": f"Ferry {number}", "link": link or f"/story/{number}", "pubDate": date} | said
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</item>"


def rss(*entries: str, head: str = "<title>Harbour Ledger</title>") -> bytes:
    return f'<rss version="2.0"><channel>{head}{"".join(entries)}</channel></rss>'.encode()


def sitemap(*entries: tuple[str, str | None]) -> bytes:
    """A sitemap of addresses and the days on which they changed."""
    urls = "".join(f"<url>{_place(*entry)}</url>" for entry in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def index(*entries: tuple[str, str | None]) -> bytes:
    """An index of sitemaps."""
    listed = "".join(f"<sitemap>{_place(*entry)}</sitemap>" for entry in entries)
    return f"<sitemapindex>{listed}</sitemapindex>".encode()


def _place(address: str, day: str | None) -> str:
    return f"<loc>{address}</loc>" + (f"<lastmod>{day}</lastmod>" if day else "")


def serving(body: bytes, content_type: str = "application/xml", status: int = 200, **headers: str) -> Serve:
    """What answers with a body."""
    return lambda answer: answer.answer(status, body, content_type=content_type, **headers)


def moved(to: str, status: int = 301) -> Serve:
    return lambda answer: answer.answer(status, location=to)


@dataclass
class Newsroom:
    """A corpus whose index only listens, and the site that its feeds are on."""

    site: Site
    library: Library
    policy: FeedPolicy = field(default_factory=FeedPolicy)
    now: datetime = NOON

    @property
    def corpus(self) -> Corpus:
        return cast(Corpus, Corpus(self.library, cast(Any, QuietIndex()), WordEmbedder(), self.site.network))

    @property
    def world(self) -> FeedWorld:
        return FeedWorld(self.policy, self.site.network, lambda: self.now)

    def stories(self, *numbers: int, publisher: str | None = None) -> None:
        """Put articles on the site."""
        for number in numbers:
            self.site.pages[f"/story/{number}"] = serving(page(number, publisher), "text/html")

    def serve(self, body: bytes, path: str = "/feed", **headers: str) -> None:
        self.site.pages[path] = serving(body, **headers)

    def follow(self, path: str = "/feed") -> Feed:
        return add_feed(self.site.link(path), self.library, world=self.world)[0]

    def refresh(self, feed: Feed | None = None) -> Refreshed:
        """Refresh a feed, or the only one."""
        feed = feed or self.library.feeds.statuses()[0].feed
        return refresh_feed(feed.id, self.corpus, world=self.world)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def status(self) -> FeedStatus:
        """That of the only feed."""
        (status,) = self.library.feeds.statuses()
        return status

    def titles(self) -> list[str]:
        return sorted(stored.article.title for stored in self.library.articles(limit=1_000))

    def fetched(self) -> list[str]:
        """The stories asked for since the last call, in order."""
        asked = [path for path in self.site.asked if path.startswith("/story/")]
        self.site.seen.clear()
        return asked


@pytest.fixture
def newsroom(site: Site, tmp_path: Path) -> Iterator[Newsroom]:
    with Library.open(tmp_path / "corpus") as library:
        yield Newsroom(site, library)
        assert library.integrity() == []


def outcomes(refreshed: Refreshed) -> Sequence[str]:
    return [item.outcome.value for item in refreshed.items]


def if_none_match(tag: str, body: bytes) -> Serve:
    """A site that answers 304 to who has the tag."""

    def serve(answer: Answer) -> None:
        if answer.headers.get("if-none-match") == tag:
            answer.answer(304, etag=tag)
        else:
            answer.answer(200, body, content_type="application/rss+xml", etag=tag)

    return serve
