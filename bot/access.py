"""Who may change what the corpus holds, and who may press what belongs to an answer."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.errors import ElsewhereError, NotAdminError, NotYoursError
from bot.rules import Rules
from corpus import KeptAnswer


def is_admin(interaction: discord.Interaction[Any]) -> bool:
    """Whether this member may manage the server that they are in, or has its role of admins."""
    permissions = interaction.permissions
    if interaction.guild_id is None:
        return False
    return permissions.manage_guild or permissions.administrator or _has_role(interaction)


def _has_role(interaction: discord.Interaction[Any]) -> bool:
    role = interaction.client.desk.rules.of(interaction.guild_id).admin_role
    member = interaction.user
    return role is not None and isinstance(member, discord.Member) and member.get_role(int(role)) is not None


def require_channel(rules: Rules, server: int | None, *channels: int | None) -> None:
    """Raises `ElsewhereError` where a server wants its questions in other channels; a thread's is its own."""
    wanted = rules.of(server).channels
    if server is not None and wanted and not {str(one) for one in channels} & set(wanted):
        raise ElsewhereError


def require_admin(interaction: discord.Interaction[Any]) -> None:
    """Raises `NotAdminError` for whoever may not manage the server, `NoPrivateMessage` outside of one."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    if not is_admin(interaction):
        raise NotAdminError


def require_reader(interaction: discord.Interaction[Any], kept: KeptAnswer) -> None:
    """Raises `NotYoursError` for whoever is not where the answer is shown, or not whom it is shown to."""
    server = str(interaction.guild_id) if interaction.guild_id else None
    elsewhere = (server, str(interaction.channel_id)) != (kept.server, kept.channel)
    if elsewhere or kept.reader not in (None, str(interaction.user.id)):
        raise NotYoursError
