"""One look for all who ask at the same time, so that nobody can ask more often than it can be answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """What a function returns, on a thread: asked once for all who wait, and again when it is too old.

    Args:
        look: may take a while, and may raise.
        seconds: how old its result may be.
        patience: so long anybody waits for it.
    """

    def __init__(self, look: Callable[[], T], seconds: float, patience: float) -> None:
        self._look = look
        self._seconds = seconds
        self._patience = patience
        self._until = 0.0
        self._task: asyncio.Task[T] | None = None

    async def get(self) -> T:
        """The result. Raises what the function raises, and `TimeoutError`."""
        if self._task is None or (self._task.done() and monotonic() >= self._until):
            self._task = asyncio.create_task(asyncio.to_thread(self._look), name="look")
            self._task.add_done_callback(self._ended)
        return await asyncio.wait_for(asyncio.shield(self._task), self._patience)

    def _ended(self, task: asyncio.Task[T]) -> None:
        self._until = monotonic() + self._seconds
        if not task.cancelled():
            task.exception()  # seen, even if nobody waits any more
