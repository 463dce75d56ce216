"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from corpus.errors import NotAFeedError
from corpus.feed import FeedDocument, FeedItem, FeedKind
from corpus.feeds.item import absolute, distinct, item, moment, name


def read_json_feed(content: bytes, address: str) -> FeedDocument:
    """What a JSON feed lists; an item that is no object, or has no link, is passed over.

    Raises:
        NotAFeedError: it is no JSON, or JSON of another kind.
    """
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError(address, "The feed cannot be read: it is not well-formed JSON.") from error
    listed = said.get("items") if isinstance(said, dict) else None
    if not isinstance(listed, list):
        raise NotAFeedError(address, "The address leads to JSON that is not a feed.")
    return FeedDocument(
        kind=FeedKind.JSON,
        title=name(said.get("title")),
        site=absolute(_text(said, "home_page_url"), address),
        items=distinct(_items(listed, address)),
    )


def _items(listed: list[object], address: str) -> Iterator[FeedItem]:
    for record in listed:
        if not isinstance(record, dict):
            continue
        said = [_text(record, field) for field in ("title", "date_modified", "content_html", "content_text")]
        link = _text(record, "url") or _text(record, "external_url")
        found = item(link or _text(record, "id"), address, _text(record, "id"), said)
        # An id that is a number says nothing about where the article is, though it joins to an address.
        if found and (link or str(record.get("id")).startswith(("http://", "https://"))):
            yield replace(
                found,
                title=name(record.get("title")),
                published_at=moment(record.get("date_published")),
                updated_at=moment(record.get("date_modified")),
            )


def _text(record: dict[str, object], field: str) -> str | None:
    value = record.get(field)
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str) else None
