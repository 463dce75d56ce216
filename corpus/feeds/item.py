"""Items of feeds of all kinds: a link that can be followed, a key and a fingerprint. Pure."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from corpus.feed import FeedItem

MOST_ITEMS = 50_000
"""As many as a sitemap may list; of more, the newest are taken."""

_LONGEST_LINK = 2_000
_LONGEST_NAME = 300
_TAG = re.compile(r"<[^<>]{0,300}>")
# A year, a month or a day alone, as sitemaps may write them.
_CALENDAR = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# Browsers take these out of an address before they read it.
_INSIDE = re.compile(r"[\x00-\x20\x7f]+")


def item(
    link: str | None,
    address: str,
    identity: str | None = None,
    said: Iterable[str | None] = (),
) -> FeedItem | None:
    """An item, if its link can be followed.

    Args:
        link: As the feed writes it, perhaps relative.
        address: The feed's own, which it is relative to.
        identity: The feed's id for it.
        said: What another text of tells that the article changed.
    """
    found = absolute(link, address)
    # What is no link joins to the feed itself, such as `http://` and `//`.
    if found is None or found == address:
        return None
    fingerprint = digest(found, *(words or "" for words in said))
    return FeedItem(key=digest(identity or found), link=found, fingerprint=fingerprint)


def absolute(link: str | None, address: str) -> str | None:
    """The link as an absolute web address without its fragment; `None` if it is none (`javascript:`, …)."""
    if not link or len(link) > _LONGEST_LINK:
        return None
    try:
        joined = urldefrag(urljoin(address, _INSIDE.sub("", link))).url
        parts = urlsplit(joined)
        host, _ = parts.hostname, parts.port
        joined.encode()
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and host and parts.username is None
    return joined if usable and len(joined) <= _LONGEST_LINK else None


def distinct(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """The items, each article once, and each under a key of its own, at most `MOST_ITEMS`.

    Some feeds give all their items one id: those are told apart by their links.
    """
    by_link: dict[str, FeedItem] = {}
    keys: dict[str, str] = {}
    for each in items:
        if each.link in by_link:
            continue
        own = each if keys.setdefault(each.key, each.link) == each.link else None
        by_link[each.link] = own or replace(each, key=digest(each.link))
    found = list(by_link.values())
    if len(found) > MOST_ITEMS:
        found.sort(key=lambda each: each.dated or datetime.min.replace(tzinfo=UTC), reverse=True)
    return tuple(found[:MOST_ITEMS])


def digest(*words: str) -> str:
    """32 hexadecimal digits of some words."""
    joined = "\n".join(words).encode("utf-8", "backslashreplace")
    return hashlib.sha256(joined).hexdigest()[:32]


def name(words: object) -> str | None:
    """A title or a name as one line of text without markup; `None` if there is nothing in it."""
    if not isinstance(words, str):
        return None
    text = html.unescape(_TAG.sub(" ", words[: _LONGEST_NAME * 10]))
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:_LONGEST_NAME].strip() or None


def moment(written: object) -> datetime | None:
    """The time that an ISO 8601 text names; where it says no zone it is UTC, where no day the first."""
    if not isinstance(written, str):
        return None
    text = written.strip()[:64]
    day = _CALENDAR.fullmatch(text)
    try:
        if day:
            return datetime(int(day[1]), int(day[2] or 1), int(day[3] or 1), tzinfo=UTC)
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
