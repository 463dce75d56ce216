"""Takes presses of *Ask again*, below what `bot.gone` says."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.asked import Asked, whose_turn
from bot.errors import BusyError
from bot.gone import AGAIN
from bot.inquiry import answer_at
from bot.replies import Interaction, acknowledge, fail
from bot.shown import question_of
from bot.spots import InteractionSpot


class AgainButton(ui.DynamicItem[ui.Button[Any]], template=AGAIN):
    """Asks the question that stands above it, for whoever presses."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Ask again", style=discord.ButtonStyle.secondary, custom_id=AGAIN))

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], ___: re.Match[str], /) -> Self:
        """The button of a message from before."""
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        """Answer, below."""
        bot, user, server = interaction.client, interaction.user.id, interaction.guild_id
        try:
            bot.admit_asker(interaction)
            await acknowledge(interaction, private=True)
            asked = Asked(question_of(interaction.message), user=user, server=whose_turn(server, user))
            await answer_at(bot, InteractionSpot(interaction), asked)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            if isinstance(error, BusyError):
                bot.readmit(server, user)
            await fail(interaction, error)
