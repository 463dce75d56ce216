"""Follow-ups: a thread for an answer that all may see, a form where there can be none."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Literal, Self

import discord
from discord import ui

from bot.asked import MOST_CHARACTERS
from bot.errors import AnswerGoneError
from bot.escape import plain
from bot.limits import cut
from bot.replies import UNSENT, Interaction, acknowledge, fail, say
from bot.shown import asker_of, question_of, turn_of
from corpus import KeptAnswer, KeptTurn

THREAD_NAME = 100
DAY: Literal[1440] = 1_440
FORM = "byline:asking:"
THREAD = "thread"
"""In the form's id, where the thread itself says what was asked before; elsewhere the key of the answer."""
TAKEN = 160004  # Discord's code: a thread has been created for this message already

OPENED = "Here is the thread: {thread}. Everybody in this channel may ask in it."
# Without the privileged intent Discord keeps back what is written to nobody; the button always works.
HOW = (
    "Ask on here; what leans on the question before is understood, like “why?” or “and in March?”."
    " Reply to me, mention me, or press **Ask**: Discord shows me no other messages."
)
HOW_FREELY = (
    "Ask on here: every message is a question to me, and what leans on the one before is understood,"
    " like “why?” or “and in March?”."
)


async def follow_up(interaction: Interaction, kept: KeptAnswer) -> None:
    """Open a thread below the answer, or the form where there can be none."""
    message = interaction.message
    if message is None or kept.reader is not None or not _takes_threads(interaction):
        await open_form(interaction, kept.key)
        return
    await acknowledge(interaction, private=True)
    if not await _has_thread(interaction, message):
        await _open(interaction, message, kept)
    await say(interaction, OPENED.format(thread=f"<#{message.id}>"))  # a message's thread has its id


def _takes_threads(interaction: Interaction) -> bool:
    may = interaction.app_permissions
    in_text = isinstance(interaction.channel, discord.TextChannel)
    return in_text and may.create_public_threads and may.send_messages_in_threads


async def _has_thread(interaction: Interaction, message: discord.Message) -> bool:
    known = interaction.guild is not None and interaction.guild.get_thread(message.id) is not None
    return known or await interaction.client.desk.archive.thread(message.id) is not None


async def _open(interaction: Interaction, message: discord.Message, kept: KeptAnswer) -> None:
    name = cut(plain(question_of(message)) or "Follow-up", THREAD_NAME)
    try:
        thread = await message.create_thread(name=name, auto_archive_duration=DAY)
    except discord.HTTPException as error:
        if error.code == TAKEN:
            return
        raise
    above = turn_of(message)
    turn = KeptTurn(above.question, above.answer, asker_of(message))
    await interaction.client.desk.archive.open_thread(thread.id, interaction.guild_id, kept.filters, turn)
    with suppress(*UNSENT):  # the thread is there, and says by its name what it is about
        await thread.send(HOW_FREELY if interaction.client.intents.message_content else HOW, view=ask_view())


async def open_form(interaction: Interaction, key: str) -> None:
    """Ask for the question in a form. What comes back is taken by `bot.cogs.forms`, after a restart too."""
    form = ui.Modal(title="Ask a follow-up", custom_id=f"{FORM}{key}")
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id="question", style=discord.TextStyle.paragraph, max_length=MOST_CHARACTERS
    )
    form.add_item(
        ui.Label(text="Question", description="It may lean on the one before, like: why?", component=field)
    )
    form.stop()  # discord.py would keep every form that nobody sends, for ever
    interaction.client.see_through()
    await interaction.response.send_modal(form)


class AskButton(ui.DynamicItem[ui.Button[Any]], template=r"byline:ask"):
    """Opens the form in a thread of ours, where Discord does not show the bot what is written to nobody."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label="Ask", style=discord.ButtonStyle.secondary, custom_id="byline:ask"))

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], ___: re.Match[str], /) -> Self:
        """The button of a thread from before."""
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        """Open the form; whoever sees the thread may ask in it."""
        try:
            if await interaction.client.desk.archive.thread(interaction.channel_id) is None:
                raise AnswerGoneError
            await open_form(interaction, THREAD)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await fail(interaction, error)


def ask_view() -> ui.View:
    """The button that opens the form."""
    view = ui.View(timeout=None)
    view.add_item(AskButton())
    return view
