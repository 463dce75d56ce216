"""Who acts, as the log of changes names them."""

from __future__ import annotations

from typing import Any

import discord

from corpus import Actor

THE_BOT = Actor("the refresh of feeds", "discord")
"""Who refreshes feeds when their turn has come."""


def actor_of(interaction: discord.Interaction[Any]) -> Actor:
    """The member behind an interaction, and where they are."""
    return Actor(
        name=interaction.user.name,
        place="discord",
        id=str(interaction.user.id),
        server=str(interaction.guild_id) if interaction.guild_id else None,
        channel=str(interaction.channel_id) if interaction.channel_id else None,
    )
