"""What was asked in servers that want their questions kept: for their admins, for as long as they set."""

from __future__ import annotations

from datetime import datetime, timedelta

from corpus.kept import AskedQuestion, KeptQuestion
from corpus.library.connections import Connections
from corpus.library.rows import to_moment, to_number
from corpus.library.servers import settings_in


class Questions:
    """`library.questions`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, question: KeptQuestion) -> None:
        """Keep what somebody asked."""
        asked = (question.server, question.user, question.question, int(question.answered))
        with self._connections.writing() as connection:
            connection.execute(
                'INSERT INTO questions(at, server, "user", question, answered) VALUES (?, ?, ?, ?, ?)',
                (to_number(question.at), *asked),
            )

    def asked(self, server: str | None = None, limit: int = 50, offset: int = 0) -> list[AskedQuestion]:
        """A page of what was asked, in one server or in all.

        Those without an answer come first, of them those asked most often, and last. Who asked is not told.
        """
        condition, values = _in(server)
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT server, question, answered, count(*), max(at) FROM questions"
                f" WHERE {condition} GROUP BY server, question, answered"
                " ORDER BY answered, count(*) DESC, max(at) DESC, server, question LIMIT ? OFFSET ?",
                (*values, limit, offset),
            ).fetchall()
        found = ((*row[:4], to_moment(row[4])) for row in rows)
        return [AskedQuestion(one[0], one[1], bool(one[2]), one[3], one[4]) for one in found if one[4]]

    def count(self, server: str | None = None) -> tuple[int, int]:
        """How many different questions had no answer, and how many had one."""
        condition, values = _in(server)
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT answered, count(*) FROM (SELECT DISTINCT server, question, answered FROM questions"
                f" WHERE {condition}) AS asked GROUP BY answered",
                values,
            ).fetchall()
        counted = {bool(answered): int(number) for answered, number in rows}
        return counted.get(False, 0), counted.get(True, 0)

    def prune(self, now: datetime) -> int:
        """Delete what is older than its server wants, and all of servers that want none; how much."""
        with self._connections.writing() as connection:
            # As set at this very moment, by whatever process: what is kept since must not be deleted.
            days = {name: settings.question_days for name, settings in settings_in(connection).items()}
            servers = connection.execute("SELECT DISTINCT server FROM questions").fetchall()
            gone = 0
            for (server,) in servers:
                if days.get(server):
                    oldest = to_number(now - timedelta(days=days[server]))
                    before = "DELETE FROM questions WHERE server = ? AND at < ?"
                    gone += connection.execute(before, (server, oldest)).rowcount
                else:
                    gone += connection.execute("DELETE FROM questions WHERE server = ?", (server,)).rowcount
        return gone


def _in(server: str | None) -> tuple[str, tuple[str, ...]]:
    return ("server = ?", (server,)) if server is not None else ("TRUE", ())
