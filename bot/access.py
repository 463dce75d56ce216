"""Who may change what the corpus holds, and who may press what belongs to an answer."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.errors import NotAdminError, NotYoursError
from corpus import KeptAnswer


def is_admin(interaction: discord.Interaction[Any]) -> bool:
    """Whether this member may manage the server that they are in."""
    permissions = interaction.permissions
    return interaction.guild_id is not None and (permissions.manage_guild or permissions.administrator)


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
