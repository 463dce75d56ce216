"""The fake Discord itself: one loopback port for REST, Gateway and CDN, and what a test holds of it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from . import objects
from .actor import Actor
from .conformance import Conformance
from .faults import Bucket, Fault, Hold
from .gateway import Gateway
from .guard import Guard
from .interactions import Interactions
from .messages import Messages
from .objects import Json
from .record import Recorded, path_matches
from .rest import Rest
from .world import FakeAttachment, FakeChannel, FakeGuild, FakeUser, World

API = "/api/v10"
PATIENCE = 30.0
"""Seconds: only a test that fails waits so long, and a busy machine is no failure."""
TURNS = 25  # four are enough on an idle machine


class FakeDiscord(Actor):
    """A Discord of a test's own.

    `requests` are all that came and `violations` all that Discord would refuse; `world` is what exists,
    `gateway` the WebSocket side. What people do (`slash`, `click`, `say`, …) is in `Actor`.
    """

    def __init__(self, description: Path | None = None) -> None:
        self.world = World.new()
        self.token = objects.bot_token(self.world.application_id)
        self.waits: list[float] = []
        """Seconds that discord.py meant to wait before a retry or a reconnect; the fixture shortens them."""
        self.skipped = (
            None if description else "Discord's description of its API is not here: only limits checked"
        )
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.gateway = Gateway(self.world, self.token, self.changed)
        self.gateway.url = f"ws://127.0.0.1:{self.port}/gateway/"
        self.messages = Messages(self.world, self.cdn_url)
        self.rest = Rest(self.world, self.gateway, self.messages)
        self.interactions = Interactions(self.rest)
        conformance = Conformance.load(description) if description else None
        self._guard = Guard(self.token, self.changed, conformance, API)

    @property
    def api_url(self) -> str:
        """For `Route.BASE`."""
        return f"http://127.0.0.1:{self.port}{API}"

    @property
    def cdn_url(self) -> str:
        """For `Asset.BASE`."""
        return f"http://127.0.0.1:{self.port}/cdn"

    @property
    def requests(self) -> list[Recorded]:
        """Every request to the API, in the order it came."""
        return self._guard.requests

    @property
    def violations(self) -> list[str]:
        """What Discord would have refused; a test that plants something clears it."""
        return self._guard.violations

    @property
    def own_violations(self) -> list[str]:
        """Where the fake's own answers differ from Discord's description."""
        return self._guard.own_violations

    async def start(self) -> None:
        """Listen on the loopback."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway/", self.gateway.accept)
        app.router.add_get("/cdn/attachments/{id}/{name}", self._download)
        for method, path, handler in self.rest.routes() + self.interactions.routes():
            app.router.add_route(method, API + path, self._guard.around(handler))
        app.router.add_route("*", API + "/{rest:.*}", self._guard.around(self._guard.unknown))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    async def close(self) -> None:
        """Stop listening; what is still held goes on, unanswered requests end."""
        self._guard.release()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._socket.close()

    async def _download(self, request: web.Request) -> web.Response:
        attachment = self.world.files.get(request.match_info["id"])
        if attachment is None:
            return web.Response(status=404)
        return web.Response(
            body=attachment.data, content_type=attachment.content_type or "application/octet-stream"
        )

    # What exists.

    def user(self, name: str, permissions: int = objects.MEMBER_PERMISSIONS) -> FakeUser:
        """A new person; of the same name, the same person. See also `admin`."""
        for known in self.world.users.values():
            if known.name == name:
                return known
        user = FakeUser(objects.snowflake(), name, permissions)
        self.world.users[user.id] = user
        return user

    def admin(self, name: str = "Admin") -> FakeUser:
        """A person with *Manage Server*."""
        return self.user(name, objects.MEMBER_PERMISSIONS | objects.MANAGE_GUILD)

    def guild(self, name: str = "Newsroom", shard: tuple[int, int] = (0, 1)) -> FakeGuild:
        """A new server with a text channel; the bot learns of it as it connects, or by `join`.

        `shard` is the one that tells of it, of how many.
        """
        guild_id = objects.snowflake()
        number, count = shard
        while (int(guild_id) >> 22) % count != number:
            guild_id = str(int(guild_id) + (1 << 22))
        general = self.channel("general", guild_id)
        guild = FakeGuild(guild_id, name, self.world.owner.id, general)
        self.world.guilds[guild_id] = guild
        return guild

    def channel(self, name: str, guild_id: str) -> FakeChannel:
        """A new text channel in a server."""
        payload = objects.channel(objects.snowflake(), name, guild_id)
        self.world.channels[payload["id"]] = payload
        return FakeChannel(payload["id"], name, guild_id)

    def dm(self, user: FakeUser) -> FakeChannel:
        """The private channel between a person and the bot."""
        return FakeChannel(self.world.dm_with(user.id)["id"], user.name, None)

    def file(self, filename: str, data: bytes, content_type: str | None = None) -> FakeAttachment:
        """A file to give to a command or a message."""
        return self.messages.store(filename, data, content_type)

    async def join(self, guild: FakeGuild) -> None:
        """Add the bot, already connected, to a server."""
        await self.gateway.dispatch("GUILD_CREATE", self.world.guild_payload(guild))

    async def leave(self, guild: FakeGuild) -> None:
        """Remove the bot from a server."""
        self.world.guilds.pop(guild.id)
        await self.gateway.dispatch("GUILD_DELETE", {"id": guild.id})

    async def delete_channel(self, channel: FakeChannel) -> None:
        """Delete a channel: from now on 10003 Unknown Channel."""
        payload = self.world.channels.pop(channel.id)
        await self.gateway.dispatch(
            "THREAD_DELETE" if "thread_metadata" in payload else "CHANNEL_DELETE", payload
        )

    async def delete_message(self, message: Json) -> None:
        """Delete a message as a moderator would: from now on 10008 Unknown Message."""
        await self.rest.remove(message)

    async def archive(self, thread: FakeChannel, *, locked: bool = False) -> None:
        """Archive a thread, as Discord does with a quiet one."""
        payload = self.world.channels[thread.id]
        payload["thread_metadata"] |= {"archived": True, "locked": locked}
        await self.gateway.dispatch("THREAD_UPDATE", payload)

    # Trouble.

    def fail(self, method: str, pattern: str, **how: Any) -> Fault:
        """Script trouble for matching requests: see `Fault`. `*` in the path is one segment, `**` any number.

        `fail("POST", "/webhooks/**", status=429, retry_after=0.01)`, `fail("*", "/**", status=502, times=2)`,
        `fail("PATCH", "/channels/**", status=403, times=None)`, `fail("GET", "/users/@me", disconnect=True)`.
        """
        fault = Fault(method, pattern, **how)
        self._guard.faults.append(fault)
        return fault

    def bucket(self, method: str, pattern: str, limit: int, seconds: float) -> Bucket:
        """Say with each matching request how many more are taken before so many seconds are over."""
        bucket = Bucket(method, pattern, limit, seconds)
        self._guard.buckets.append(bucket)
        return bucket

    def hold(self, method: str, pattern: str) -> Hold:
        """Let matching requests wait until `release()`: a slow Discord, without a clock."""
        held = Hold(method, pattern)
        self._guard.holds.append(held)
        return held

    # Looking and waiting.

    def changed(self) -> None:
        """Wake everyone who waits for something to be true."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait until `true()`; after `PATIENCE` fail the test, saying `what` did not come and what did."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + PATIENCE
        while not true():
            # What is waited for may be the bot's own state, of whose changes the fake hears nothing.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.01):
                    await self._changed.wait()
            if clock() > deadline:
                came = "\n  ".join(str(request) for request in self.requests[-12:])
                refused = "\n  ".join(self.violations)
                raise AssertionError(f"Waited for {what}. Requests so far:\n  {came}\nRefused:\n  {refused}")

    async def settle(self) -> None:
        """Let the bot take in what it was last answered; every act begins with this.

        A person presses a button after they see it; a test sees it while the answer is still on its way to
        the bot, which knows its own button only afterwards. Both ends share one loop: some turns of it do.
        """
        await self.until(lambda: not self._guard.answering, "all requests to be answered")
        for _ in range(TURNS):
            await asyncio.sleep(0)

    def requests_to(self, method: str, pattern: str) -> list[Recorded]:
        """The requests so far to a route; `*` in the path is one segment, `**` any number."""
        return [r for r in self.requests if r.method == method and path_matches(r.path, pattern)]

    async def request(self, method: str, pattern: str, index: int = 0) -> Recorded:
        """The request of this number to a route, answered, once there is one."""

        def answered() -> list[Recorded]:
            return [request for request in self.requests_to(method, pattern) if request.status]

        await self.until(lambda: len(answered()) > index, f"{method} {pattern}")
        return answered()[index]

    def said(self, channel: FakeChannel | None = None) -> list[Json]:
        """The bot's messages in a channel (or anywhere), oldest first, ephemeral ones included."""
        own = [m for m in self.world.messages.values() if m["author"]["id"] == self.world.bot.id]
        return [m for m in own if channel is None or m["channel_id"] == channel.id]

    async def message(self, index: int = 0, channel: FakeChannel | None = None) -> Json:
        """The bot's message of this number, once it has written it."""
        await self.until(lambda: len(self.said(channel)) > index, f"message {index} of the bot")
        return self.said(channel)[index]
