"""Keeps computing off the event loop: a few threads, and a queue that ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from bot.errors import BusyError

T = TypeVar("T")


class Pool:
    """Threads for one kind of work. More than `waiting` jobs in the queue are refused with `BusyError`."""

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = threads + waiting
        self._jobs = 0
        self._lock = Lock()

    async def run(self, job: Callable[[], T]) -> T:
        """What the job returns, computed on one of the threads.

        Raises:
            BusyError: the queue is full.
        """
        with self._lock:
            if self._jobs >= self._most:
                raise BusyError
            self._jobs += 1
        try:
            future = self._executor.submit(job)
        except RuntimeError:  # the pool is closing
            self._done()
            raise BusyError from None
        future.add_done_callback(self._done)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Wait for the jobs that have begun; the others never begin."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _done(self, _: Future[T] | None = None) -> None:
        with self._lock:
            self._jobs -= 1
