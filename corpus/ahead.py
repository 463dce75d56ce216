"""What takes long to come is asked for side by side, and taken in the order it was asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

MOST = 8
"""How many are under way at once: sites take turns by themselves, and pages wait in memory."""


def ahead(
    targets: Iterable[str], takes_long: Callable[[str], bool], work: Callable[[str], T]
) -> Iterator[tuple[str, Callable[[], T] | None]]:
    """Each target, in order, with the way to its work's result; `None` for those that do not take long.

    The work is done on threads of its own, up to `MOST` targets ahead of the one that was taken last; its
    result waits, and raises, where it is asked for. Whoever stops taking leaves threads that end by
    themselves and keep no program from ending.
    """
    begun: deque[tuple[str, Callable[[], T] | None]] = deque()
    for target in targets:
        begun.append((target, _begin(work, target) if takes_long(target) else None))
        if len(begun) >= MOST:
            yield begun.popleft()
    yield from begun


def _begin(work: Callable[[str], T], target: str) -> Callable[[], T]:
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work(target))
        except BaseException as error:  # noqa: BLE001 (raised where the result is asked for)
            future.set_exception(error)

    # What is logged there says for whom, as it would here.
    Thread(target=copy_context().run, args=(run,), name=f"ahead {target}"[:100], daemon=True).start()
    return future.result
