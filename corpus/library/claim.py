"""Which machine's embedded index follows a library that several machines reach."""

from __future__ import annotations

from collections.abc import Callable

from corpus.library.connections import Connections

_CLAIM = "embedded_index"
_FOLLOWER = "embedded_index_of"


class Claim:
    """`library.claim`. A library in a file is claimed with the lock beside it; here it is free to all."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._let_go: Callable[[], None] | None = None

    def take(self) -> bool:
        """Claim the library until `release`, or the end of this process; `False` while another has it."""
        with self._connections.engine.in_words():
            self._let_go = self._connections.engine.hold(_CLAIM)
        return self._let_go is not None

    def release(self) -> None:
        """Let others have it."""
        if self._let_go is not None:
            self._let_go()
            self._let_go = None

    def follow(self, folder: str) -> bool:
        """Write down whose index follows from now on; whether that was the last one to do so, too."""
        with self._connections.writing() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (_FOLLOWER,)).fetchone()
            connection.execute(
                "INSERT INTO meta(key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (_FOLLOWER, folder),
            )
        return row is not None and row[0] == folder

    def follower(self) -> str | None:
        """Whose index was written down last."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (_FOLLOWER,)).fetchone()
        return row[0] if row else None
