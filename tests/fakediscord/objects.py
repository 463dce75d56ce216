"""Discord's payloads as pure builders: complete enough for discord.py and for the published schema."""

from __future__ import annotations

import base64
import itertools
import time
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000

# Channel types, message flags and permission bits used by the server itself.
TEXT, DM, PUBLIC_THREAD = 0, 1, 11
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
MANAGE_GUILD, ADMINISTRATOR = 1 << 5, 1 << 3
# View, send, embed, attach, history, application commands, public threads, send in threads.
MEMBER_PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 35 | 1 << 38

_sequence = itertools.count()


def snowflake(at: float | None = None) -> str:
    """A new id, always increasing and never given twice; `at` is the Unix time it claims to be made."""
    milliseconds = int((time.time() if at is None else at) * 1000) - DISCORD_EPOCH_MS
    return str((milliseconds << 22) | (next(_sequence) & 0x3FFFFF))


def now() -> str:
    """The time as Discord writes it."""
    return datetime.now(UTC).isoformat()


def user(user_id: str, name: str, *, bot: bool = False) -> Json:
    """A user object."""
    return {
        "id": user_id,
        "username": name.lower().replace(" ", "_"),
        "global_name": None if bot else name,
        "discriminator": "0001" if bot else "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member(of: Json, permissions: int | None = None) -> Json:
    """A member object; with `permissions` the one that interactions carry."""
    payload: Json = {
        "user": of,
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [],
        "joined_at": "2024-01-01T00:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    if permissions is not None:
        payload["permissions"] = str(permissions)
    return payload


def everyone(guild_id: str) -> Json:
    """The @everyone role."""
    return {
        "id": guild_id,
        "name": "@everyone",
        "description": None,
        "permissions": str(MEMBER_PERMISSIONS),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild(guild_id: str, name: str, owner_id: str, channels: list[Json], members: list[Json]) -> Json:
    """A guild as GUILD_CREATE carries it."""
    return {
        "id": guild_id,
        "name": name,
        "owner_id": owner_id,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "description": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [everyone(guild_id)],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "vanity_url_code": None,
        "banner": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "nsfw": False,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": len(members),
        "members": members,
        "channels": [channel for channel in channels if channel["type"] == TEXT],
        "threads": [channel for channel in channels if channel["type"] == PUBLIC_THREAD],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def channel(channel_id: str, name: str, guild_id: str) -> Json:
    """A guild's text channel."""
    return {
        "id": channel_id,
        "type": TEXT,
        "guild_id": guild_id,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
    }


def dm_channel(channel_id: str, recipient: Json) -> Json:
    """A private channel with one person."""
    return {"id": channel_id, "type": DM, "last_message_id": None, "flags": 0, "recipients": [recipient]}


def thread(thread_id: str, name: str, parent: Json, owner_id: str) -> Json:
    """A public thread below a text channel."""
    return {
        "id": thread_id,
        "type": PUBLIC_THREAD,
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "name": name,
        "owner_id": owner_id,
        "last_message_id": None,
        "flags": 0,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": now(),
            "auto_archive_duration": 1440,
            "locked": False,
            "create_timestamp": now(),
        },
    }


def message(message_id: str, channel_id: str, author: Json, fields: Json) -> Json:
    """A message; `fields` overrides anything a plain, empty one has."""
    return {
        "id": message_id,
        "type": 0,
        "channel_id": channel_id,
        "author": author,
        "content": "",
        "timestamp": now(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
    } | fields


def bot_token(application_id: str) -> str:
    """A token in Discord's shape: whose it is, when it was made, and a secret."""
    whose = base64.urlsafe_b64encode(application_id.encode()).decode().rstrip("=")
    return f"{whose}.fake00.{'not-a-secret' * 3}"


def own_guild(guild_id: str, name: str, permissions: int) -> Json:
    """A guild in the list of those that the bot is in."""
    shown = {"id": guild_id, "name": name, "icon": None, "banner": None, "owner": False}
    return shown | {"permissions": str(permissions), "features": []}


def application(application_id: str, bot: Json, owner: Json) -> Json:
    """The bot's own application."""
    return {
        "id": application_id,
        "name": bot["username"],
        "icon": None,
        "description": "",
        "type": None,
        "bot": bot,
        "owner": owner,
        "team": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }


def command(application_id: str, guild_id: str | None, fields: Json) -> Json:
    """A registered command, from what the bot registered."""
    named = {key: value for key, value in fields.items() if value is not None}
    payload: Json = {
        "id": snowflake(),
        "application_id": application_id,
        "version": snowflake(),
        "type": 1,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
    }
    if "default_member_permissions" in named:  # taken as a number, told as text
        named["default_member_permissions"] = str(named["default_member_permissions"])
    return payload | named | ({"guild_id": guild_id} if guild_id else {})


def error(code: int, text: str, errors: Json | None = None) -> Json:
    """The body of a refused request."""
    return {"code": code, "message": text} | ({"errors": errors} if errors else {})
