"""A pause between two questions of one person in one server, so that nobody keeps everybody waiting."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import monotonic

from bot.errors import CooldownError

# Beyond so many people the pauses that are over are forgotten, which costs a moment for each of them.
MANY = 1_000


@dataclass(slots=True)
class _Pause:
    ends: float
    told: bool = False


class Cooldown:
    """Who asked when. How long the pause is, is said with each question: a server may change it at any time.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._pauses: dict[Hashable, _Pause] = {}

    def take(self, person: Hashable, seconds: float) -> None:
        """Let somebody ask, and begin their pause; `person` is who it is and where.

        Raises:
            CooldownError: their pause is not over yet.
        """
        now = self._clock()
        pause = self._pauses.get(person)
        if pause is not None and now < pause.ends and seconds > 0:
            # A pause that was made shorter meanwhile is shorter for who is in it, too.
            left = min(pause.ends - now, seconds)
            told, pause.told = pause.told, True
            raise CooldownError(math.ceil(left), math.ceil(seconds), told)
        if len(self._pauses) >= MANY:
            self._pauses = {one: pause for one, pause in self._pauses.items() if now < pause.ends}
        if seconds > 0:
            self._pauses[person] = _Pause(now + seconds)

    def give_back(self, person: Hashable) -> None:
        """End somebody's pause: their question was not taken."""
        self._pauses.pop(person, None)
