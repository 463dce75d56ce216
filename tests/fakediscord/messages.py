"""From what a request says to the message everybody then sees."""

from __future__ import annotations

import mimetypes
import re

from . import objects
from .components import complete_components, complete_embeds
from .objects import Json
from .record import Recorded
from .world import FakeAttachment, FakeUser, World

_TAKEN_OVER = ("content", "embeds", "components", "tts", "poll")
_SETTABLE_FLAGS = objects.EPHEMERAL | objects.COMPONENTS_V2 | 1 << 2 | 1 << 12


class Messages:
    """Creates and changes the messages of a world."""

    def __init__(self, world: World, cdn: str) -> None:
        self.world = world
        self.cdn = cdn

    def create(self, channel_id: str, author: FakeUser, body: Json, recorded: Recorded | None = None) -> Json:
        """A new message in a channel, from a request's body (or the like)."""
        message_id = objects.snowflake()
        message = objects.message(message_id, channel_id, author.payload(), {})
        self.world.messages[message_id] = message
        message["flags"] = (body.get("flags") or 0) & _SETTABLE_FLAGS
        if "attachments" in body and recorded is None:
            message["attachments"] = body["attachments"]
        reference = body.get("message_reference")
        if reference:
            self._refer(message, str(reference["message_id"]))
        self._fill(message, body, recorded)
        self.world.channels[channel_id]["last_message_id"] = message_id
        return message

    def edit(self, message: Json, body: Json, recorded: Recorded) -> Json:
        """Change a message in place; what the body does not name stays."""
        if body.get("flags") is not None:
            kept = message["flags"] & ~_SETTABLE_FLAGS | message["flags"] & objects.EPHEMERAL
            message["flags"] = kept | body["flags"] & _SETTABLE_FLAGS
        message["flags"] &= ~objects.LOADING
        self._fill(message, body, recorded)
        message["edited_timestamp"] = objects.now()
        return message

    def _fill(self, message: Json, body: Json, recorded: Recorded | None) -> None:
        for key in _TAKEN_OVER:
            if key in body:
                message[key] = body[key] if body[key] is not None else ("" if key == "content" else [])
        named = set(re.findall(r"<@!?(\d+)>", message["content"])) | set(_reply_author(message, body))
        allowed = _may_mention(body, named)
        message["mentions"] = [
            self.world.users[i].payload() for i in sorted(allowed) if i in self.world.users
        ]
        if recorded is not None and ("attachments" in body or recorded.files):
            message["attachments"] = self._attachments(message, body, recorded)
        message["embeds"] = complete_embeds(message["embeds"], message["attachments"])
        message["components"] = complete_components(message["components"], message["attachments"])

    def _attachments(self, message: Json, body: Json, recorded: Recorded) -> list[Json]:
        kept = {attachment["id"]: attachment for attachment in message["attachments"]}
        listed = [kept[str(a["id"])] for a in body.get("attachments") or [] if str(a["id"]) in kept]
        stored = [self.store(file.filename, file.data).payload() for file in recorded.files.values()]
        return listed + stored

    def store(self, filename: str, data: bytes, content_type: str | None = None) -> FakeAttachment:
        """Put a file on the CDN."""
        file_id = objects.snowflake()
        kind = content_type or mimetypes.guess_type(filename)[0]
        attachment = FakeAttachment(
            file_id, filename, data, kind, f"{self.cdn}/attachments/{file_id}/{filename}"
        )
        self.world.files[file_id] = attachment
        return attachment

    def _refer(self, message: Json, to: str) -> None:
        referred = self.world.messages.get(to)
        message["type"] = 19
        message["message_reference"] = {"type": 0, "message_id": to, "channel_id": message["channel_id"]}
        guild_id = self.world.channels[message["channel_id"]].get("guild_id")
        if guild_id:
            message["message_reference"]["guild_id"] = guild_id
        message["referenced_message"] = referred


def _reply_author(message: Json, body: Json) -> list[str]:
    """A reply mentions whom it answers, unless it says that it does not."""
    referred = message.get("referenced_message")
    wanted = (body.get("allowed_mentions") or {}).get("replied_user", True)
    return [referred["author"]["id"]] if referred and wanted else []


def _may_mention(body: Json, named: set[str]) -> set[str]:
    allowed = body.get("allowed_mentions")
    if allowed is None or "users" in (allowed.get("parse") or []):
        return named
    listed = {str(user) for user in allowed.get("users") or []}
    return {user for user in named if user in listed} | (named if allowed.get("replied_user") else set())
