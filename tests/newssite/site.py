"""The five houses on the loopback: stories, feeds, sitemaps, redirects, answers that nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tests.corpus.site import Answer, Serve, Site, canary_resolve
from tests.newssite.designs import HOUSES, page_of, quoted
from tests.newssite.refusals import GERMAN, GERMAN_PATH, REFUSALS
from tests.newssite.stories import Story, stories

CHANGED = "Wed, 05 Mar 2025 10:00:00 GMT"
"""When every page of the site was last changed, to those who ask."""
FEEDS = {
    "ledger": "/feed.xml",
    "courier": "/feed/atom",
    "signal": "/feed.json",
    "gazette": "/sitemap.xml",
    "beacon": "/news-sitemap.xml",
}
"""Each house's feed: RSS, Atom, JSON Feed, a sitemap and a news sitemap."""
OLD = "/old/bridge"
"""Where the first story was before it moved, by two redirects."""
GUARDED = "/guarded"
"""A story's address that redirects to a consent page."""


@dataclass(frozen=True, slots=True)
class NewsSite:
    """The site as built by `open_site`."""

    site: Site

    def home(self, house: str) -> str:
        """A house's address."""
        return self.site.link("", f"{house}.example")

    def link(self, story: Story) -> str:
        """A story's address."""
        return self.home(story.design) + story.path

    def publish(self, story: Story) -> None:
        """Put a story's page on its house's site, or another in its place."""
        host = f"{story.design}.example"
        page = page_of(story, self.home(story.design))
        kind = f"text/html; charset={HOUSES[story.design].charset}"
        # By the links in its feed, in a mail and on its own page.
        for way in ("", "?utm_source=rss", "?utm_source=mail"):
            self.site.pages[host + story.path + way] = _serving(page, kind)
        self.site.pages[f"{host}{story.path}/"] = _moved(story.path)

    def list_stories(self, house: str, told: Iterable[Story]) -> None:
        """Put a house's own among some stories into its feed."""
        ours = [story for story in told if story.design == house]
        self.site.pages[f"{house}.example{FEEDS[house]}"] = _serving(*_MAKERS[house](self, ours))


def open_site(site: Site) -> NewsSite:
    """Put all of it on a site that answers on the loopback."""
    news = NewsSite(site)
    site.network = replace(site.network, resolve=_resolve)
    for story in stories():
        news.publish(story)
    for house in FEEDS:
        news.list_stories(house, stories())
    for refusal in REFUSALS:
        source = refusal.source if isinstance(refusal.source, bytes) else refusal.source.encode()
        site.pages[f"ledger.example{refusal.path}"] = _serving(source, refusal.kind)
    site.pages[f"ledger.example{GERMAN_PATH}"] = _serving(GERMAN.encode(), "text/html; charset=utf-8")
    site.pages[f"ledger.example{OLD}"] = _moved("/older/bridge")
    site.pages["ledger.example/older/bridge"] = _moved(stories()[0].path, 302)
    site.pages[f"ledger.example{GUARDED}"] = _moved("/consent?then=/guarded", 303)
    site.pages["ledger.example/consent?then=/guarded"] = site.pages["ledger.example/consent"]
    return news


def _resolve(host: str, port: int) -> list[str]:
    return ["127.0.0.1"] if host.removesuffix(".example") in HOUSES else canary_resolve(host, port)


def _moved(to: str, status: int = 301) -> Serve:
    return lambda answer: answer.answer(status, location=to)


def _serving(body: bytes, kind: str) -> Serve:
    """A page, or that it has not changed for those who had it."""
    tag = f'"{len(body)}-{sum(body) % 65_536:x}"'

    def serve(answer: Answer) -> None:
        held = answer.headers.get("if-none-match")
        known = held == tag if held else answer.headers.get("if-modified-since") == CHANGED
        told = {"etag": tag, "last_modified": CHANGED, "content_type": kind}
        answer.answer(304 if known else 200, b"" if known else body, **told)

    return serve


def _rss(news: NewsSite, ours: list[Story]) -> tuple[bytes, str]:
    items = "".join(
        f"<item><title>{quoted(story.title)}</title><link>{news.link(story)}?utm_source=rss</link>"
        f"<pubDate>{story.published_at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for story in ours
    )
    stub = f"<item><title>Dry dock to become flats</title><link>{news.home('ledger')}/stub</link></item>"
    head = f"<title>The Harbour Ledger</title><link>{news.home('ledger')}/</link>"
    return f'<rss version="2.0"><channel>{head}{items}{stub}</channel></rss>'.encode(), "application/rss+xml"


def _atom(news: NewsSite, ours: list[Story]) -> tuple[bytes, str]:
    entries = "".join(
        f'<entry><id>{news.link(story)}</id><title>{quoted(story.title)}</title><link href="{news.link(story)}"/>'
        f"<published>{story.published}</published><updated>{story.updated or story.published}</updated></entry>"
        for story in ours
    )
    head = f"<id>{news.home('courier')}</id><title>Courier of the Valley</title><updated>2024-09-12T08:05:00Z</updated>"
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'.encode(),
        "application/atom+xml",
    )


def _json(news: NewsSite, ours: list[Story]) -> tuple[bytes, str]:
    items = [
        {"id": story.slug, "url": news.link(story), "title": story.title, "date_published": story.published}
        for story in ours
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Carrow Signal", "items": items}
    return json.dumps(feed).encode(), "application/feed+json"


def _sitemap(news: NewsSite, ours: list[Story]) -> tuple[bytes, str]:
    urls = "".join(
        f"<url><loc>{news.link(story)}</loc><lastmod>{story.updated or story.published}</lastmod></url>"
        for story in ours
    )
    return (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(),
        "application/xml",
    )


def _news_sitemap(news: NewsSite, ours: list[Story]) -> tuple[bytes, str]:
    urls = "".join(
        f"<url><loc>{news.link(story)}</loc><news:news><news:publication><news:name>Stranmore Beacon</news:name>"
        f"<news:language>en</news:language></news:publication><news:publication_date>{story.published}"
        f"</news:publication_date><news:title>{quoted(story.title)}</news:title></news:news></url>"
        for story in ours
    )
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f"<urlset {spaces}>{urls}</urlset>".encode(), "application/xml"


_MAKERS: dict[str, Callable[[NewsSite, list[Story]], tuple[bytes, str]]] = {
    "ledger": _rss,
    "courier": _atom,
    "signal": _json,
    "gazette": _sitemap,
    "beacon": _news_sitemap,
}
