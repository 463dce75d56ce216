"""The fake Discord, tried with a stock discord.py client."""

from __future__ import annotations

import discord
from discord import app_commands

from tests.fakediscord import FakeDiscord
from tests.fakediscord.fixtures import run_client


class Stock(discord.Client):
    """A client as in discord.py's own examples."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        await self.tree.sync()


def asking() -> Stock:
    client = Stock()

    @client.tree.command(description="Ask")
    async def ask(interaction: discord.Interaction, question: str) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(embed=discord.Embed(title="Answer", description=question))

    return client


async def test_a_slash_command_is_deferred_and_edited(fakediscord: FakeDiscord) -> None:
    async with run_client(asking(), fakediscord):
        asked = await fakediscord.slash("ask", {"question": "Who won?"}, user=fakediscord.user("Ada"))
        answer = await asked.final()
    assert (await asked.acknowledgement()).type == 5
    assert answer["embeds"][0]["description"] == "Who won?"
    assert not asked.ephemeral
    assert fakediscord.own_violations == []
