"""Gateway v10: hello, identify, heartbeats, dispatches, resume, and its bad days."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from . import objects
from .compression import Compressor, compressor_for
from .objects import Json
from .world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1, 1 << 9, 1 << 12, 1 << 15
_OF_GUILDS = ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE")
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT


@dataclass
class Session:
    """What survives a dropped connection: who it is, and what was sent, to be replayed."""

    id: str
    intents: int
    sequence: int = 0
    sent: list[Json] = field(default_factory=list)
    connection: Connection | None = None
    shard: tuple[int, int] = (0, 1)
    """Which one it is, of how many."""

    def hears_of(self, event: str, data: Json) -> bool:
        """Whether the event comes over this shard: its server's, or the first for what is in private."""
        server = data["id"] if event in _OF_GUILDS else data.get("guild_id")
        number, count = self.shard
        return number == ((int(server) >> 22) % count if server else 0)

    def wants(self, event: str, data: Json) -> bool:
        """Whether the session's intents ask for the event."""
        if event.startswith("MESSAGE_"):
            return bool(self.intents & (GUILD_MESSAGES if data.get("guild_id") else DIRECT_MESSAGES))
        if event.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
            return bool(self.intents & GUILDS)
        return True


@dataclass
class Connection:
    """One open WebSocket."""

    socket: web.WebSocketResponse
    request: web.Request
    compress: Compressor | None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send_text(self, text: str) -> None:
        """Send as the client asked for it: compressed in one stream, or plain."""
        async with self.lock:
            if self.socket.closed:
                return
            with contextlib.suppress(ConnectionResetError):  # it is ending: who resumes gets it again
                if self.compress is None:
                    await self.socket.send_str(text)
                else:
                    await self.socket.send_bytes(self.compress(text.encode()))

    async def send(self, op: int, data: Any = None) -> None:
        """Send anything but a dispatch."""
        await self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))


class Gateway:
    """Every gateway connection of a test; `identifies`, `resumes` and `heartbeats` are for looking at."""

    def __init__(self, world: World, token: str, changed: Callable[[], None]) -> None:
        self.world = world
        self.token = token
        self.changed = changed
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.resumed = 0
        self.heartbeats = 0
        self.shards = 1
        """How many are recommended."""
        self.allowed_intents = ~PRIVILEGED
        """Intents the application may ask for; asking for more closes with 4014."""
        self.acknowledges = True
        """Whether heartbeats are acknowledged."""
        self.heartbeat_interval = 41_250
        """Milliseconds between two heartbeats, for connections from now on."""
        self._refusals = 0
        self._open = asyncio.Event()
        self._open.set()

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        await self._open.wait()
        if self._refusals:
            self._refusals -= 1
            self.changed()
            return web.Response(status=503, text="upstream connect error")
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, request, compressor_for(request.query.get("compress")))
        self.connections.append(connection)
        try:
            await connection.send(HELLO, {"heartbeat_interval": self.heartbeat_interval})
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._received(connection, json.loads(frame.data))
        finally:
            self.connections.remove(connection)
            self.changed()
        return socket

    async def _received(self, connection: Connection, frame: Json) -> None:
        if frame["op"] == HEARTBEAT:
            self.heartbeats += 1
            if self.acknowledges:
                await connection.send(ACK)
        elif frame["op"] == IDENTIFY:
            await self._identify(connection, frame["d"])
        elif frame["op"] == RESUME:
            await self._resume(connection, frame["d"])
        self.changed()

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies.append(data)
        if data["token"] != self.token:
            await connection.socket.close(code=4004, message=b"Authentication failed.")
            return
        if data["intents"] & PRIVILEGED & ~self.allowed_intents:
            await connection.socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            await connection.socket.close(code=4010, message=b"Invalid shard.")
            return
        session = Session(
            secrets.token_hex(16), data["intents"], connection=connection, shard=(number, count)
        )
        self.sessions[session.id] = session
        guilds = [
            one for one in self.world.guilds.values() if session.hears_of("GUILD_CREATE", {"id": one.id})
        ]
        ready = {
            "v": 10,
            "user": self.world.bot.payload(),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": self.world.application_id, "flags": 0},
        } | ({"shard": [number, count]} if "shard" in data else {})
        await self._send(session, "READY", ready)
        for guild in guilds:
            await self._send(session, "GUILD_CREATE", self.world.guild_payload(guild))

    async def _resume(self, connection: Connection, data: Json) -> None:
        self.resumes.append(data)
        session = self.sessions.get(data["session_id"] or "")
        if session is None or data["token"] != self.token:
            await connection.send(INVALID_SESSION, False)
            return
        session.connection = connection
        for frame in [frame for frame in session.sent if frame["s"] > (data["seq"] or 0)]:
            await connection.send_text(json.dumps(frame))
        await self._send(session, "RESUMED", {})
        self.resumed += 1

    async def _send(self, session: Session, event: str, data: Json) -> None:
        if not session.wants(event, data):
            return
        session.sequence += 1
        frame = {"op": DISPATCH, "t": event, "s": session.sequence, "d": self._redacted(session, event, data)}
        session.sent.append(frame)
        connection = session.connection
        if connection is not None and connection in self.connections:
            await connection.send_text(json.dumps(frame))

    def _redacted(self, session: Session, event: str, data: Json) -> Json:
        """Without the message content intent a bot reads only what is said to it, or by it."""
        if not event.startswith("MESSAGE_") or "author" not in data or session.intents & MESSAGE_CONTENT:
            return data
        bot = self.world.bot.id
        if (
            "guild_id" not in data
            or data["author"]["id"] == bot
            or any(m["id"] == bot for m in data["mentions"])
        ):
            return data
        return data | {"content": "", "embeds": [], "attachments": [], "components": []}

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event to every session it is for; one whose connection is down gets it when it resumes."""
        for session in list(self.sessions.values()):
            if session.hears_of(event, data):
                await self._send(session, event, data)
        self.changed()

    # Bad days.

    async def drop(self, code: int | None = None, shard: int | None = None) -> None:
        """End every connection, or a shard's: with a close code, or (`None`) by cutting the wire."""
        of_shard = [one.connection for one in self.sessions.values() if shard in (None, one.shard[0])]
        for connection in [one for one in self.connections if shard is None or one in of_shard]:
            if code is not None:
                await connection.socket.close(code=code)
            elif connection.request.transport is not None:
                connection.request.transport.abort()

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT, as Discord does before it restarts a gateway."""
        for connection in list(self.connections):
            await connection.send(RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Send INVALID_SESSION; not resumable, the client has to identify again."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self.connections):
            await connection.send(INVALID_SESSION, resumable)

    def forget_sessions(self) -> None:
        """Make the next RESUME fail."""
        self.sessions.clear()

    def refuse(self, times: int = 1) -> None:
        """Answer the next connections with 503 instead of a WebSocket."""
        self._refusals = times

    def shut(self) -> None:
        """Let new connections wait, until `open()`: what happens meanwhile is missed for certain."""
        self._open.clear()

    def open(self) -> None:
        """Let those in who wait."""
        self._open.set()

    async def send_raw(self, text: str) -> None:
        """Send anything at all, such as an event that is malformed."""
        for connection in list(self.connections):
            await connection.send_text(text)

    async def close(self) -> None:
        """End everything at the end of a test."""
        self.open()
        for connection in list(self.connections):
            await connection.socket.close(code=1001)


def message_event(world: World, message: Json) -> Json:
    """A message as the gateway carries it: with its guild and its author's member.

    The bot's own ephemeral messages come without a guild, as they do from Discord.
    """
    channel = world.channels[message["channel_id"]]
    if message["flags"] & objects.EPHEMERAL or "guild_id" not in channel:
        return message
    member = {key: value for key, value in objects.member(message["author"]).items() if key != "user"}
    return message | {"guild_id": channel["guild_id"], "member": member}
