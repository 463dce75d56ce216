"""Which snapshot ranks, and when another one is made."""

from __future__ import annotations

import logging
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

    from corpus.library.engine import Connection
    from corpus.snapshot import Snapshot

log = logging.getLogger(__name__)

# Up to here SQLite ranks in a few milliseconds itself (docs/decisions/0196).
FROM = 10_000
# What is newer than the snapshot is ranked by SQLite: at 5 % in about the time of all the rest.
_NEWER_SHARE, _FEW_NEWER = 0.05, 1_000
# What cannot be written now (a full disk) cannot be written in a second, either.
_RETRY_SECONDS = 600.0
# One that is not trusted once it is made (a disk that gives its files other times) comes no sooner again.
_REST_SECONDS = 60.0
_PATIENCE = 20.0
_HOME = str(Path(__file__).parents[3])


class Quick:
    """The newest snapshot beside a library's file, while it is sound. Any thread may call any method."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._snapshot: Snapshot | None = None
        self._mark: object = None
        self._guard = threading.Lock()
        self._keeping = False
        self._retry_at = 0.0
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def take(self, connection: Connection) -> Snapshot | None:
        """The snapshot, if all in it is still as it was; has another one made where that is due."""
        from corpus.library.quick.make import made_of

        snapshot = self._newest()
        if snapshot is not None:
            note = snapshot.note
            row = connection.execute("SELECT id FROM passages WHERE number = ?", (note.top,)).fetchone()
            if row is None or row[0] != note.top_id or made_of(connection) != note.made_of:
                snapshot = None
        if self._keeping and self.is_due(connection, snapshot):
            self._begin()
        return snapshot

    def keep(self, connection: Connection) -> None:
        """From now on have a snapshot made in the background wherever one is due, and first look now."""
        self._keeping = True
        self.take(connection)

    def make(self, connection: Connection) -> bool:
        """Make one of what a connection sees, here and now; `False` where the library is small, or others do.

        Raises:
            OSError: it cannot be written.
        """
        from corpus.library.quick.make import make_snapshot

        return self.is_wanted(connection) and make_snapshot(connection, self._library.parent)

    def is_due(self, connection: Connection, snapshot: Snapshot | None) -> bool:
        """Whether there should be one, or a newer one."""
        if snapshot is None:
            return self.is_wanted(connection)
        return _last(connection) - snapshot.note.top > max(_FEW_NEWER, _NEWER_SHARE * len(snapshot))

    def is_wanted(self, connection: Connection) -> bool:
        """Whether the library is so large that SQLite ranks slowly."""
        return _last(connection) >= FROM

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for what is being made; whether nothing is any more."""
        if (thread := self._thread) is not None:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    def close(self) -> None:
        """Make no more; what is half made goes with the next one."""
        self._keeping = False
        with self._guard:
            if self._child is not None:
                self._child.kill()
        self.wait(_PATIENCE)

    def _newest(self) -> Snapshot | None:
        from corpus.snapshot import Snapshot, mark_snapshot, newest_snapshot

        mark = mark_snapshot(self._library.parent)
        with self._guard:
            if mark != self._mark:
                self._mark, self._snapshot = mark, None
                note = newest_snapshot(self._library.parent)
                try:
                    self._snapshot = Snapshot(self._library.parent, note) if note else None
                except (OSError, ValueError) as error:
                    log.warning("The snapshot cannot be read (%s): another one is made.", error)
            return self._snapshot

    def _begin(self) -> None:
        with self._guard:
            busy = self._thread is not None and self._thread.is_alive()
            if busy or not self._keeping or time.monotonic() < self._retry_at:
                return
            self._retry_at = time.monotonic() + _RETRY_SECONDS
            self._thread = threading.Thread(target=self._run, name="snapshot", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        import subprocess

        # In a process of its own: reading millions of rows would keep questions from the interpreter.
        # It imports nothing from the folder it is started in (-P): that may be anybody's.
        make = "from corpus.library.quick.make import main; main()"
        program = f"import sys; sys.path.append({_HOME!r}); {make}"
        with self._guard:
            if not self._keeping:
                return
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-c", program, str(self._library)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        _, said = self._child.communicate()
        with self._guard:
            failed, self._child = self._child.returncode != 0, None
        if not failed:
            self._retry_at = time.monotonic() + _REST_SECONDS
        elif self._keeping and said:
            reason = said.decode(errors="replace").strip().splitlines()[-1]
            log.warning("No snapshot was made (%s): questions take longer meanwhile.", reason)


def _last(connection: Connection) -> int:
    """Somewhat more than there are live passages, and found at once."""
    (last,) = connection.execute("SELECT max(number) FROM passages").fetchone()
    return int(last or 0)
