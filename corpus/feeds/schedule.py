"""When a feed's next turn is. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

_HOUR = timedelta(hours=1)
# Two to this power is more than any ceiling over any interval; without it, numbers grow past all bounds.
_MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True)
class FeedPolicy:
    """How often feeds are asked, and how much is taken from one at a time."""

    every: timedelta = _HOUR
    """For a feed that asks for nothing and that nobody chose an interval for."""
    shortest: timedelta = timedelta(minutes=5)
    """However often an admin or the default wants it asked."""
    longest: timedelta = timedelta(days=1)
    """However seldom the feed itself says that it is worth asking."""
    ceiling: timedelta = timedelta(days=1)
    """A feed that keeps failing is tried at least this often."""
    patience: timedelta = timedelta(days=7)
    """How long a site may ask to be left alone."""
    most_items: int = 100
    """Items fetched in one refresh of one feed; the others wait for the next."""
    most_parts: int = 10
    """Sitemaps of an index that are read in one refresh."""
    most_failures: int = 5
    """Items in a row that fail before the rest is left for next time: the site is not well."""
    lease: timedelta = timedelta(minutes=5)
    """How long a refresh may be silent before somebody else may take the feed; no item takes as long."""


def interval(policy: FeedPolicy, chosen: timedelta | None, asked: timedelta | None) -> timedelta:
    """How often a feed is asked: what an admin chose, what it asks for within bounds, or the default.

    A feed that asks to be read more often than the default gets the default: it says how often it may change,
    and the site pays for each question.
    """
    if chosen is not None:
        return max(chosen, policy.shortest)
    default = max(policy.every, policy.shortest)
    return default if asked is None else max(default, min(asked, policy.longest))


def back_off(policy: FeedPolicy, feed_id: str, failures: int, usual: timedelta) -> timedelta:
    """How long a failing feed is left alone: twice as long each time, up to the ceiling.

    Up to a fifth is taken off, by the feed's id and the failure's number: feeds of one site that fail
    together do not come back together, and the same feed always gets the same answer.

    Args:
        policy: Holds the ceiling.
        feed_id: Which feed.
        failures: How many refreshes in a row have failed, this one included; at least 1.
        usual: The feed's interval.
    """
    doublings = min(max(failures, 1), _MOST_DOUBLINGS)
    seed = hashlib.sha256(f"{feed_id} {failures}".encode()).digest()
    fraction = int.from_bytes(seed[:4], "big") / 2**32
    return min(usual * (1 << doublings), max(policy.ceiling, usual)) * (1 - fraction / 5)


def after_failure(
    policy: FeedPolicy, feed_id: str, failures: int, usual: timedelta, retry_after: float | None
) -> timedelta:
    """`back_off`, or longer where the site asked for a longer pause."""
    pause = timedelta(seconds=min(max(retry_after or 0.0, 0.0), policy.patience.total_seconds()))
    return max(back_off(policy, feed_id, failures, usual), pause)
