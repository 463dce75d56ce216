"""pytest fixtures: a running fake Discord that discord.py reaches by address alone.

What is patched, and restored: three base addresses, and the *length* of discord.py's waits. Its behaviour is
untouched: which waits it makes, and how long each would be, is kept in `FakeDiscord.waits`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord.client
import discord.gateway
import discord.http
import discord.shard
import discord.webhook.async_
import pytest
import pytest_asyncio
import yarl

from .accessible import unspoken
from .server import FakeDiscord

DESCRIPTION = Path(__file__).parents[2] / "../shared/discord/openapi.json"
# discord.py sleeps 1, 3, 5… seconds before a retry and 5 before it identifies anew: a thousandth will do.
HASTE = 0.001


class ShortWaits:
    """Stands for the `asyncio` module inside one module of discord.py: the same, but its waits are short."""

    def __init__(self, waits: list[float]) -> None:
        self._waits = waits

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, delay: float, result: Any = None) -> Any:
        """Keep how long it would have been, and wait a thousandth of it."""
        if delay > 0:
            self._waits.append(delay)
        return await asyncio.sleep(delay * HASTE, result)


def point_at(fake: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py speak to the fake for as long as the test runs."""
    monkeypatch.setattr(discord.http.Route, "BASE", fake.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(fake.gateway.url))
    monkeypatch.setattr(discord.Asset, "BASE", fake.cdn_url)
    for module in (discord.http, discord.webhook.async_, discord.client, discord.shard):
        monkeypatch.setattr(module, "asyncio", ShortWaits(fake.waits))


@pytest_asyncio.fixture
async def fakediscord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    """A started server with one guild; fails the test for anything the bot sent that Discord would refuse."""
    fake = FakeDiscord(DESCRIPTION if DESCRIPTION.exists() else None)
    await fake.start()
    point_at(fake, monkeypatch)
    fake.guild()
    try:
        yield fake
    finally:
        await fake.close()
    refuse_violations(fake)
    refuse_own_mistakes(fake)
    refuse_what_not_all_can_use(fake)


def refuse_violations(fake: FakeDiscord) -> None:
    """Fail the test for what Discord would have refused."""
    if fake.violations:
        pytest.fail("Discord would have refused:\n  " + "\n  ".join(fake.violations), pytrace=False)


def refuse_own_mistakes(fake: FakeDiscord) -> None:
    """Fail the test for an answer of the fake's that Discord would not give."""
    if fake.own_violations:
        pytest.fail(
            "The fake Discord is not like Discord:\n  " + "\n  ".join(fake.own_violations), pytrace=False
        )


def refuse_what_not_all_can_use(fake: FakeDiscord) -> None:
    """Fail the test for what Discord takes and some people could not use."""
    found = [f"{request}: {problem}" for request in fake.requests for problem in unspoken(request)]
    if found:
        pytest.fail("Not everybody could use:\n  " + "\n  ".join(found), pytrace=False)


@contextlib.asynccontextmanager
async def run_client(
    client: discord.Client, fake: FakeDiscord, token: str | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    """Log the client in, connect it, and wait until it knows every guild; at the end close it.

    `on_ready` comes `guild_ready_timeout` after the last guild, two seconds unless the client has that
    option; here it is set to 20 ms. A client that ends before it is ready raises what ended it; one that may
    end later is watched through the task that this yields.
    """
    client._connection.guild_ready_timeout = 0.02
    running = asyncio.create_task(client.start(token or fake.token))
    ready = asyncio.create_task(_ready(client, fake))
    try:
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield running
    finally:
        ready.cancel()
        await client.close()
        await asyncio.gather(running, ready, return_exceptions=True)


async def _ready(client: discord.Client, fake: FakeDiscord) -> None:
    while client.loop is discord.client._loop:
        await asyncio.sleep(0)
    await client.wait_until_ready()

    count = client.shard_count or 1
    own = getattr(client, "shard_ids", None) or range(count)

    def known() -> bool:
        ids = [int(one) for one in fake.world.guilds if (int(one) >> 22) % count in own]
        return all((guild := client.get_guild(one)) and not guild.unavailable for one in ids)

    while not known():
        await asyncio.sleep(0.005)
