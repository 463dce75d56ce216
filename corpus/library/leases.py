"""Who does for all processes what only one of them should do at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from corpus.holder import has_ended, new_holder
from corpus.library.connections import Connections
from corpus.library.rows import to_moment, to_number

# Clocks differ, and are set back: what ends later than this was taken by another time.
_SKEW = timedelta(minutes=10)


def is_held(holder: str, until: int, now: datetime, latest: datetime) -> bool:
    """Whether a lease is still its holder's; none is taken for longer than until `latest`."""
    ends = to_moment(until)
    return ends is not None and now < ends <= latest + _SKEW and not has_ended(holder)


class Leases:
    """`library.leases`. Raises `LibraryError` as the library does."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @staticmethod
    def holder() -> str:
        """A name for one who takes leases: no two are alike."""
        return new_holder()

    def take(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take a lease, or keep one's own until a later time; `False` while another holds it.

        One whose holder's process has ended is free at once, where that can be seen; elsewhere when it ends.
        """
        with self._connections.writing() as connection:
            row = connection.execute("SELECT holder, until FROM leases WHERE name = ?", (name,)).fetchone()
            if row is not None and row[0] != holder and is_held(row[0], row[1], now, until):
                return False
            connection.execute(
                "INSERT INTO leases(name, holder, until) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until",
                (name, holder, to_number(until)),
            )
            return True

    def keep(self, name: str, holder: str, until: datetime) -> bool:
        """Keep one's own lease until a later time; `False` if it is gone, and with it what rested on it."""
        with self._connections.writing() as connection:
            kept = connection.execute(
                "UPDATE leases SET until = ? WHERE name = ? AND holder = ?", (to_number(until), name, holder)
            )
            return kept.rowcount == 1

    def give_back(self, name: str, holder: str) -> None:
        """Let others have it."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM leases WHERE name = ? AND holder = ?", (name, holder))
