"""A queue in which servers take turns, however many questions each of them has waiting.  [pure]"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Line(Generic[T]):
    """Who waits, by whose turn it is: first come first served within a server, one each between servers.

    Where it is full, a server with fewer waiting takes the newest place of the one with most: nobody can fill
    the line for all.

    Args:
        most: how many may wait.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[Hashable, deque[T]] = {}  # the server whose turn is next comes first

    def __len__(self) -> int:
        return sum(len(own) for own in self._waiting.values())

    def enter(self, server: Hashable, one: T) -> T | None:
        """Let one wait; whoever has to go for it, which is `one` itself where there is no room."""
        out = None
        if len(self) >= self._most:
            own = len(self._waiting.get(server, ()))
            longest = max(self._waiting.values(), key=len, default=deque[T]())
            if own + 1 >= len(longest):
                return one
            out = longest.pop()
        self._waiting.setdefault(server, deque()).append(one)
        return out

    def call(self) -> T | None:
        """Whose turn it is; they wait no longer. `None` where nobody waits."""
        for server, own in self._waiting.items():
            del self._waiting[server]
            called = own.popleft()
            if own:
                self._waiting[server] = own  # behind all others
            return called
        return None

    def leave(self, one: T) -> None:
        """Somebody waits no longer."""
        for server, own in self._waiting.items():
            if one in own:
                own.remove(one)
                if not own:
                    del self._waiting[server]
                return

    def order(self) -> list[T]:
        """All who wait, in the order in which they are called if nobody else comes."""
        rounds = max(map(len, self._waiting.values()), default=0)
        return [own[turn] for turn in range(rounds) for own in self._waiting.values() if turn < len(own)]
