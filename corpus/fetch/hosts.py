"""Whose turn it is at a site: one visitor at a time, a pause between visits, over all threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PAUSE = 1.0
"""Seconds between two visits to a site that does not ask for more."""
LONGEST_PAUSE = 10.0
"""The longest pause between visits that a site can ask for by its robots.txt."""
LONGEST_REST = 3_600.0
"""The longest time for which a busy site can ask to be left alone; it is asked again then."""


@dataclass(eq=False, slots=True)
class Host:
    """One site, while and shortly after it is visited. Only who has the turn may change it."""

    pause: float = PAUSE
    """Seconds from the end of this visit to the next one."""
    free_at: float = 0.0
    rests_until: float = 0.0
    """Until then nobody asks it anything: it said that it is busy."""
    turn: threading.Lock = field(default_factory=threading.Lock)
    visitors: int = 0
    """Those who have the turn or wait for it."""


class Hosts:
    """All sites visited lately; the oldest is forgotten first."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._hosts: OrderedDict[str, Host] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, name: str, clock: Callable[[], float], pause: Callable[[float], None]) -> Iterator[Host]:
        """Wait until a site may be visited, and hold the turn; a site that rests is not waited for."""
        host = self._enter(name)
        try:
            with host.turn:
                now = clock()
                if host.rests_until <= now < host.free_at:
                    pause(host.free_at - now)
                try:
                    yield host
                finally:
                    host.free_at = clock() + min(host.pause, LONGEST_PAUSE)
        finally:
            with self._lock:
                host.visitors -= 1

    def _enter(self, name: str) -> Host:
        with self._lock:
            host = self._hosts.setdefault(name, Host())
            self._hosts.move_to_end(name)
            host.visitors += 1
            idle = [name for name, other in self._hosts.items() if not other.visitors]
            for old in idle[: max(0, len(self._hosts) - self._most)]:
                del self._hosts[old]
            return host

    def __len__(self) -> int:
        return len(self._hosts)
