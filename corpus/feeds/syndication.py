"""RSS and Atom: handed to a process of their own, within bounds, and taken back as items."""

from __future__ import annotations

import codecs
import json
import logging
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from corpus.errors import NotAFeedError
from corpus.feed import FeedDocument, FeedItem, FeedKind
from corpus.feeds.item import absolute, distinct, item, name

MOST_BYTES = 10_000_000
"""A hundred times a usual feed. feedparser takes a second for two million."""
MOST_SECONDS = 20.0

_PARSER = Path(__file__).with_name("parse.py")
_YEAR = 60 * 24 * 366
_log = logging.getLogger(__name__)


def read_syndication(content: bytes, address: str, charset: str | None = None) -> FeedDocument:
    """What an RSS or Atom feed lists; most that is malformed is read nonetheless.

    Raises:
        NotAFeedError: it is no feed, or too large or too tangled to be read.
    """
    if len(content) > MOST_BYTES:
        raise NotAFeedError(address, f"The feed is larger than {MOST_BYTES:,} bytes.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # feedparser reads wide letters only where the feed also declares them.
        content, charset = content.decode("utf-16", "replace").encode("utf-8", "replace"), "utf-8"
    # XML, whatever the site calls it: of a `text/…` feedparser believes that it is ASCII.
    said = _parsed(content, address, f"application/xml; charset={charset}" if charset else "application/xml")
    if not said["kind"]:
        raise NotAFeedError(address, "The address leads to XML that is not a feed.")
    return document(said, address)


def document(said: dict[str, Any], address: str) -> FeedDocument:
    """What `parse` found, as a document. Pure."""
    minutes = said["minutes"]
    asks = isinstance(minutes, int | float) and math.isfinite(minutes) and 0 < minutes <= _YEAR
    return FeedDocument(
        kind=FeedKind(said["kind"]),
        title=name(said["title"]),
        site=absolute(said["site"], address),
        every=timedelta(minutes=minutes) if asks else None,
        items=distinct(_items(said["entries"], address)),
    )


def _items(entries: list[dict[str, Any]], address: str) -> Iterator[FeedItem]:
    for entry in entries:
        # A feed that dates its changes is believed; of the others, the words tell.
        changed = entry["told"] if entry["updated"] is None else str(entry["updated"])
        found = item(entry["link"], address, entry["id"], [changed])
        if found:
            yield replace(
                found,
                title=name(entry["title"]),
                publisher=name(entry["publisher"]),
                published_at=_moment(entry["published"]),
                updated_at=_moment(entry["updated"]),
            )


def _moment(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _parsed(content: bytes, address: str, content_type: str) -> dict[str, Any]:
    # -I: neither the folder it runs in nor PYTHON… variables decide what it imports.
    command = [sys.executable, "-I", str(_PARSER), address, content_type]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=True)
        said: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        reason = f"The feed is made so that reading it takes longer than {MOST_SECONDS:g} seconds."
        raise NotAFeedError(address, reason) from error
    except (subprocess.CalledProcessError, ValueError, OSError) as error:
        _log.info("feedparser failed on %s: %s", address, getattr(error, "stderr", error))
        raise NotAFeedError(address, "The feed is broken in a way that cannot be read.") from error
    return said
