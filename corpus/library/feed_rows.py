"""Rows of the table of feeds as feeds, and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from corpus.feed import Feed, FeedKind, FeedStatus
from corpus.library.rows import owned, to_moment
from corpus.models import Validators

STATUS = (
    "SELECT f.id, f.address, f.kind, f.title, f.site, f.every, f.added_at, f.last_attempt, f.last_success,"
    " f.last_error, f.failures, f.items_added, (SELECT count(*) FROM feed_items i WHERE i.feed = f.number"
    " AND i.link IS NOT NULL), f.next_refresh, f.ended, f.asked_every, f.etag, f.last_modified, f.owner"
    " FROM feeds f"
)
"""Reads feeds; its columns are what `status` takes."""


def status(row: Sequence[Any]) -> FeedStatus:
    """The feed of a row of `STATUS`, and how it fares."""
    identity, address, kind, title, site, every, added_at = row[:7]
    attempt, success, error, failures, items_added, waiting, due, ended, asked, etag, modified, owner = row[
        7:
    ]
    every, added = _duration(every), _moment(added_at)
    feed = Feed(identity, address_of(address, owner), FeedKind(kind), title, site, every, added, owner)
    return FeedStatus(
        feed=feed,
        last_attempt=to_moment(attempt),
        last_success=to_moment(success),
        last_error=error,
        failures=failures,
        items_added=items_added,
        waiting=waiting,
        next_refresh=to_moment(due),
        ended=ended,
        asked_every=_duration(asked),
        validators=Validators(etag, modified),
    )


def address_of(key: str, owner: str | None) -> str:
    """The address in the column, which has a server's id in front: see `server_tables`."""
    return key.removeprefix(owned(owner, ""))


def _moment(number: int) -> datetime:
    moment = to_moment(number)
    assert moment is not None
    return moment


def seconds(duration: timedelta | None) -> int | None:
    """A duration as it is kept."""
    return None if duration is None else int(duration.total_seconds())


def _duration(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
