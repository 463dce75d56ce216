"""REST v10: identity, commands, guilds, channels, messages and threads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from . import objects
from .faults import refusal, reply
from .gateway import Gateway, message_event
from .messages import Messages
from .objects import Json
from .record import Recorded
from .world import World

Handler = Callable[[web.Request, Recorded], Awaitable[web.Response]]


class Rest:
    """The routes a bot calls with its token."""

    def __init__(self, world: World, gateway: Gateway, messages: Messages) -> None:
        self.world = world
        self.gateway = gateway
        self.messages = messages

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Method, path below the API's base, and what answers."""
        return [
            ("GET", "/users/@me", self.me),
            ("GET", "/applications/@me", self.application),
            ("GET", "/oauth2/applications/@me", self.application),
            ("GET", "/gateway", self.gateway_url),
            ("GET", "/gateway/bot", self.gateway_url),
            ("POST", "/users/@me/channels", self.open_dm),
            ("GET", "/users/@me/guilds", self.guilds),
            ("GET", "/users/{user}", self.user),
            ("GET", "/applications/{app}/commands", self.commands),
            ("PUT", "/applications/{app}/commands", self.register),
            ("GET", "/applications/{app}/guilds/{guild}/commands", self.commands),
            ("PUT", "/applications/{app}/guilds/{guild}/commands", self.register),
            ("GET", "/guilds/{guild}", self.guild),
            ("GET", "/guilds/{guild}/members/{user}", self.member),
            ("GET", "/channels/{channel}", self.channel),
            ("PATCH", "/channels/{channel}", self.edit_channel),
            ("POST", "/channels/{channel}/typing", self.typing),
            ("GET", "/channels/{channel}/messages", self.history),
            ("POST", "/channels/{channel}/messages", self.send),
            ("GET", "/channels/{channel}/messages/{message}", self.message),
            ("PATCH", "/channels/{channel}/messages/{message}", self.edit),
            ("DELETE", "/channels/{channel}/messages/{message}", self.delete),
            ("POST", "/channels/{channel}/messages/{message}/threads", self.start_thread),
            ("POST", "/channels/{channel}/threads", self.start_thread),
        ]

    async def me(self, request: web.Request, asked: Recorded) -> web.Response:
        extra = {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None, "premium_type": 0}
        return reply(self.world.bot.payload() | extra)

    async def application(self, request: web.Request, asked: Recorded) -> web.Response:
        return reply(self.world.application())

    async def gateway_url(self, request: web.Request, asked: Recorded) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        details = (
            {"shards": self.gateway.shards, "session_start_limit": limit}
            if request.path.endswith("/bot")
            else {}
        )
        return reply({"url": self.gateway.url} | details)

    async def guilds(self, request: web.Request, asked: Recorded) -> web.Response:
        after, limit = int(request.query.get("after", "0")), int(request.query.get("limit", "200"))
        found = sorted(self.world.guilds.values(), key=lambda guild: int(guild.id))
        permissions = self.world.permissions
        return reply(
            [objects.own_guild(g.id, g.name, permissions) for g in found if int(g.id) > after][:limit]
        )

    async def user(self, request: web.Request, asked: Recorded) -> web.Response:
        user = self.world.users.get(request.match_info["user"])
        return reply(user.payload()) if user else refusal(404, 10013)

    async def open_dm(self, request: web.Request, asked: Recorded) -> web.Response:
        return reply(self.world.dm_with(str(asked.body["recipient_id"])))

    async def commands(self, request: web.Request, asked: Recorded) -> web.Response:
        return reply(self.world.commands.get(request.match_info.get("guild"), []))

    async def register(self, request: web.Request, asked: Recorded) -> web.Response:
        guild_id = request.match_info.get("guild")
        before = {(c["type"], c["name"]): c["id"] for c in self.world.commands.get(guild_id, [])}
        commands = [
            objects.command(self.world.application_id, guild_id, fields) for fields in asked.body or []
        ]
        for command in commands:
            command["id"] = before.get((command["type"], command["name"]), command["id"])
        self.world.commands[guild_id] = commands
        return reply(commands)

    async def guild(self, request: web.Request, asked: Recorded) -> web.Response:
        guild = self.world.guilds.get(request.match_info["guild"])
        return reply(self.world.guild_payload(guild)) if guild else refusal(404, 10004)

    async def member(self, request: web.Request, asked: Recorded) -> web.Response:
        user = self.world.users.get(request.match_info["user"])
        return reply(objects.member(user.payload())) if user else refusal(404, 10007)

    async def channel(self, request: web.Request, asked: Recorded) -> web.Response:
        channel = self.world.channels.get(request.match_info["channel"])
        return reply(channel) if channel else refusal(404, 10003)

    async def edit_channel(self, request: web.Request, asked: Recorded) -> web.Response:
        channel = self.world.channels.get(request.match_info["channel"])
        if channel is None:
            return refusal(404, 10003)
        body = asked.body
        for key, value in body.items():
            if key in ("archived", "locked", "auto_archive_duration"):
                channel["thread_metadata"][key] = value
            else:
                channel[key] = value
        event = "THREAD_UPDATE" if "thread_metadata" in channel else "CHANNEL_UPDATE"
        await self.gateway.dispatch(event, channel)
        return reply(channel)

    async def typing(self, request: web.Request, asked: Recorded) -> web.Response:
        known = request.match_info["channel"] in self.world.channels
        return web.Response(status=204) if known else refusal(404, 10003)

    async def history(self, request: web.Request, asked: Recorded) -> web.Response:
        channel_id = request.match_info["channel"]
        if channel_id not in self.world.channels:
            return refusal(404, 10003)
        found = [m for m in self.world.messages.values() if m["channel_id"] == channel_id]
        before, after = request.query.get("before"), request.query.get("after")
        found = [
            m for m in found if (not before or int(m["id"]) < int(before)) and int(m["id"]) > int(after or 0)
        ]
        return reply(found[::-1][: int(request.query.get("limit", "50"))])

    async def send(self, request: web.Request, asked: Recorded) -> web.Response:
        channel = self.world.channels.get(request.match_info["channel"])
        if channel is None:
            return refusal(404, 10003)
        if channel.get("thread_metadata", {}).get("locked"):
            return refusal(400, 50083)
        message = self.messages.create(channel["id"], self.world.bot, asked.body, asked)
        await self.gateway.dispatch("MESSAGE_CREATE", message_event(self.world, message))
        return reply(message)

    def _found(self, request: web.Request) -> Json | web.Response:
        if request.match_info["channel"] not in self.world.channels:
            return refusal(404, 10003)
        message = self.world.messages.get(request.match_info["message"])
        if message is None or message["channel_id"] != request.match_info["channel"]:
            return refusal(404, 10008)
        return message

    async def message(self, request: web.Request, asked: Recorded) -> web.Response:
        found = self._found(request)
        return found if isinstance(found, web.Response) else reply(found)

    async def edit(self, request: web.Request, asked: Recorded) -> web.Response:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        if found["author"]["id"] != self.world.bot.id:
            return refusal(403, 50005)
        channel = self.world.channels[found["channel_id"]]
        if channel.get("thread_metadata", {}).get("archived"):
            return refusal(400, 50083)
        message = self.messages.edit(found, asked.body, asked)
        await self.gateway.dispatch("MESSAGE_UPDATE", message_event(self.world, message))
        return reply(message)

    async def delete(self, request: web.Request, asked: Recorded) -> web.Response:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        await self.remove(found)
        return web.Response(status=204)

    async def remove(self, message: Json) -> None:
        """Delete a message for everybody and say so."""
        del self.world.messages[message["id"]]
        channel = self.world.channels[message["channel_id"]]
        where = {"guild_id": channel["guild_id"]} if channel.get("guild_id") else {}
        gone = {"id": message["id"], "channel_id": message["channel_id"]} | where
        await self.gateway.dispatch("MESSAGE_DELETE", gone)

    async def start_thread(self, request: web.Request, asked: Recorded) -> web.Response:
        parent = self.world.channels.get(request.match_info["channel"])
        if parent is None:
            return refusal(404, 10003)
        message_id = request.match_info.get("message")
        if message_id is not None and message_id not in self.world.messages:
            return refusal(404, 10008)
        if message_id in self.world.channels:
            return refusal(400, 160004)
        body = asked.body
        thread = objects.thread(message_id or objects.snowflake(), body["name"], parent, self.world.bot.id)
        if body.get("auto_archive_duration"):
            thread["thread_metadata"]["auto_archive_duration"] = body["auto_archive_duration"]
        self.world.channels[thread["id"]] = thread
        if message_id is not None:
            self.world.messages[message_id]["thread"] = thread
        await self.gateway.dispatch("THREAD_CREATE", thread | {"newly_created": True})
        return reply(thread, 201)
