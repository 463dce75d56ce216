"""How much the library holds and how much waits: numbers for whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corpus.library.connections import Connections
from corpus.library.rows import to_number


@dataclass(frozen=True, slots=True)
class LibraryFigures:
    """What there is at one moment, of all servers."""

    articles: int
    """Copies among them."""
    passages: int
    """Live ones."""
    backlog: int
    """Changes that the index has not taken over yet."""
    feeds: int
    feeds_due: int
    """Their turn has come."""
    feeds_failing: int
    """Their last refresh failed."""
    feeds_ended: int
    """They are refreshed no more."""
    jobs: int
    """They have not ended."""


class Figures:
    """`library.figures`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def measure(self, now: datetime) -> LibraryFigures:
        """Count; `now` says which feeds are due. A million passages take a tenth of a second."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM articles),"
                " (SELECT count(*) FROM passages WHERE superseded_at IS NULL),"
                " (SELECT count(*) FROM outbox),"
                " (SELECT count(*) FROM feeds),"
                " (SELECT count(*) FROM feeds WHERE next_refresh <= ?),"
                " (SELECT count(*) FROM feeds WHERE failures > 0 AND ended IS NULL),"
                " (SELECT count(*) FROM feeds WHERE ended IS NOT NULL),"
                " (SELECT count(*) FROM jobs WHERE ended_at IS NULL)",
                (to_number(now),),
            ).fetchone()
        return LibraryFigures(*map(int, row))
