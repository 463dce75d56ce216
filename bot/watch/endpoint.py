"""Where the figures and the health of the bot are served: off unless an address is set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.settings import Address
from bot.watch import meters
from bot.watch.gauges import Gauges, Loop
from bot.watch.health import Readiness
from bot.watch.shared import Shared
from corpus import Corpus, SettingsError

if TYPE_CHECKING:
    from bot.client import BylineBot

log = logging.getLogger(__name__)

CONNECTIONS = 32
"""At once; a monitor needs one. More are closed unread."""
LIFE = 10.0
"""Seconds after which a connection is closed, however slowly somebody writes to it."""
_FRESH, _PATIENCE = 2.0, 8.0
_LAG_EVERY = 0.5
_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_OPEN = "%s can be reached from other machines: whoever reaches it reads the bot's figures."


class Endpoint:
    """`/metrics` for Prometheus; `/healthz`: it is alive; `/readyz`: it can answer questions.

    Everything runs on the bot's own event loop: where that hangs, nothing answers, which is the truth.

    Args:
        bot: what is looked at.
        corpus: behind it.
    """

    def __init__(self, bot: BylineBot, corpus: Corpus) -> None:
        self._bot = bot
        self._readiness = Readiness(bot, corpus)
        self.gauges = Gauges(corpus, Loop.of(bot))
        self._figures = Shared(meters.text, _FRESH, _PATIENCE)

    def application(self) -> web.Application:
        """The three pages."""
        application = web.Application(client_max_size=1_024)
        application.router.add_get("/metrics", self._metrics)
        application.router.add_get("/healthz", self._healthz)
        application.router.add_get("/readyz", self._readyz)
        return application

    async def _metrics(self, _: web.Request) -> web.Response:
        self.gauges.loop = Loop.of(self._bot)
        try:
            body = await self._figures.get()
        except TimeoutError:
            return web.Response(status=503, text="The figures take too long to read.\n")
        return web.Response(body=body, headers={"Content-Type": _TEXT})

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def _readyz(self, _: web.Request) -> web.Response:
        health = await self._readiness.look()
        status = "ready" if health.ok else "not ready"
        return web.json_response({"status": status, **health.reasons}, status=200 if health.ok else 503)


@asynccontextmanager
async def served(bot: BylineBot, corpus: Corpus, address: Address | None) -> AsyncIterator[Address | None]:
    """Serve at an address, or nothing where there is none, until the block ends; the address that it became.

    Raises:
        SettingsError: nothing can listen there.
    """
    if address is None:
        yield None
        return
    endpoint = Endpoint(bot, corpus)
    async with AsyncExitStack() as closing:
        meters.add(endpoint.gauges)
        closing.callback(meters.take_out, endpoint.gauges)
        lag = asyncio.create_task(_watch_lag(), name="lag")
        closing.callback(lag.cancel)
        listening = await closing.enter_async_context(_listening(endpoint.application(), address))
        log.info("Figures and health are served at http://%s.", listening)
        if not listening.is_loopback:
            log.warning(_OPEN, listening)
        yield listening


@asynccontextmanager
async def _listening(application: web.Application, address: Address) -> AsyncIterator[Address]:
    runner = web.AppRunner(application, access_log=None, keepalive_timeout=LIFE, logger=_log_of_requests())
    await runner.setup()
    loop, handlers = asyncio.get_running_loop(), runner.server
    assert handlers is not None

    def admit() -> asyncio.Protocol:
        if len(handlers.connections) >= CONNECTIONS:
            return _Closed()
        handler = handlers()
        loop.call_later(LIFE, handler.force_close)
        return handler

    try:
        server = await _server(loop, admit, address)
        try:
            yield Address(address.host, server.sockets[0].getsockname()[1])
        finally:
            server.close()
    finally:
        await runner.cleanup()


def _log_of_requests() -> logging.Logger:
    """aiohttp logs a page for each piece of nonsense; whoever sends it could fill a disk."""
    requests = logging.getLogger(f"{__name__}.requests")
    requests.addFilter(_is_ours)
    return requests


def _is_ours(record: logging.LogRecord) -> bool:
    return record.exc_info is None or not isinstance(record.exc_info[1], HttpProcessingError)


async def _server(
    loop: asyncio.AbstractEventLoop, admit: Callable[[], asyncio.Protocol], address: Address
) -> asyncio.Server:
    try:
        return await loop.create_server(admit, address.host, address.port)
    except OSError as error:
        reason = f"nothing can listen at {address} ({error.strerror or error}). Choose another one."
        raise SettingsError("DISCORD_METRICS_ADDRESS", reason) from error


class _Closed(asyncio.Protocol):
    """For whoever is one too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close at once."""
        transport.close()


async def _watch_lag() -> None:
    loop = asyncio.get_running_loop()
    while True:
        planned = loop.time() + _LAG_EVERY
        await asyncio.sleep(_LAG_EVERY)
        meters.LAG.observe(max(loop.time() - planned, 0.0))
