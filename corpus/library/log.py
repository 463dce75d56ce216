"""Who changed what and when: written in the transaction that makes the change, and never changed itself."""

from __future__ import annotations

import json
import re
from typing import Any

from corpus.changes import Action, Actor, Change, LogEntry, LogFilters
from corpus.library.connections import Connections
from corpus.library.engine import Connection
from corpus.library.rows import to_moment, to_number
from corpus.models import StoredArticle, utc_now

_ALL = LogFilters()
_PASSWORD = re.compile(r"(?<=://)[^/?#\s@]+@")
_COLUMNS = (
    "number, at, actor, place, actor_id, server, channel, via, action, outcome, target, title, article,"
    " reason"
)


class Log:
    """`library.log`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections, actor: Actor) -> None:
        self._connections = connections
        self._actor = actor

    def note(self, change: Change) -> None:
        """Write down what changed no article, such as one that was refused."""
        with self._connections.writing() as connection:
            write_change(connection, self._actor, change)

    def entries(self, filters: LogFilters = _ALL, limit: int = 50, offset: int = 0) -> list[LogEntry]:
        """A page of the log, newest first."""
        condition, values = _where(filters)
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM log WHERE {condition} ORDER BY number DESC LIMIT ? OFFSET ?",
                (*values, limit, offset),
            ).fetchall()
        return [_entry(*row) for row in rows]

    def count(self, filters: LogFilters = _ALL) -> int:
        """How many entries there are."""
        condition, values = _where(filters)
        with self._connections.reading() as connection:
            rows = connection.execute(f"SELECT count(*) FROM log WHERE {condition}", values)
            return int(rows.fetchone()[0])


def write_change(connection: Connection, actor: Actor, change: Change) -> None:
    """Append an entry inside the transaction that makes the change."""
    connection.execute(
        "INSERT INTO log(at, actor, place, actor_id, server, channel, via, action, outcome, target, title,"
        " article, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            to_number(utc_now()),
            *(actor.name, actor.place, actor.id, actor.server, actor.channel, actor.via),
            *(change.action.value, change.outcome, _written(change.target), change.title, change.article_id),
            _written(change.reason),
        ),
    )


def _written(words: str | None) -> str | None:
    """Without the password of a link; what is not Unicode, as a file's name need not be, is spelt out."""
    return _PASSWORD.sub("***@", words.encode("utf-8", "backslashreplace").decode()) if words else words


def saved(stored: StoredArticle, change: Change | None) -> Change:
    """The entry for an article that is saved: what the library itself knows goes before what is said."""
    # What was removed and comes again goes on counting its versions.
    first = change.outcome != "updated" if change else stored.version == 1
    outcome = "syndicated" if stored.syndicated_from else "added" if first else "updated"
    return Change(
        action=Action.ADD if first else Action.UPDATE,
        outcome=change.outcome if change else outcome,
        target=change.target if change else stored.article.url,
        title=stored.article.title,
        article_id=stored.id,
        reason=change.reason if change else None,
    )


def removed(stored: StoredArticle) -> Change:
    """The entry for an article that is taken out."""
    article = stored.article
    return Change(Action.REMOVE, "removed", article.url, article.title, stored.id)


def _where(filters: LogFilters) -> tuple[str, list[Any]]:
    wanted = {
        "at >= ?": to_number(filters.since),
        "at < ?": to_number(filters.until),
        "action = ?": filters.action.value if filters.action else None,
        # After "~" no digit of an id comes.
        "article >= ?": filters.article_id,
        "article < ?": f"{filters.article_id}~" if filters.article_id else None,
        "server = ?": filters.server,
        "outcome IN (SELECT j.value FROM json_each(?) j)": (
            json.dumps(filters.outcomes) if filters.outcomes else None
        ),
    }
    asked = {condition: value for condition, value in wanted.items() if value is not None}
    return " AND ".join(asked) or "TRUE", list(asked.values())


def _entry(number: int, at: int, name: str, place: str, *rest: Any) -> LogEntry:
    actor_id, server, channel, via, action, outcome, target, title, article_id, reason = rest
    moment = to_moment(at)
    assert moment is not None
    change = Change(Action(action), outcome, target, title, article_id, reason)
    return LogEntry(number, moment, Actor(name, place, actor_id, server, channel, via), change)
