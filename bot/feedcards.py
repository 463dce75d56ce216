"""Feeds, and how the corpus stands, as cards.  [pure]"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.card import REFUSED, Card, Field, fields_of
from bot.escape import escape, link
from bot.listing import published_between
from bot.office import Standing
from bot.sources import HEADLINE, PUBLISHER
from corpus import Feed, FeedStatus, IndexState

PAGE = 8
_REASON = 120
_INDEX = {
    IndexState.READY: "Ready",
    IndexState.REBUILDING: "Being rebuilt; questions are answered meanwhile",
    IndexState.UNAVAILABLE: "Does not answer; questions are answered without it",
}


def feeds_card(feeds: Sequence[FeedStatus], page: int) -> Card:
    """One page of feeds; `page` is counted from 1."""
    if not feeds:
        return Card("No feed is followed yet. /corpus feed add follows one.", "Feeds", colour=REFUSED)
    first = (page - 1) * PAGE
    shown = feeds[first : first + PAGE]
    if not shown:
        return Card("There are no feeds on this page.", "Feeds", colour=REFUSED)
    title = f"Feeds {first + 1:,} to {first + len(shown):,} of {len(feeds):,}"
    return Card("By name.", title, fields_of("Feeds", map(_feed_line, shown), most=4))


def followed_card(feed: Feed, new: bool) -> Card:
    """Says that a feed is followed."""
    if not new:
        return Card(f"{_name(feed)} is followed already.", colour=REFUSED)
    return Card(f"Following {_name(feed)} ({feed.kind.value}) from now on. What it lists is being fetched.")


def unfollow_card(status: FeedStatus) -> Card:
    """Asks whether a feed shall be given up."""
    text = f"{_feed_line(status)}\n\nThe articles that came with it stay."
    return Card(text, "Follow this feed no more?")


def unfollowed_card(feed: Feed) -> Card:
    """Says that a feed is given up."""
    return Card(f"Followed no more: {_name(feed)}. Its articles stay.")


def standing_card(standing: Standing) -> Card:
    """How the corpus stands, on one card."""
    coverage = standing.coverage
    text = f"{coverage.articles:,} articles in {coverage.passages:,} passages"
    text += published_between(coverage)
    fields = [
        *fields_of(
            "Publishers", (f"- {escape(n, PUBLISHER)}: {count:,}" for n, count in standing.publishers), 1
        ),
        Field("Feeds", _feeds_text(standing.feeds)),
        *fields_of("Errors", _errors(standing), most=2),
        Field("Jobs", f"{standing.jobs:,} not done" if standing.jobs else "None is waiting."),
        Field("Index, of all servers together", _index_text(standing)),
        Field(
            "Disk, of all servers together",
            f"{_megabytes(standing.used)} used, {_megabytes(standing.free)} free",
        ),
    ]
    return Card(f"{text}.", "Status", tuple(fields))


def moment(when: datetime | None) -> str:
    """A time as Discord shows it to each reader in their own zone."""
    return f"<t:{int(when.timestamp())}:R>" if when else "never"


def _index_text(standing: Standing) -> str:
    behind = standing.backlog
    changes = "one change" if behind == 1 else f"{behind:,} changes"
    return f"{_INDEX[standing.index]}; {changes} not in it yet" if behind else _INDEX[standing.index]


def _feeds_text(feeds: Sequence[FeedStatus]) -> str:
    if not feeds:
        return "No feed is followed."
    last = max((status.last_success for status in feeds if status.last_success), default=None)
    due = min((status.next_refresh for status in feeds if status.next_refresh), default=None)
    text = f"{len(feeds):,} followed, last refresh {moment(last)}"
    return f"{text}, next {moment(due)}" if due else text


def _errors(standing: Standing) -> list[str]:
    lines = [
        f"- {escape(status.feed.name, PUBLISHER)}: {escape(status.last_error, _REASON)}"
        for status in standing.feeds
        if status.last_error
    ]
    lines += [
        f"- {moment(entry.at)} {escape(entry.change.target or entry.change.title or '', PUBLISHER)}:"
        f" {escape(entry.change.reason or entry.change.outcome, _REASON)}"
        for entry in standing.failed
    ]
    return lines or ["None."]


def _feed_line(status: FeedStatus) -> str:
    feed = status.feed
    facts = [f"`{feed.id}`", feed.kind.value, f"{status.items_added:,} articles"]
    if status.waiting:
        facts.append(f"{status.waiting:,} waiting")
    facts.append(f"read {moment(status.last_success)}")
    if status.ended:
        facts.append(f"**ended**: {escape(status.ended, _REASON)}")
    elif status.last_error:
        facts.append(f"**error**: {escape(status.last_error, _REASON)}")
    return f"- {_name(feed)} · {' · '.join(facts)}"


def _name(feed: Feed) -> str:
    return link(feed.name, feed.address, limit=HEADLINE // 2)


def _megabytes(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
