"""Counts what people ask and what comes of it, and says so in the log: never in whose words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import SimpleNamespace
from typing import ParamSpec, TypeVar

import aiohttp
from aiohttp import TraceConfig

from bot.errors import BotError, BusyError, CooldownError, ElsewhereError
from bot.request import current
from bot.watch import meters
from retrieval import Answer, measured

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

_REASONS = {BusyError: "busy", CooldownError: "cooldown", ElsewhereError: "elsewhere"}
_GATEWAY = frozenset({"connect", "disconnect", "resumed"})


@contextmanager
def question() -> Iterator[None]:
    """Count a question that gets no answer inside; one that gets one is counted when that is `shown`."""
    try:
        yield
    except BusyError as error:
        turned_away(error)
        raise
    except Exception:
        meters.QUESTIONS.labels("failed").inc()
        raise


def shown(answer: Answer) -> None:
    """Count an answer that stands in Discord, and say in the log how long it took."""
    outcome = answer.status.value
    meters.QUESTIONS.labels(outcome).inc()
    meters.DISAGREEMENTS.inc(len(answer.disagreements))
    request = current()
    seconds = request.seconds() if request else answer.seconds
    meters.ANSWERED.observe(seconds)
    details = {
        "outcome": outcome,
        "seconds": round(seconds, 3),
        "answer_seconds": round(answer.seconds, 3),
        "citations": len(answer.citations),
        "disagreements": len(answer.disagreements),
    }
    said = "A question was %s in %.2f s, of which the answer took %.2f."
    log.info(said, outcome, seconds, answer.seconds, extra=details)


def by_steps(answer: Callable[P, T]) -> Callable[P, T]:
    """Count what the steps of each answer take."""

    @wraps(answer)
    def counted(*args: P.args, **kwargs: P.kwargs) -> T:
        with measured() as spent:
            try:
                return answer(*args, **kwargs)
            finally:
                meters.add_steps(spent)

    return counted


def turned_away(error: BotError) -> None:
    """Count a question that was not taken."""
    meters.TURNED_AWAY.labels(_REASONS[type(error)]).inc()


def acknowledged() -> None:
    """Count how long Discord waited for an acknowledgement."""
    if (request := current()) is not None:
        meters.ACKNOWLEDGED.observe(request.seconds())


def gateway(event: str) -> None:
    """Count an event of the gateway, if it is about the connection."""
    if event in _GATEWAY:
        meters.GATEWAY.labels(event).inc()


def request_trace() -> TraceConfig:
    """What counts every request to Discord, for discord.py to hand on to aiohttp."""

    async def answered(
        _: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams
    ) -> None:
        status = end.response.status
        meters.REQUESTS.labels("429" if status == 429 else f"{status // 100}xx").inc()

    async def failed(
        _: aiohttp.ClientSession, __: SimpleNamespace, ___: aiohttp.TraceRequestExceptionParams
    ) -> None:
        meters.REQUESTS.labels("none").inc()

    trace = TraceConfig()
    trace.on_request_end.append(answered)
    trace.on_request_exception.append(failed)
    return trace
