"""Sitemaps, news sitemaps and indexes of sitemaps; nothing that they declare is expanded."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.parsers import expat

from corpus.errors import NotAFeedError
from corpus.feed import FeedDocument, FeedItem, FeedKind, FeedPart
from corpus.feeds.item import absolute, distinct, item, moment, name

MOST_ENTRIES = 200_000
"""Four times what the standard allows; what comes after is not read."""

_DEEPEST = 30
_LONGEST_WORDS = 5_000
# The commonest fault: an address written into XML as it stands in a browser.
_BARE_AMPERSAND = re.compile(
    rb"(<!\[CDATA\[.*?\]\]>)|&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{1,10});)", re.DOTALL
)
_CDATA = b"<![CDATA["
# Where a field's words stand: its parent and its own name, without prefixes.
_FIELDS = {
    ("url", "loc"): "link",
    ("url", "lastmod"): "updated",
    ("sitemap", "loc"): "link",
    ("sitemap", "lastmod"): "updated",
    ("news", "title"): "title",
    ("news", "publication_date"): "published",
    ("publication", "name"): "publisher",
}
_ENTRIES = ("url", "sitemap")


def read_sitemap(content: bytes, address: str) -> FeedDocument:
    """What a sitemap lists; of one that breaks off or breaks the rules, what stands before that.

    Raises:
        NotAFeedError: it declares entities, or nothing in it can be read.
    """
    reader = _Reader(address)
    reader.read(content)
    if not reader.entries and reader.broken:
        raise NotAFeedError(address, "The sitemap cannot be read: it is not well-formed XML.")
    if reader.parts is not None:
        return FeedDocument(FeedKind.SITEMAP, parts=tuple(reader.parts.values()))
    return FeedDocument(FeedKind.SITEMAP, items=distinct(reader.items))


def read_lines(content: bytes, address: str) -> FeedDocument | None:
    """A sitemap that is a list of addresses, one a line; `None` if it is none."""
    lines = content.decode("utf-8", "replace").lstrip("\ufeff").split()
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:MOST_ENTRIES]):
        return None
    found = (item(line, address) for line in lines[:MOST_ENTRIES])
    return FeedDocument(FeedKind.SITEMAP, items=distinct(one for one in found if one))


def _mended(content: bytes) -> bytes:
    """Bare ampersands written as XML wants them; inside of CDATA they are as they should be."""
    first, *others = content.split(_CDATA)
    mended = _BARE_AMPERSAND.sub(b"&amp;", first)
    parts = (other.partition(b"]]>") for other in others)
    return mended + b"".join(
        _CDATA + told + end + _BARE_AMPERSAND.sub(b"&amp;", rest) for told, end, rest in parts
    )


class _EnoughError(Exception):
    """Raised inside the parser to stop it."""


class _Reader:
    def __init__(self, address: str) -> None:
        self.address = address
        self.items: list[FeedItem] = []
        self.parts: dict[str, FeedPart] | None = None
        """`None` where it is no index."""
        self.entries = 0
        self.broken = False
        self._path: list[str] = []
        self._words: list[str] = []
        self._fields: dict[str, str] = {}

    def read(self, content: bytes) -> None:
        if b"\0" not in content[:100]:
            content = _mended(content).lstrip()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError):
            self.broken = True
        except _EnoughError:
            pass

    def _start(self, tag: str, _: dict[str, str]) -> None:
        local = tag.rpartition(":")[2].lower()
        if len(self._path) == _DEEPEST:
            raise NotAFeedError(self.address, "The sitemap is nested more deeply than any sitemap is.")
        if not self._path and local == "sitemapindex":
            self.parts = {}
        self._path.append(local)
        self._words.clear()
        if local in _ENTRIES:
            self._fields = {}

    def _text(self, words: str) -> None:
        self._words.append(words[:_LONGEST_WORDS])

    def _end(self, _: str) -> None:
        local = self._path.pop()
        field = _FIELDS.get((self._path[-1] if self._path else "", local))
        if field:
            self._fields.setdefault(field, "".join(self._words)[:_LONGEST_WORDS].strip())
        self._words.clear()
        if local in _ENTRIES:
            self._entry()

    def _entity(self, *_: object) -> None:
        raise NotAFeedError(self.address, "The sitemap declares entities of its own; those are not read.")

    @staticmethod
    def _dated(said: dict[str, str]) -> list[str | None]:
        """What tells that an article changed: its times, and a headline where there is one."""
        title = said.get("title")
        return [said.get("updated"), said.get("published"), *([title] if title else [])]

    def _entry(self) -> None:
        self.entries += 1
        said, self._fields = self._fields, {}
        updated = moment(said.get("updated"))
        if self.parts is not None:
            link = absolute(said.get("link"), self.address)
            if link:
                self.parts.setdefault(link, FeedPart(link, updated))
        elif found := item(said.get("link"), self.address, said=self._dated(said)):
            self.items.append(
                replace(
                    found,
                    title=name(said.get("title")),
                    publisher=name(said.get("publisher")),
                    published_at=moment(said.get("published")),
                    updated_at=updated,
                )
            )
        if self.entries >= MOST_ENTRIES:
            raise _EnoughError
