"""When a language model is left alone for a while: one that hangs helps nobody."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

# After so many failures in a row nobody waits for the model for a minute; then the next question tries it.
MOST_FAILURES = 3
REST = 60.0
# A server may ask for hours; whoever mends it should not have to start the program again.
LONGEST_REST = 300.0


class Patience:
    """Counts what went wrong with one model. Safe to share between threads.

    Args:
        clock: gives seconds from some moment on.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._rests_until = 0.0

    def resting(self) -> float:
        """For how many seconds more the model is to be left alone; 0 when it may be asked."""
        with self._lock:
            return max(0.0, self._rests_until - self._clock())

    def failed(self, wait: float | None = None) -> None:
        """The model gave no answer; `wait` is for how many seconds its server asks to be left alone."""
        with self._lock:
            self._failures += 1
            rest = REST if self._failures >= MOST_FAILURES else 0.0
            until = self._clock() + min(max(wait or 0.0, rest), LONGEST_REST)
            self._rests_until = max(self._rests_until, until)

    def succeeded(self) -> None:
        """The model gave an answer."""
        with self._lock:
            self._failures = 0
