"""Which question, button, job or refresh a line of the log belongs to: an id goes along with the work."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter

_NEEDING = frozenset({"INTERACTION_CREATE", "MESSAGE_CREATE"})
_OVER = frozenset({"interaction", "message"})


@dataclass(frozen=True, slots=True)
class Request:
    """Something that somebody asked for, or that the bot does by itself."""

    reference: str
    """Six letters and digits: in every line of the log that it causes, and in what a person is told."""
    began: float
    """When, by `perf_counter`."""

    def seconds(self) -> float:
        """How long ago it began."""
        return perf_counter() - self.began


_CURRENT: ContextVar[Request | None] = ContextVar("request", default=None)


def current() -> Request | None:
    """The request that the running code works for; tasks and `asyncio.to_thread` take it along."""
    return _CURRENT.get()


def new_request() -> Request:
    """A request that begins now."""
    return Request(secrets.token_hex(3), perf_counter())


@contextmanager
def request() -> Iterator[Request]:
    """Do what is inside as a request of its own."""
    one = new_request()
    before = _CURRENT.set(one)
    try:
        yield one
    finally:
        _CURRENT.reset(before)


def begin_event(event: str, name: object = None) -> None:
    """Begin a request as something that needs one comes in from the gateway.

    discord.py hands out each event in one go, beginning with `socket_event_type`; the tasks that it starts
    for the handlers take the request along.
    """
    if event == "socket_event_type":
        _CURRENT.set(new_request() if name in _NEEDING else None)


def end_event(event: str) -> None:
    """End it once all handlers have theirs: what the gateway does afterwards belongs to none."""
    if event in _OVER:
        _CURRENT.set(None)
