"""The snapshot beside the library, as programs see it: kept up, made, looked at."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import LibraryError
from corpus.library.connections import Connections


@dataclass(frozen=True, slots=True)
class SnapshotState:
    """What ranking in a large library rests on."""

    wanted: bool
    """Whether the library is large enough that one is made."""
    passages: int | None
    """How many passages are in it; `None` where there is none that is sound."""
    newer: int
    """How many live passages came later, or how many there are: SQLite ranks them itself."""


class Snapshots:
    """What makes ranking quick in a large library. A small one, or one in PostgreSQL, has nothing of it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._quick = connections.engine.quick

    def keep(self) -> None:
        """From now on let one be made in the background wherever it is due."""
        if self._quick and not self._connections.read_only:
            with self._connections.reading() as connection:
                self._quick.keep(connection)

    def make(self) -> bool:
        """Make one here and now; `False` where none is wanted, or another process makes it.

        Raises:
            LibraryError: it cannot be written.
        """
        if not self._quick:
            return False
        with self._connections.reading() as connection:
            try:
                return self._quick.make(connection)
            except OSError as error:
                reason = f"No snapshot could be written ({error.strerror}): questions take longer until then."
                raise LibraryError(self._connections.path, reason) from error

    def state(self) -> SnapshotState:
        """Whether there is one, and how far it reaches."""
        with self._connections.reading() as connection:
            snapshot = self._quick.take(connection) if self._quick else None
            newer = "SELECT count(*) FROM passages WHERE superseded_at IS NULL AND number > ?"
            (count,) = connection.execute(newer, (snapshot.note.top if snapshot else 0,)).fetchone()
            wanted = self._quick is not None and self._quick.is_wanted(connection)
            return SnapshotState(wanted, len(snapshot) if snapshot else None, int(count))

    def compares(self, most: int) -> bool:
        """Whether one holds nearly all passages, and no more than so many: a scan of `most` sets the time."""
        with self._connections.reading() as connection:
            snapshot = self._quick.take(connection) if self._quick else None
            if snapshot is None or self._quick is None:
                return False
            return len(snapshot) <= most and not self._quick.is_due(connection, snapshot)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for what is being made in the background; whether nothing is any more."""
        return self._quick is None or self._quick.wait(timeout)

    def close(self) -> None:
        """Make no more."""
        if self._quick:
            self._quick.close()
