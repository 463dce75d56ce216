"""A site's address becomes the address of its feed: what the page names, the usual places, robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from corpus.errors import CorpusError, LinkError, NotAFeedError
from corpus.feed import FeedDocument
from corpus.feeds.item import absolute
from corpus.feeds.read import read_feed
from corpus.feeds.world import FeedWorld
from corpus.models import Page

MOST_REQUESTS = 12
"""How many places are tried after the address itself."""

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_PLACES = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_SITEMAPS = ("/news-sitemap.xml", "/sitemap.xml")
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_SCHEME = re.compile(r"(?:feed:(?://)?)?(https?://)?", re.IGNORECASE)


def discover(address: str, world: FeedWorld) -> tuple[str, FeedDocument]:
    """The feed at an address, or that of the site there, with the address to ask it at from now on.

    Raises:
        NotAFeedError: neither the page nor its site has a feed.
        LinkError: the address cannot be fetched.
    """
    address = web_address(address)
    page = _page(address, world)
    try:
        return page.moved_to or address, read_feed(page)
    except NotAFeedError as error:
        if not _is_html(page):
            raise
        stopped = error
    for place in islice(_places(page, world), MOST_REQUESTS):
        found = _feed_at(place, world)
        if found:
            return found
    reason = "No feed was found: the page names none, and none is in the usual places of its site."
    raise NotAFeedError(address, reason) from stopped


def web_address(address: str) -> str:
    """What a person typed or copied, with a scheme: `example.org` and `feed://example.org/rss` will do."""
    address = address.strip()
    written = _SCHEME.match(address)
    if "://" in address and not (written and written[0]):
        return address
    scheme = (written and written[1]) or "https://"
    return scheme + address[written.end() if written else 0 :]


def _page(address: str, world: FeedWorld) -> Page:
    answer = world.ask(address)
    assert isinstance(answer, Page), "asked without validators"
    return answer


def _is_html(page: Page) -> bool:
    named = page.content_type or ""
    return "html" in named or b"<html" in page.content[:5_000].lower()


def _feed_at(place: str, world: FeedWorld) -> tuple[str, FeedDocument] | None:
    """The feed at a place that was guessed; an empty one is no find."""
    try:
        page = _page(place, world)
        document = read_feed(page)
    except LinkError:
        return None
    return (page.moved_to or place, document) if document.items or document.parts else None


def _places(page: Page, world: FeedWorld) -> Iterator[str]:
    """Where the feed of a page may be, the likeliest first, none twice."""
    seen = {page.url}
    for place in _all_places(page, world):
        if place not in seen:
            seen.add(place)
            yield place


def _all_places(page: Page, world: FeedWorld) -> Iterator[str]:
    yield from islice(named_feeds(page), 3)
    for path in _PLACES:
        yield urljoin(page.url, path)
    yield from islice(_robots_sitemaps(page, world), 2)
    for path in _SITEMAPS:
        yield urljoin(page.url, path)


def named_feeds(page: Page) -> list[str]:
    """The feeds that a page names in its head, comments last."""
    # Heavy, and only needed here.
    from corpus.extract.markup import characters, tree_of

    try:
        tree = tree_of(page, characters(page))
    except CorpusError:
        return []
    base = next((absolute(element.get("href"), page.url) for element in tree.iter("base")), None) or page.url
    named: dict[str, bool] = {}
    for element in tree.iter("link"):
        relation = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        address = absolute(element.get("href"), base)
        if "alternate" in relation and kind in _FEED_TYPES and address:
            told = f"{element.get('title') or ''} {address}".lower()
            named.setdefault(address, "comment" in told)
    return sorted(named, key=lambda address: named[address])


def _robots_sitemaps(page: Page, world: FeedWorld) -> list[str]:
    """The sitemaps that a site's robots.txt names, news before others."""
    try:
        robots = _page(urljoin(page.url, "/robots.txt"), world)
    except LinkError:
        return []
    text = robots.content[:500_000].decode("utf-8", "replace")
    named = (absolute(found, robots.url) for found in _SITEMAP_LINE.findall(text)[:100])
    return sorted(dict.fromkeys(filter(None, named)), key=_is_general)


def _is_general(sitemap: str) -> bool:
    return "news" not in urlsplit(sitemap).path.lower()
