"""Tells systemd that the bot has started and that its event loop goes round, where there is a systemd."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress


@asynccontextmanager
async def told(environment: Mapping[str, str]) -> AsyncIterator[None]:
    """Say that it is ready, then every so often that it lives, as `WatchdogSec` of the unit asks for it."""
    place = environment.get("NOTIFY_SOCKET", "")
    if not place:
        yield
        return
    _say(place, "READY=1")
    # Half as long as systemd waits before it ends what does not answer, as its manual advises.
    every = int(environment.get("WATCHDOG_USEC") or 0) / 2e6
    beating = asyncio.create_task(_beat(place, every), name="watchdog") if every else None
    try:
        yield
    finally:
        if beating is not None:
            beating.cancel()
        _say(place, "STOPPING=1")


async def _beat(place: str, every: float) -> None:
    while True:
        _say(place, "WATCHDOG=1")
        await asyncio.sleep(every)


def _say(place: str, words: str) -> None:
    address = f"\0{place[1:]}" if place.startswith("@") else place  # names in no folder
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
        out.setblocking(False)
        out.sendto(words.encode(), address)
