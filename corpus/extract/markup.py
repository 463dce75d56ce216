"""Bytes of a page become characters and a tree, whatever the page claims about itself."""

from __future__ import annotations

import codecs
import re
import sys
from typing import Any

from corpus.charset import web_charset
from corpus.decode import nearly_utf8
from corpus.errors import NotAnArticleError
from corpus.models import Page

# Larger than any story; what the fetcher's bound lets through, and a file of one's own may reach.
_LARGEST = 10_000_000
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMED_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
# What may not stand in XML: lxml reads it and refuses to write it, and a whole story is lost for one of them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,10}));?", re.IGNORECASE)
_SAMPLE = 100_000
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|main|div|p|h1)\b", re.IGNORECASE)


def characters(page: Page) -> str:
    """The page's text as characters; a wrong or unknown charset costs some letters, never the page.

    Raises:
        NotAnArticleError: there is nothing, more than a story can be, or no text.
    """
    text = _decoded(page)
    start = text[:_SAMPLE]
    if len(_CONTROL.findall(start)) > len(start) // 100:
        raise NotAnArticleError(page.url, "This is not text: it holds bytes that no text has.")
    return text


def _decoded(page: Page) -> str:
    if not page.content.strip():
        raise NotAnArticleError(page.url, "The page is empty.")
    if len(page.content) > _LARGEST:
        raise NotAnArticleError(page.url, f"The page is larger than {_LARGEST:,} bytes.")
    for mark, charset in _BYTE_ORDER_MARKS:
        if page.content.startswith(mark):
            return page.content.decode(charset, "replace")
    # Many whole letters of UTF-8 are no other charset's; pages that browsers saved claim what they once were.
    if not page.content.isascii() and nearly_utf8(page.content):
        return page.content.decode("utf-8", "replace")
    named = _NAMED_CHARSET.search(page.content[:4096])
    claimed = [page.charset, named.group(1).decode("ascii", "replace") if named else None, "utf-8"]
    for name in filter(None, map(web_charset, claimed)):
        try:
            return page.content.decode(name)
        except ValueError:
            continue
    # What the web calls Latin-1 is this superset of it.
    return page.content.decode("cp1252", "replace")


def is_plain(page: Page, text: str) -> bool:
    """Whether the page is text without markup."""
    return page.content_type == "text/plain" or not _MARKUP.search(text[:20_000])


def tree_of(page: Page, text: str) -> Any:
    """The page's element tree; nothing is loaded for it, and no entity but HTML's own is expanded.

    Raises:
        NotAnArticleError: no tree can be made of it.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(_writable(text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NotAnArticleError(page.url, "The page's markup cannot be read.") from error


def _writable(text: str) -> str:
    """The text with blanks for what may not stand in XML, whether it is there or referred to."""

    def written(reference: re.Match[str]) -> str:
        number = int(reference[1], 16) if reference[1] else int(reference[2])
        return " " if number > sys.maxunicode or _UNWRITABLE.match(chr(number)) else reference[0]

    return _UNWRITABLE.sub(" ", _REFERENCE.sub(written, text))
