"""A page that a feed's address led to, read as whatever kind of feed it is."""

from __future__ import annotations

import codecs
import re

from corpus.errors import NotAFeedError
from corpus.feed import FeedDocument
from corpus.feeds.jsonfeed import read_json_feed
from corpus.feeds.sitemap import read_lines, read_sitemap
from corpus.feeds.syndication import read_syndication
from corpus.models import Page

# The first of these elements tells what it is; before it may stand anything that a broken site prints.
_ROOT = re.compile(r"<(?:\w{1,20}:)?(rss|feed|rdf|urlset|sitemapindex|html|body)\b", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_HEAD = 100_000


def read_feed(page: Page) -> FeedDocument:
    """What a feed lists.

    Raises:
        NotAFeedError: it is no feed, or one that cannot be read; nothing else, whatever the bytes.
    """
    head = _start(page.content)
    if not head.strip():
        raise NotAFeedError(page.url, "The feed is empty: the site sent nothing.")
    if head.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return read_json_feed(page.content, page.url)
    root = _ROOT.search(head)
    kind = root[1].lower() if root else ""
    if kind in ("html", "body"):
        raise NotAFeedError(page.url, "The address leads to a web page, not to a feed.")
    if _ENTITY.search(head, 0, root.start() if root else _HEAD):
        raise NotAFeedError(page.url, "The feed declares entities of its own; those are not read.")
    if kind in ("urlset", "sitemapindex"):
        return read_sitemap(page.content, page.url)
    if kind:
        return read_syndication(page.content, page.url, page.charset)
    listed = read_lines(page.content, page.url)
    if listed is None:
        raise NotAFeedError(page.url, "The address leads neither to a feed nor to a sitemap.")
    return listed


def _start(content: bytes) -> str:
    """The first characters, enough to see what it is."""
    start = content[:_HEAD]
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if start.startswith(mark):
            return start.decode("utf-16", "replace")
    # Wide characters without a mark: the letters that matter show once the zero bytes are gone.
    return start.replace(b"\0", b"").decode("latin-1").removeprefix("ï»¿")
