"""*Check against sources*, in the menu of any message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asked import whose_turn
from bot.checkcards import check_card
from bot.errors import NothingToCheckError
from bot.progress import Progress
from bot.questions import spoken
from bot.replies import Interaction, acknowledge
from bot.spots import InteractionSpot
from bot.work import QueueTurn
from corpus import Filters

if TYPE_CHECKING:
    from bot.client import BylineBot

MENU = "Check against sources"


class CheckCog(commands.Cog):
    """A message in, its claims out, each with what the articles say."""

    def __init__(self, bot: BylineBot) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name=MENU, callback=self.check_message)

    async def cog_load(self) -> None:
        """Offer the menu."""
        self._bot.tree.add_command(self._menu)

    async def check_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Check what a message says, for whoever asks: nobody is corrected before everybody."""
        await acknowledge(interaction, private=True)
        text = text_of(message)
        if not text:
            raise NothingToCheckError
        desk, spot = self._bot.desk.at(interaction.guild_id), InteractionSpot(interaction)

        async def count() -> int:
            return (await desk.coverage()).articles

        async with Progress(spot.note, count, self._bot.tempo) as progress:
            turn = QueueTurn(whose_turn(interaction.guild_id, interaction.user.id), progress.waits)
            checked = await desk.check(text, Filters(), turn)
        await spot.put(check_card(checked))


def text_of(message: discord.Message) -> str:
    """What a message says: its words, those it passes on, or those of the card below it."""
    passed_on = (snapshot.content for snapshot in message.message_snapshots)
    cards = (embed.description or "" for embed in message.embeds)
    return next((text for one in (message.content, *passed_on, *cards) if (text := spoken(one))), "")
