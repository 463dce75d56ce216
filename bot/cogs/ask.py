"""`/ask`, `/sources`, and the same question asked by a mention, a reply or a private message."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.asked import MOST_CHARACTERS, Asked, whose_turn
from bot.choices import publisher_choices
from bot.errors import BusyError, CooldownError
from bot.follow import HOW, ask_view
from bot.inquiry import answer_at, answer_in_thread
from bot.listing import sources_card
from bot.questions import filters_of, question_in
from bot.replies import UNSENT, Interaction, acknowledge, deliver, reply
from bot.spots import InteractionSpot, MessageSpot
from corpus import KeptThread

if TYPE_CHECKING:
    from bot.client import BylineBot

_SAID = (discord.MessageType.default, discord.MessageType.reply)
_NO_THREADS = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel)
NOTHING_READ = (
    "I could not read a question. Mention me with it, like: @{name} who denied the report?"
    " In a reply, leave the mention switched on."
)


class AskCog(commands.Cog):
    """Questions in, cited answers out."""

    def __init__(self, bot: BylineBot) -> None:
        self._bot = bot

    @app_commands.command(
        name="ask", description="Ask a question; the answer quotes the articles and names them"
    )
    @app_commands.describe(
        question="What you want to know, in words",
        publisher="Only articles of this publisher",
        since="Only articles published on this day or later, like 2024-09-10",
        until="Only articles published up to and on this day, like 2024-09-30",
        private="Show the answer only to you",
    )
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, MOST_CHARACTERS],
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Answer in place of the acknowledgement."""
        if private is None:
            private = self._bot.desk.rules.of(interaction.guild_id).private
        await acknowledge(interaction, private=private)
        asked = Asked(
            question,
            filters_of(publisher, since, until),
            # What is asked in private stays out of what is answered before everybody.
            speaker=None if private else (interaction.channel_id, interaction.user.id),
            user=interaction.user.id,
            server=whose_turn(interaction.guild_id, interaction.user.id),
        )
        await answer_at(self._bot, InteractionSpot(interaction), asked)

    @ask.autocomplete("publisher")
    async def _publishers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await publisher_choices(self._bot.desk.at(interaction.guild_id), typed)

    @app_commands.command(
        name="sources", description="What is searched: publishers, how many articles, from when to when"
    )
    async def sources(self, interaction: Interaction) -> None:
        """Show what the corpus holds, to the asker only."""
        await acknowledge(interaction, private=True)
        desk = self._bot.desk.at(interaction.guild_id)
        await deliver(interaction, sources_card(await desk.coverage(), await desk.publishers()))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is meant for the bot; look at nothing else."""
        if message.author.bot or message.type not in _SAID:
            return
        thread = await self._thread_of(message)
        if thread is None and not self._is_for_us(message):
            return
        self._bot.see_through()
        spot, where = MessageSpot(message), message.guild.id if message.guild else None
        try:
            if question := question_in(message.content):
                parent = getattr(message.channel, "parent_id", None)
                self._bot.admit(where, message.author.id, message.channel.id, parent)
                with suppress(*UNSENT):
                    await message.channel.typing()
                await self._answer(message, spot, question, thread)
            elif thread is None or self._is_for_us(message):
                name = message.guild.me.display_name if message.guild else self._me.display_name
                await reply(message, text=NOTHING_READ.format(name=name))
            elif await self._bot.desk.archive.tell(message.channel.id):
                await reply(message, text=HOW, view=ask_view())
        except CooldownError as error:
            if not error.told_before:  # who writes on meanwhile was told until when it is in vain
                await spot.fail(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked is told
            if isinstance(error, BusyError):
                self._bot.readmit(where, message.author.id)
            await spot.fail(error)

    async def _answer(
        self, message: discord.Message, spot: MessageSpot, question: str, thread: KeptThread | None
    ) -> None:
        if thread is not None:
            await answer_in_thread(self._bot, spot, question, thread, message.author.id)
            return
        asked = Asked(
            question,
            speaker=(message.channel.id, message.author.id),
            follows=self._follows(message),
            user=message.author.id,
            server=whose_turn(message.guild.id if message.guild else None, message.author.id),
        )
        await answer_at(self._bot, spot, asked)

    async def _thread_of(self, message: discord.Message) -> KeptThread | None:
        """The thread of ours that a message is in, unless it is between the people in it."""
        channel = message.channel
        owner = getattr(channel, "owner_id", self._me.id)  # an archived thread may not be known in full
        if message.guild is None or isinstance(channel, _NO_THREADS) or owner != self._me.id:
            return None
        if message.mentions and not self._is_for_us(message):
            return None
        return await self._bot.desk.archive.thread(channel.id)

    @property
    def _me(self) -> discord.ClientUser:
        if self._bot.user is None:
            raise RuntimeError("not signed in")
        return self._bot.user

    def _is_for_us(self, message: discord.Message) -> bool:
        mentioned = any(user.id == self._me.id for user in message.mentions)
        return self._answers_us(message) or mentioned or message.guild is None

    def _answers_us(self, message: discord.Message) -> bool:
        answered = message.reference.resolved if message.reference else None
        return isinstance(answered, discord.Message) and answered.author.id == self._me.id

    def _follows(self, message: discord.Message) -> bool:
        """Whether the question may lean on the one before: a reply, or anywhere that is one conversation."""
        alone = message.guild is None or isinstance(message.channel, discord.Thread)
        return alone or self._answers_us(message)
