"""Where a saved page is from: what it names as its address, or what the browser wrote over it. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpus.links import named_link

# The head of a page is over by here.
_HEAD = 200_000
_LONGEST = 2_000
_TAG = re.compile(rb"<(?:link|meta)\s([^>]{1,1000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([a-z:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
# Browsers write the first, and the commonest program that saves a page into one file the second.
_SAVED_FROM = re.compile(
    rb"<!--\s*(?:saved from url=\(\d{4}\)|page saved with singlefile\s+url:\s*)(https?://[^\s<>]{4,2000})",
    re.IGNORECASE,
)


def saved_from(data: bytes) -> str | None:
    """The web address of a saved page; `None` if it does not say."""
    head = data[:_HEAD]
    written = _SAVED_FROM.search(head)
    saved = html.unescape(written[1].decode("utf-8", "replace")) if written else None
    named = next(_named(head), None)
    if saved and named:
        try:
            return named_link(saved, named)
        except ValueError:
            return saved
    return named or saved


def _named(head: bytes) -> Iterator[str]:
    """The addresses that the page names as its own, its canonical link first."""
    tags = [_attributes(tag[1]) for tag in _TAG.finditer(head)]
    links = [tag.get("href", "") for tag in tags if "canonical" in tag.get("rel", "").lower().split()]
    cards = [tag.get("content", "") for tag in tags if tag.get("property", "").lower() == "og:url"]
    for link in map(str.strip, (*links, *cards)):
        if link.startswith(("https://", "http://")) and len(link) <= _LONGEST and not re.search(r"\s", link):
            yield link


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode().lower(): html.unescape((one or two or bare).decode("utf-8", "replace"))
        for name, one, two, bare in _ATTRIBUTE.findall(tag)
    }
