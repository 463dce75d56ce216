"""Keeps computing off the event loop: a few threads, and a queue that ends, in which servers take turns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

from bot.errors import BusyError
from bot.line import Line
from bot.watch import meters

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QueueTurn:
    """Whose work it is, and who wants to know when it begins."""

    of: Hashable = None
    """A server, or a user in private: each of them gets one turn after the other."""
    tell: Callable[[int], None] | None = None
    """Told the place in the queue as it changes, 1 for the next, and 0 as the work begins. Raises nothing."""

    def say(self, place: int) -> None:
        """Tell whoever wants to know."""
        if self.tell is not None:
            self.tell(place)


NOBODY = QueueTurn()


class _Waiter:
    """One who waits until a thread is theirs."""

    def __init__(self, turn: QueueTurn) -> None:
        self.turn = turn
        self.called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.place = 0


class Pool:
    """Threads for one kind of work, used from one event loop; at most `waiting` jobs wait for one.

    Between servers it goes in turns: the question of one never waits for all the questions of another.
    """

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self.name = name
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._threads = self._free = threads
        self._line: Line[_Waiter] = Line(waiting)

    @property
    def waiting(self) -> int:
        """How many jobs wait for a thread."""
        return len(self._line)

    @property
    def busy(self) -> int:
        """How many threads are at work, or about to be."""
        return self._threads - self._free

    async def run(self, job: Callable[[], T], turn: QueueTurn = NOBODY) -> T:
        """What the job returns, computed on one of the threads when its turn comes.

        Raises:
            BusyError: the queue is full, or the place was taken for a server with fewer in it.
        """
        came = perf_counter()
        if self._free:
            self._free -= 1
        else:
            await self._wait(turn)
        meters.WAITED.labels(self.name).observe(perf_counter() - came)
        turn.say(0)
        try:
            future = asyncio.wrap_future(self._executor.submit(copy_context().run, job))
        except RuntimeError:  # the pool is closing
            self._give_on()
            raise BusyError from None
        future.add_done_callback(lambda _: self._give_on())
        # Whoever gives up does not end the job: its thread is free when it is done, not before.
        return await asyncio.shield(future)

    def close(self) -> None:
        """Wait for the jobs that have begun; the others never begin."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    async def _wait(self, turn: QueueTurn) -> None:
        waiter = _Waiter(turn)
        out = self._line.enter(turn.of, waiter)
        if out is waiter:
            raise BusyError
        if out is not None and not out.called.done():
            out.called.set_exception(BusyError())
        self._tell_places()
        try:
            await waiter.called
        except asyncio.CancelledError:
            self._line.leave(waiter)
            self._tell_places()
            if not waiter.called.cancelled() and waiter.called.exception() is None:
                self._give_on()  # it was called in the same moment
            raise

    def _give_on(self) -> None:
        """Give a thread that is free to whoever's turn it is."""
        waiter = self._line.call()
        while waiter is not None and waiter.called.done():  # it has given up
            waiter = self._line.call()
        if waiter is None:
            self._free += 1
            return
        waiter.called.set_result(None)
        self._tell_places()

    def _tell_places(self) -> None:
        for place, waiter in enumerate(self._line.order(), 1):
            if waiter.place != place:
                waiter.place = place
                waiter.turn.say(place)
