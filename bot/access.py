"""Who may change what the corpus holds."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.errors import NotAdminError


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
