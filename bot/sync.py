"""Tells Discord the commands, only when they changed since it was last told."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.errors import SyncError

log = logging.getLogger(__name__)


def fingerprint(payload: list[dict[str, Any]], application_id: int | None) -> str:
    """The same for the same commands of the same application."""
    text = json.dumps([application_id, payload], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_commands(tree: app_commands.CommandTree[Any], guild_id: int | None, memory: Path) -> bool:
    """Send the commands, to one server or to all, unless the file `memory` says they are there; True if sent.

    For one server they are always sent: that is for development, and it takes effect at once.

    Raises:
        SyncError: Discord refuses them.
    """
    guild = discord.Object(guild_id) if guild_id else None
    if guild:
        tree.copy_global_to(guild=guild)
    payload = [command.to_dict(tree) for command in tree.get_commands(guild=guild)]
    known = fingerprint(payload, tree.client.application_id)
    if not guild and memory.is_file() and memory.read_text().strip() == known:
        log.info("The commands have not changed.")
        return False
    try:
        await tree.sync(guild=guild)
    except discord.Forbidden as error:
        raise SyncError(
            "Discord does not let this application have commands there. Invite the bot with the link that"
            " `byline-bot --check` shows, and see that DISCORD_GUILD_ID is a server it is in."
        ) from error
    except (discord.HTTPException, app_commands.AppCommandError) as error:
        raise SyncError(f"Discord does not take the commands: {error}") from error
    log.info("Sent %d commands to %s.", len(payload), f"server {guild_id}" if guild_id else "all servers")
    if not guild:
        memory.write_text(known + "\n")
    return True
