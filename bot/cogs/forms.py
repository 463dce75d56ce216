"""Takes the forms that come back, by what their ids say: those opened before a restart are taken too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.access import require_reader
from bot.asked import Asked, whose_turn
from bot.errors import AnswerGoneError
from bot.feedback import FORM as WHY
from bot.feedback import explain_vote
from bot.follow import FORM as ASKING
from bot.follow import THREAD
from bot.inquiry import answer_at, answer_in_thread
from bot.replies import Interaction, acknowledge, fail
from bot.shown import turn_of
from bot.spots import InteractionSpot

if TYPE_CHECKING:
    from bot.client import BylineBot


class FormsCog(commands.Cog):
    """Reasons for votes, and follow-ups where there is no thread."""

    def __init__(self, bot: BylineBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take one of our forms; leave everything else to who waits for it."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data
        try:
            if data["custom_id"].startswith(WHY):
                kept = await self._bot.desk.archive.find(data["custom_id"].removeprefix(WHY))
                require_reader(interaction, kept)
                await explain_vote(interaction, kept, values_in(data["components"]).get("why", ""))
            elif data["custom_id"].startswith(ASKING):
                key = data["custom_id"].removeprefix(ASKING)
                self._bot.admit_asker(interaction)
                await self._ask(interaction, key, values_in(data["components"]).get("question", ""))
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever sent the form is told
            await fail(interaction, error)

    async def _ask(self, interaction: Interaction, key: str, question: str) -> None:
        """Answer below the answer that the question follows, for whoever sees that one."""
        if key == THREAD:
            await self._ask_in_thread(interaction, question)
            return
        kept = await self._bot.desk.archive.find(key)
        require_reader(interaction, kept)
        private = kept.reader is not None
        await acknowledge(interaction, private=private)
        spot, after = InteractionSpot(interaction), turn_of(interaction.message)
        thread = None if private else await self._bot.desk.archive.thread(interaction.channel_id or 0)
        if thread is not None:
            await answer_in_thread(self._bot, spot, question, thread, interaction.user.id, after)
            return
        asked = Asked(
            question,
            kept.filters,
            speaker=None if private else (interaction.channel_id, interaction.user.id),
            follows=True,
            user=interaction.user.id,
            history=(after,) if interaction.message else (),
            server=whose_turn(interaction.guild_id, interaction.user.id),
        )
        await answer_at(self._bot, spot, asked)

    async def _ask_in_thread(self, interaction: Interaction, question: str) -> None:
        thread = await self._bot.desk.archive.thread(interaction.channel_id or 0)
        if thread is None:
            raise AnswerGoneError
        await acknowledge(interaction, private=False)
        spot, user = InteractionSpot(interaction), interaction.user.id
        await answer_in_thread(self._bot, spot, question, thread, user)


def values_in(components: Iterable[Any]) -> dict[str, str]:
    """What was typed into a form, by the fields' ids."""
    found: dict[str, str] = {}
    for component in components:
        below = [*component.get("components", ()), *filter(None, [component.get("component")])]
        found |= values_in(below)
        if "custom_id" in component:
            found[component["custom_id"]] = str(component.get("value") or "")
    return found
