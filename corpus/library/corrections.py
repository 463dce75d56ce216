"""Which answers cite what has changed since, and which of them were marked: asked anew, never remembered."""

from __future__ import annotations

from datetime import datetime

from corpus.kept import Correction
from corpus.library.connections import Connections
from corpus.library.rows import to_number

# From the state of things, not from a list of events: what changed by whatever door, while nobody ran, is
# found; what was marked and not written down is found once more, and marked the same.
_OPEN = (
    "SELECT DISTINCT s.at, c.answer, c.article, coalesce(a.version, 0) FROM answers s"
    " JOIN answer_citations c ON c.answer = s.key LEFT JOIN articles a ON a.id = c.article"
    " LEFT JOIN corrections d ON d.answer = c.answer AND d.article = c.article"
    " WHERE s.at >= ? AND s.message IS NOT NULL AND s.reader IS NULL AND a.version IS NOT c.version"
    " AND (d.version IS NULL OR d.version != coalesce(a.version, 0) OR (d.done = 0 AND d.next_at <= ?))"
    " ORDER BY s.at, c.answer LIMIT ?"
)


class Corrections:
    """`library.corrections`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def state(self) -> int:
        """A number that is another one whenever an article may have changed; costs next to nothing."""
        with self._connections.reading() as connection:
            return int(connection.execute("SELECT coalesce(max(number), 0) FROM log").fetchone()[0])

    def due(self, now: datetime) -> bool:
        """Whether one that failed is to be tried again."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM corrections WHERE done = 0 AND next_at <= ? LIMIT 1", (to_number(now),)
            ).fetchone()
        return row is not None

    def open(self, since: datetime, now: datetime, limit: int = 200) -> list[Correction]:
        """What is to be marked of the answers shown since a time, the oldest first."""
        with self._connections.reading() as connection:
            rows = connection.execute(_OPEN, (to_number(since), to_number(now), limit)).fetchall()
        return [Correction(*row[1:]) for row in rows]

    def attempt(self, correction: Correction, again: datetime) -> None:
        """Write down that one is about to be marked; without `finish` it is tried again at that time."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO corrections(answer, article, version, attempts, next_at, done)"
                " VALUES (?, ?, ?, 1, ?, 0) ON CONFLICT (answer, article) DO UPDATE SET done = 0,"
                " attempts = CASE WHEN corrections.version = excluded.version"
                " THEN corrections.attempts + 1 ELSE 1 END,"
                " version = excluded.version, next_at = excluded.next_at",
                (correction.answer, correction.article_id, correction.version, to_number(again)),
            )

    def attempts(self, correction: Correction) -> int:
        """How often it was tried to mark it."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT attempts FROM corrections WHERE answer = ? AND article = ? AND version = ?",
                (correction.answer, correction.article_id, correction.version),
            ).fetchone()
        return int(row[0]) if row else 0

    def is_marked(self, answer: str) -> bool:
        """Whether an answer was marked before, or may have been."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM corrections WHERE answer = ? AND done != 1 LIMIT 1", (answer,)
            ).fetchone()
        return row is not None

    def finish(self, correction: Correction, marked: bool) -> None:
        """It is marked, or there is nothing to mark, or nobody can ever mark it."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE corrections SET done = ? WHERE answer = ? AND article = ? AND version = ?",
                (2 if marked else 1, correction.answer, correction.article_id, correction.version),
            )
