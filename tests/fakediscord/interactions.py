"""REST v10 for interactions: the callback and the webhook behind a token, without bot authorization."""

from __future__ import annotations

import asyncio

from aiohttp import web

from . import objects
from .faults import refusal, reply
from .gateway import message_event
from .handle import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    MODAL_SUBMIT,
    UPDATE,
    Acknowledged,
    InteractionHandle,
)
from .objects import Json
from .record import Recorded
from .rest import Handler, Rest

_ALLOWED = {
    COMMAND: {MESSAGE, DEFERRED, MODAL},
    COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL},
    MODAL_SUBMIT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE},
    AUTOCOMPLETE: {CHOICES},
}


class Interactions:
    """Answers what a bot does with an interaction's token."""

    deadline = 3.0
    """Seconds after which Discord no longer takes a first response."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self.world = rest.world
        self.messages = rest.messages
        self.gateway = rest.gateway

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Method, path below the API's base, and what answers."""
        original = "/webhooks/{app}/{token}/messages/{message}"
        return [
            ("POST", "/interactions/{id}/{token}/callback", self.callback),
            ("POST", "/webhooks/{app}/{token}", self.followup),
            ("GET", original, self.get),
            ("PATCH", original, self.edit),
            ("DELETE", original, self.delete),
        ]

    async def callback(self, request: web.Request, asked: Recorded) -> web.Response:
        handle = self.world.interactions.get(request.match_info["token"])
        now = asyncio.get_running_loop().time()
        late = handle is not None and now - handle.sent_at > self.deadline
        if handle is None or handle.id != request.match_info["id"] or handle.expiry or late:
            return refusal(404, 10062)
        if handle.acknowledged:
            return refusal(400, 40060)
        body = asked.body
        if body["type"] not in _ALLOWED[handle.type]:
            return refusal(400, 50035, {"type": {"_errors": [{"code": "INTERACTION_RESPONSE_TYPE_INVALID"}]}})
        handle.acknowledged = Acknowledged(now, now - handle.sent_at, body["type"])
        message = await self._respond(handle, body, asked)
        if request.query.get("with_response") not in ("1", "true"):
            return web.Response(status=204)
        return reply(self._callback_response(handle, body["type"], message))

    async def _respond(self, handle: InteractionHandle, body: Json, asked: Recorded) -> Json | None:
        data = body.get("data") or {}
        kind = body["type"]
        if kind == CHOICES:
            handle.choices_data = data.get("choices") or []
        elif kind == MODAL:
            handle.modal_data = data
        elif kind in (MESSAGE, DEFERRED):
            handle.ephemeral = bool((data.get("flags") or 0) & objects.EPHEMERAL)
            fields = data if kind == MESSAGE else {"flags": data.get("flags")}
            message = await self._create(handle, fields, asked, loading=kind == DEFERRED)
            handle.original_id = message["id"]
            handle.show(message)
            return message
        elif kind == UPDATE:
            updated = self._original(handle)
            if updated is not None:
                return await self._change(handle, updated, data, asked)
        return self._original(handle)

    async def _create(self, handle: InteractionHandle, data: Json, asked: Recorded, *, loading: bool) -> Json:
        message = self.messages.create(handle.channel_id, self.world.bot, data, asked)
        message["application_id"] = message["webhook_id"] = self.world.application_id
        message["interaction_metadata"] = handle.metadata()
        if loading:
            message["type"], message["flags"] = 20, message["flags"] | objects.LOADING
        elif handle.type == COMMAND:
            message["type"] = 20
        await self.gateway.dispatch("MESSAGE_CREATE", message_event(self.world, message))
        return message

    async def _change(self, handle: InteractionHandle, message: Json, data: Json, asked: Recorded) -> Json:
        self.messages.edit(message, data, asked)
        if message["id"] == handle.original_id:
            handle.show(message)
        await self.gateway.dispatch("MESSAGE_UPDATE", message_event(self.world, message))
        return message

    def _callback_response(self, handle: InteractionHandle, kind: int, message: Json | None) -> Json:
        interaction: Json = {"id": handle.id, "type": handle.type, "channel_id": handle.channel_id}
        if handle.guild_id:
            interaction["guild_id"] = handle.guild_id
        if message is None or kind in (CHOICES, MODAL):
            return {"interaction": interaction}
        interaction["response_message_id"] = message["id"]
        interaction["response_message_loading"] = bool(message["flags"] & objects.LOADING)
        interaction["response_message_ephemeral"] = bool(message["flags"] & objects.EPHEMERAL)
        if kind not in (MESSAGE, UPDATE):
            return {"interaction": interaction}
        return {"interaction": interaction, "resource": {"type": kind, "message": message}}

    def _original(self, handle: InteractionHandle) -> Json | None:
        return self.world.messages.get(handle.original_id or "")

    def _handle(self, request: web.Request) -> InteractionHandle | web.Response:
        handle = self.world.interactions.get(request.match_info["token"])
        if handle is not None and handle.expiry:
            return refusal(*handle.expiry)
        if (
            handle is None
            or request.match_info["app"] != self.world.application_id
            or not handle.acknowledged
        ):
            return refusal(404, 10015)
        return handle

    def _found(self, request: web.Request) -> tuple[InteractionHandle, Json] | web.Response:
        handle = self._handle(request)
        if isinstance(handle, web.Response):
            return handle
        wanted = request.match_info["message"]
        message = self._original(handle) if wanted == "@original" else self.world.messages.get(wanted)
        if message is None or message["author"]["id"] != self.world.bot.id:
            return refusal(404, 10008)
        return handle, message

    async def followup(self, request: web.Request, asked: Recorded) -> web.Response:
        handle = self._handle(request)
        if isinstance(handle, web.Response):
            return handle
        body = asked.body
        original = self._original(handle)
        if original is not None and original["flags"] & objects.LOADING:
            # The first follow-up after a deferral becomes the deferred response; its own flags do not count.
            return reply(await self._change(handle, original, body | {"flags": None}, asked))
        message = await self._create(handle, body, asked, loading=False)
        handle.followups.append(message)
        return reply(message)

    async def get(self, request: web.Request, asked: Recorded) -> web.Response:
        found = self._found(request)
        return found if isinstance(found, web.Response) else reply(found[1])

    async def edit(self, request: web.Request, asked: Recorded) -> web.Response:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        handle, message = found
        return reply(await self._change(handle, message, asked.body, asked))

    async def delete(self, request: web.Request, asked: Recorded) -> web.Response:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        handle, message = found
        handle.deleted = handle.deleted or message["id"] == handle.original_id
        await self.rest.remove(message)
        return web.Response(status=204)
