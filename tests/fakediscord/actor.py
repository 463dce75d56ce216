"""What people do: commands, buttons, forms, messages. Each is awaited until the bot has been sent it."""

from __future__ import annotations

import asyncio
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from . import objects
from .gateway import message_event
from .handle import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, InteractionHandle
from .messages import Messages
from .objects import Json
from .options import Filled, fill
from .rest import Rest
from .world import FakeAttachment, FakeChannel, FakeUser, World

FILE_LIMIT = 10 * 1024 * 1024
APP_PERMISSIONS = objects.MEMBER_PERMISSIONS | 1 << 13  # and manage messages


class Actor(ABC):
    """Acts as people in the world; mixed into the server that tests hold."""

    world: World
    rest: Rest
    messages: Messages
    app_permissions: int = APP_PERMISSIONS
    """What the bot may do where interactions come from."""

    @abstractmethod
    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait until something is true of the fake."""

    @abstractmethod
    async def settle(self) -> None:
        """Let the bot take in what it was last answered."""

    async def slash(
        self,
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: FakeUser | None = None,
        channel: FakeChannel | None = None,
    ) -> InteractionHandle:
        """Use a command by its whole name (`"corpus add link"`) as Discord would let a person do it."""
        user, channel = self._who(user), self._where(channel)
        name, *path = command.lstrip("/").split()
        registered = self.world.find_command(name, channel.guild_id)
        filled = fill(self.world, registered, path, dict(options or {}))
        return await self._interact(COMMAND, user, channel, {"data": _command_data(registered, filled)})

    async def autocomplete(
        self,
        command: str,
        typing: tuple[str, str],
        options: Mapping[str, Any] | None = None,
        *,
        user: FakeUser | None = None,
        channel: FakeChannel | None = None,
    ) -> InteractionHandle:
        """Type into an option, `typing` being its name and the text so far; see `handle.choices()`."""
        user, channel = self._who(user), self._where(channel)
        name, *path = command.lstrip("/").split()
        registered = self.world.find_command(name, channel.guild_id)
        filled = fill(self.world, registered, path, dict(options or {}) | dict([typing]), focused=typing[0])
        return await self._interact(AUTOCOMPLETE, user, channel, {"data": _command_data(registered, filled)})

    async def context_menu(
        self, command: str, message: Json, *, user: FakeUser | None = None
    ) -> InteractionHandle:
        """Use a command of a message's menu."""
        channel = self.channel_of(message)
        registered = self.world.find_command(command, channel.guild_id, kind=3)
        data = {"id": registered["id"], "type": 3, "name": command, "target_id": message["id"]}
        data["resolved"] = {"messages": {message["id"]: message}}
        return await self._interact(COMMAND, self._who(user), channel, {"data": data})

    async def click(self, message: Json, button: str, *, user: FakeUser | None = None) -> InteractionHandle:
        """Press a button of a message, by its custom id or its label."""
        found = find_component(message["components"], button)
        data = {"custom_id": found["custom_id"], "component_type": found["type"], "id": found.get("id", 1)}
        return await self._component(message, data, user)

    async def select(
        self, message: Json, custom_id: str, values: list[str], *, user: FakeUser | None = None
    ) -> InteractionHandle:
        """Choose from a select menu of a message."""
        found = find_component(message["components"], custom_id)
        data = {
            "custom_id": custom_id,
            "component_type": found["type"],
            "id": found.get("id", 1),
            "values": values,
        }
        return await self._component(message, data, user)

    async def _component(self, message: Json, data: Json, user: FakeUser | None) -> InteractionHandle:
        channel = self.channel_of(message)
        fields = {"data": data, "message": message}
        return await self._interact(COMPONENT, self._who(user), channel, fields, original_id=message["id"])

    async def submit(self, opened: InteractionHandle, values: Mapping[str, str]) -> InteractionHandle:
        """Fill in the form that an interaction opened (values by custom id) and send it."""
        modal = await opened.modal()
        unknown = set(values) - set(_input_ids(modal["components"]))
        assert not unknown, f"The form has no fields {sorted(unknown)}"
        data = {"custom_id": modal["custom_id"], "components": _filled_in(modal["components"], values)}
        channel = self._channel(opened.channel_id)
        fields: Json = {"data": data}
        if opened.type == COMPONENT and opened.original_id in self.world.messages:
            fields["message"] = self.world.messages[opened.original_id]
        return await self._interact(
            MODAL_SUBMIT, opened.user, channel, fields, original_id=opened.original_id, opened_by=opened
        )

    async def say(
        self,
        content: str,
        *,
        user: FakeUser | None = None,
        channel: FakeChannel | None = None,
        files: tuple[FakeAttachment, ...] = (),
        reply_to: Json | None = None,
    ) -> Json:
        """Write a message."""
        await self.settle()
        body: Json = {"content": content, "attachments": [file.payload() for file in files]}
        if reply_to is not None:
            body["message_reference"] = {"message_id": reply_to["id"]}
        message = self.messages.create(self._where(channel).id, self._who(user), body)
        await self.rest.gateway.dispatch("MESSAGE_CREATE", message_event(self.world, message))
        return message

    async def mention(
        self, content: str, *, user: FakeUser | None = None, channel: FakeChannel | None = None
    ) -> Json:
        """Write a message that begins with the bot's name."""
        return await self.say(f"{self.world.bot.mention} {content}", user=user, channel=channel)

    async def reply(self, to: Json, content: str, *, user: FakeUser | None = None) -> Json:
        """Answer a message; it mentions whom it answers."""
        return await self.say(content, user=user, channel=self.channel_of(to), reply_to=to)

    async def _interact(
        self, kind: int, user: FakeUser, channel: FakeChannel, fields: Json, **known: Any
    ) -> InteractionHandle:
        await self.settle()
        sent_at = asyncio.get_running_loop().time()
        token = secrets.token_urlsafe(60)
        guild_id = channel.guild_id
        handle = InteractionHandle(
            objects.snowflake(),
            token,
            kind,
            user,
            channel.id,
            guild_id,
            sent_at,
            self.until,
            **known,
        )
        self.world.interactions[token] = handle
        await self.rest.gateway.dispatch("INTERACTION_CREATE", self._envelope(handle) | fields)
        return handle

    def _envelope(self, handle: InteractionHandle) -> Json:
        channel = self.world.channels[handle.channel_id]
        envelope: Json = {
            "id": handle.id,
            "application_id": self.world.application_id,
            "type": handle.type,
            "token": handle.token,
            "version": 1,
            "locale": "en-US",
            "channel_id": handle.channel_id,
            "channel": channel | {"permissions": str(handle.user.permissions)},
            "app_permissions": str(self.app_permissions),
            "entitlements": [],
            "attachment_size_limit": FILE_LIMIT,
        }
        if handle.guild_id is None:
            user = {"user": handle.user.payload()}
            return envelope | user | {"context": 1, "authorizing_integration_owners": {"0": "0"}}
        return envelope | {
            "guild_id": handle.guild_id,
            "guild": {"id": handle.guild_id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": objects.member(handle.user.payload(), handle.user.permissions),
            "context": 0,
            "authorizing_integration_owners": {"0": handle.guild_id},
        }

    def channel_of(self, message: Json) -> FakeChannel:
        """Where a message is."""
        return self._channel(message["channel_id"])

    def _channel(self, channel_id: str) -> FakeChannel:
        payload = self.world.channels[channel_id]
        return FakeChannel(channel_id, payload.get("name", ""), payload.get("guild_id"))

    def _who(self, user: FakeUser | None) -> FakeUser:
        return user or self.world.anyone()

    def _where(self, channel: FakeChannel | None) -> FakeChannel:
        return channel or next(iter(self.world.guilds.values())).general


def _command_data(registered: Json, filled: Filled) -> Json:
    data: Json = {"id": registered["id"], "name": registered["name"], "type": 1, "options": filled.options}
    if filled.resolved:
        data["resolved"] = filled.resolved
    return data | ({"guild_id": registered["guild_id"]} if registered.get("guild_id") else {})


def components_of(components: list[Json]) -> list[Json]:
    """All components of a message, the nested ones too, in reading order."""
    found: list[Json] = []
    for component in components:
        found.append(component)
        found += components_of(component.get("components") or [])
        found += components_of([component["accessory"]] if component.get("accessory") else [])
    return found


def find_component(components: list[Json], named: str) -> Json:
    """The component with this custom id or label."""
    every = components_of(components)
    for component in every:
        if named in (component.get("custom_id"), component.get("label")) and component.get("custom_id"):
            assert not component.get("disabled"), f"{named!r} is disabled"
            return component
    offered = [
        component.get("label") or component["custom_id"] for component in every if component.get("custom_id")
    ]
    raise AssertionError(f"The message has no button {named!r}; it has {offered}.")


def _input_ids(components: list[Json]) -> list[str]:
    flat = components_of(components) + [row["component"] for row in components if row.get("component")]
    return [component["custom_id"] for component in flat if component.get("custom_id")]


def _filled_in(components: list[Json], values: Mapping[str, str]) -> list[Json]:
    """The rows of a form with what was typed, as Discord sends them back."""

    def answer(field: Json) -> Json:
        typed = {"type": field["type"], "custom_id": field["custom_id"], "id": field.get("id", 1)}
        value = values.get(field["custom_id"], field.get("value") or "")
        return typed | ({"value": value} if field["type"] == 4 else {"values": [value] if value else []})

    rows: list[Json] = []
    for number, row in enumerate(components):
        if row["type"] == 1:
            rows.append(
                {"type": 1, "id": number, "components": [answer(field) for field in row["components"]]}
            )
        elif row["type"] == 18:
            rows.append({"type": 18, "id": number, "component": answer(row["component"])})
    return rows
