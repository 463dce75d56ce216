"""What processes that share an index on a server agree on: which generation counts, and what it has already.

A generation is built from one moment of the library, beside the one that is asked meanwhile. What is applied
to that one while somebody builds stays in the outbox, marked, until it is in the new one too. Whether
somebody builds is a row, not a time, so that no clock decides what is lost: a builder whose row is gone has
failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from corpus.library.connections import Connections
from corpus.library.leases import is_held
from corpus.library.outbox import IndexOperation, list_pending

BUILDING = "index"
"""The lease of whoever builds."""
LONGEST = timedelta(seconds=60)
"""For so long it is taken at a time: one that was killed elsewhere keeps the others from building."""

_RECORD = "shared_index"
_HALF_BUILT = "shared_index_building"
_PUT = "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


class SharedIndex:
    """`library.shared_index`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def record(self) -> tuple[str, str] | None:
        """The generation that counts, and what is to be known of it; `None` before the first."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (_RECORD,)).fetchone()
        return _split(row[0]) if row else None

    def begin(self, generation: str) -> str | None:
        """Note that a generation is being built; the name of one that was begun before and not kept."""
        with self._connections.writing() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (_HALF_BUILT,)).fetchone()
            connection.execute(_PUT, (_HALF_BUILT, generation))
        return row[0] if row else None

    def keep(self, generation: str, about: str, holder: str) -> bool:
        """From now on this generation counts; `False` if its builder no longer has the lease."""
        with self._connections.writing() as connection:
            row = connection.execute("SELECT holder FROM leases WHERE name = ?", (BUILDING,)).fetchone()
            if row is None or row[0] != holder:
                return False
            connection.execute(_PUT, (_RECORD, f"{generation} {about}"))
            connection.execute("DELETE FROM meta WHERE key = ?", (_HALF_BUILT,))
        return True

    def pending(self, generation: str, limit: int) -> list[IndexOperation]:
        """What a generation has yet to do, oldest first."""
        with self._connections.reading() as connection:
            return list_pending(connection, limit, generation)

    def acknowledge(self, generation: str, sequences: Sequence[int]) -> bool:
        """A generation has done these operations; `False` and nothing crossed out if it no longer counts."""
        with self._connections.writing() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (_RECORD,)).fetchone()
            if row is None or _split(row[0])[0] != generation:
                return False
            building = connection.execute("SELECT 1 FROM leases WHERE name = ?", (BUILDING,)).fetchone()
            connection.executemany(
                "UPDATE outbox SET applied = ? WHERE sequence = ?", [(generation, one) for one in sequences]
            )
            if not building:
                connection.execute("DELETE FROM outbox WHERE applied = ?", (generation,))
        return True

    def tidy(self, generation: str, now: datetime) -> None:
        """Let go of what stayed for a builder that has gone, or is done."""
        marked = "SELECT 1 FROM outbox WHERE applied = ? LIMIT 1"
        with self._connections.reading() as connection:
            if connection.execute(marked, (generation,)).fetchone() is None:
                return
        with self._connections.writing() as connection:
            select = "SELECT holder, until FROM leases WHERE name = ?"
            row = connection.execute(select, (BUILDING,)).fetchone()
            if row is not None and is_held(row[0], row[1], now, now + LONGEST):
                return
            connection.execute("DELETE FROM leases WHERE name = ?", (BUILDING,))
            connection.execute("DELETE FROM outbox WHERE applied = ?", (generation,))


def _split(value: str) -> tuple[str, str]:
    generation, _, about = value.partition(" ")
    return generation, about
