"""The log of changes, and one article with its past, as cards.  [pure]"""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import REFUSED, Card, Field, fields_of
from bot.escape import escape, link
from bot.feedcards import moment
from bot.office import Record
from bot.sources import HEADLINE, PUBLISHER
from corpus import LogEntry, StoredArticle
from retrieval import day

PAGE = 10
_NAME = 32
_REASON = 120
_BEGINNING = 300


def log_card(entries: Sequence[LogEntry], total: int, first: int, server: str) -> Card:
    """One page of the log as an admin of a server reads it; `first` is the number of its first, from 1."""
    if not entries:
        text = "Nothing is on this page." if total else "Nothing of this is in the log."
        return Card(text, "Log", colour=REFUSED)
    title = f"Log {first:,} to {first + len(entries) - 1:,} of {total:,}"
    lines = [log_line(entry, server) for entry in entries]
    return Card("The newest first.", title, fields_of("Changes", lines, most=5))


def log_line(entry: LogEntry, server: str) -> str:
    """When, who, where, what, and of what."""
    change = entry.change
    name = escape(change.title or change.target or "", PUBLISHER * 2)
    if change.title and change.target and not change.article_id:
        name = f"{name} ({escape(change.target, PUBLISHER)})"
    reason = f": {escape(change.reason, _REASON)}" if change.reason else ""
    identity = f" `{change.article_id}`" if change.article_id else ""
    what = f"{change.action.value} → {change.outcome}"
    who = f"{escape(entry.by.name, _NAME)}, {_where(entry, server)}"
    return f"- {moment(entry.at)} {who} · {what} · {name}{identity}{reason}"


def record_card(record: Record, server: str) -> Card:
    """One article: what is known of it, how it begins, its versions, its copies, its entries in the log."""
    stored, article = record.stored, record.stored.article
    facts = [
        f"Publisher: {escape(article.publisher, PUBLISHER)}" if article.publisher else "",
        f"Author: {escape(article.author, PUBLISHER)}" if article.author else "",
        f"Published: {day(article.published_at)}",
        f"Updated: {day(article.updated_at)}" if article.updated_at else "",
        f"Fetched: {day(article.fetched_at)}" if article.fetched_at else "",
        f"Id: `{stored.id}`, {_passages(record.passages)}, {len(article.text):,} characters",
        f"A syndicated copy of `{stored.syndicated_from}`" if stored.syndicated_from else "",
        f"Shares most of its text with `{stored.shares_with}`" if stored.shares_with else "",
    ]
    text = "\n".join([f"**{link(article.title, article.url, limit=HEADLINE)}**", *filter(None, facts)])
    fields = [Field("It begins", escape(article.text, _BEGINNING) or "…")]
    fields += fields_of("Versions", map(_version_line, record.versions), most=1)
    fields += fields_of("Copies by others", map(_copy_line, record.copies), most=1)
    fields += fields_of("Log", [log_line(entry, server) for entry in record.history], most=1)
    return Card(text, "Article", tuple(fields))


def _passages(count: int) -> str:
    return "one passage" if count == 1 else f"{count:,} passages"


def _where(entry: LogEntry, server: str) -> str:
    by = entry.by
    if by.server is None:
        where = by.place
    elif by.server == server and by.channel:
        where = f"<#{by.channel}>"
    else:
        where = "another server"
    return f"{where}, by a feed" if by.via else where


def _version_line(stored: StoredArticle) -> str:
    fetched = stored.article.fetched_at
    return f"- {stored.version}: {escape(stored.article.title, HEADLINE)} · fetched {moment(fetched)}"


def _copy_line(stored: StoredArticle) -> str:
    publisher = escape(stored.article.publisher or "unknown publisher", PUBLISHER)
    return f"- {publisher} · {day(stored.article.published_at)} · `{stored.id}`"
