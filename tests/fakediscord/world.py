"""Who and what exists on the fake Discord: users, guilds, channels, messages, commands, interactions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import objects
from .objects import Json

if TYPE_CHECKING:
    from .handle import InteractionHandle


@dataclass(frozen=True)
class FakeUser:
    """A person; `permissions` are what they may do in every guild (a bit field)."""

    id: str
    name: str
    permissions: int = objects.MEMBER_PERMISSIONS
    bot: bool = False

    @property
    def mention(self) -> str:
        """What a message contains to address them."""
        return f"<@{self.id}>"

    def payload(self) -> Json:
        """The user object."""
        return objects.user(self.id, self.name, bot=self.bot)


@dataclass(frozen=True)
class FakeChannel:
    """A place for messages: a guild's text channel, a thread, or a private channel (no guild)."""

    id: str
    name: str
    guild_id: str | None


@dataclass(frozen=True)
class FakeGuild:
    """A server with one text channel, `general`, to begin with."""

    id: str
    name: str
    owner_id: str
    general: FakeChannel


@dataclass(frozen=True)
class FakeAttachment:
    """A file on the CDN, to be given to a command or a message."""

    id: str
    filename: str
    data: bytes
    content_type: str | None
    url: str

    def payload(self) -> Json:
        """The attachment object."""
        named = {"content_type": self.content_type} if self.content_type else {}
        where = {"url": self.url, "proxy_url": self.url}
        return (
            {"id": self.id, "filename": self.filename, "size": len(self.data), "ephemeral": True}
            | where
            | named
        )


@dataclass
class World:
    """The state behind REST and Gateway; every change is told to `changed` by who makes it."""

    bot: FakeUser
    owner: FakeUser
    application_id: str
    guilds: dict[str, FakeGuild] = field(default_factory=dict)
    users: dict[str, FakeUser] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, Json] = field(default_factory=dict)
    commands: dict[str | None, list[Json]] = field(default_factory=dict)
    """Registered commands by guild id; those under `None` are global."""
    files: dict[str, FakeAttachment] = field(default_factory=dict)
    interactions: dict[str, InteractionHandle] = field(default_factory=dict)
    """By token."""
    permissions: int = objects.MEMBER_PERMISSIONS
    """What the bot may do in every guild."""
    application_fields: Json = field(default_factory=dict)
    """What is set in the developer portal."""

    @classmethod
    def new(cls) -> World:
        """A Discord with a bot, its owner, and nothing else."""
        bot = FakeUser(objects.snowflake(), "Byline", bot=True)
        owner = FakeUser(objects.snowflake(), "Owner", objects.MEMBER_PERMISSIONS | objects.ADMINISTRATOR)
        return cls(bot, owner, bot.id, users={bot.id: bot, owner.id: owner})

    def application(self) -> Json:
        """The application object."""
        own = objects.application(self.application_id, self.bot.payload(), self.owner.payload())
        return own | self.application_fields

    def guild_payload(self, guild: FakeGuild) -> Json:
        """The guild as GUILD_CREATE carries it; without the members intent only the bot is in it."""
        channels = [channel for channel in self.channels.values() if channel.get("guild_id") == guild.id]
        return objects.guild(
            guild.id, guild.name, guild.owner_id, channels, [objects.member(self.bot.payload())]
        )

    def find_command(self, name: str, guild_id: str | None, kind: int = 1) -> Json:
        """The command a person would be offered; its guild's own goes before a global one."""
        for scope in ([guild_id] if guild_id else []) + [None]:
            for command in self.commands.get(scope, []):
                if command["name"] == name and command["type"] == kind:
                    return command
        synced = sorted(command["name"] for commands in self.commands.values() for command in commands)
        raise AssertionError(f"The bot has not registered {name!r}; it registered {synced}.")

    def anyone(self) -> FakeUser:
        """The person who acts where a test names nobody: never one who may manage the server."""
        managing = objects.MANAGE_GUILD | objects.ADMINISTRATOR
        plain = [user for user in self.users.values() if not user.bot and not user.permissions & managing]
        if plain:
            return plain[0]
        reader = FakeUser(objects.snowflake(), "Reader")
        self.users[reader.id] = reader
        return reader

    def dm_with(self, user_id: str) -> Json:
        """The private channel between a person and the bot, made if there was none."""
        for channel in self.channels.values():
            if channel["type"] == objects.DM and channel["recipients"][0]["id"] == user_id:
                return channel
        channel = objects.dm_channel(objects.snowflake(), self.users[user_id].payload())
        self.channels[channel["id"]] = channel
        return channel

    def last_message_in(self, channel_id: str) -> Json | None:
        """The newest message of a channel."""
        found = [message for message in self.messages.values() if message["channel_id"] == channel_id]
        return found[-1] if found else None
