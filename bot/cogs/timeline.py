"""`/timeline`: what was reported on a topic and when, with a chart; `/latest`: the newest articles."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.asked import whose_turn
from bot.choices import publisher_choices
from bot.listing import MOST_LATEST, latest_card
from bot.questions import filters_of
from bot.replies import Interaction, acknowledge, deliver
from bot.timelines import MOST_ENTRIES, timeline_card, with_chart
from bot.work import QueueTurn

if TYPE_CHECKING:
    from bot.client import BylineBot

MOST_CHARACTERS = 300


class TimelineCog(commands.Cog):
    """Topics in, dated quotes out."""

    def __init__(self, bot: BylineBot) -> None:
        self._bot = bot

    @app_commands.command(
        name="timeline", description="What was reported on a topic and when, oldest first, with a chart"
    )
    @app_commands.describe(
        topic="A name or a few words, like: ferry disaster",
        publisher="Only articles of this publisher",
        since="Only articles published on this day or later, like 2024-09-10",
        until="Only articles published up to and on this day, like 2024-09-30",
    )
    async def timeline(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, MOST_CHARACTERS],
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        """Show it in place of the acknowledgement."""
        await acknowledge(interaction, private=False)
        filters = filters_of(publisher, since, until)
        turn = QueueTurn(whose_turn(interaction.guild_id, interaction.user.id))
        timeline = await self._bot.desk.at(interaction.guild_id).timeline(topic, filters, MOST_ENTRIES, turn)
        card = timeline_card(timeline)
        if timeline.entries and interaction.app_permissions.attach_files:
            card = await asyncio.to_thread(with_chart, card, timeline)
        await deliver(interaction, card)

    @app_commands.command(name="latest", description="The newest articles, of a publisher or on a topic")
    @app_commands.describe(
        publisher="Only articles of this publisher", topic="A name or a few words, like: ferry disaster"
    )
    async def latest(
        self,
        interaction: Interaction,
        publisher: str | None = None,
        topic: app_commands.Range[str, 1, MOST_CHARACTERS] | None = None,
    ) -> None:
        """Show them in place of the acknowledgement."""
        await acknowledge(interaction, private=False)
        filters = filters_of(publisher, None, None)
        turn = QueueTurn(whose_turn(interaction.guild_id, interaction.user.id))
        desk = self._bot.desk.at(interaction.guild_id)
        articles = await desk.latest(topic, filters, MOST_LATEST, turn)
        await deliver(interaction, latest_card(articles, publisher, topic))

    @latest.autocomplete("publisher")
    @timeline.autocomplete("publisher")
    async def _publishers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await publisher_choices(self._bot.desk.at(interaction.guild_id), typed)
