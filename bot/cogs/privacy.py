"""`/privacy`: what is kept of people, and the button that deletes what is one's own."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.card import Card
from bot.escape import escape
from bot.inquiry import TURNS
from bot.limits import cut
from bot.render import WRITER
from bot.replies import UNSENT, Interaction, acknowledge, deliver, fail, say
from corpus import Forgotten

VOTES = (
    "**Votes:** who pressed 👍 or 👎 and why, with the question, the answer and its quotes; the server's"
    " admins and the bot's operator read them."
)
QUESTIONS = (
    f"**Questions:** in threads of follow-ups the last {TURNS}, with who asked and the words that answered;"
    " any other in memory, for an hour."
)
ALL_QUESTIONS = (
    " This server keeps those that all may see for {days}, with who asked; its admins and the bot's operator"
    " read them without that."
)
ELSEWHERE = " A server's admins may keep more: /privacy says so there."
ANSWERS = (
    "**Answers:** for their buttons, which words of which articles were quoted, and where; your id only"
    " where you alone see the answer."
)
MODEL = " To word answers, the operator's language model ({name}) is sent the question and the passages."
LOG = "**Log of changes:** which admin added, changed or removed what, and when."
LEFT = (
    "The button deletes what is yours in all servers: votes, what is kept of answers to you alone, questions"
    " wherever they are kept. It does not delete the log of changes, nor messages in Discord."
)
NOTHING = "Nothing of yours is kept."
DELETED = "Deleted: {what}."
AGAIN = "Discord did not say which private messages are yours: press the button there, too."


class PrivacyCog(commands.Cog):
    """What is kept, for everybody."""

    @app_commands.command(name="privacy", description="What is kept of you, and a button that deletes it")
    async def privacy(self, interaction: Interaction) -> None:
        """Say it to whoever asks."""
        await acknowledge(interaction, private=True)
        view = ui.View(timeout=None)
        view.add_item(ForgetButton())
        desk = interaction.client.desk
        rules, model = desk.rules.of(interaction.guild_id), desk.at(interaction.guild_id).model
        kept = kept_of(interaction.guild_id is not None, rules.question_days, model)
        await deliver(interaction, Card(kept, "What is kept", footer=LEFT), view)


def kept_of(server: bool, days: int, model: str | None) -> str:
    """What is kept, in four lines: in a server that keeps questions for some days, or in private messages."""
    kept = f"{days} day{'s' if days != 1 else ''}"
    questions = QUESTIONS + (ALL_QUESTIONS.format(days=kept) if days else "" if server else ELSEWHERE)
    answers = ANSWERS + (MODEL.format(name=escape(cut(model, WRITER))) if model else "")
    return "\n".join((VOTES, questions, answers, LOG))


class ForgetButton(ui.DynamicItem[ui.Button[Any]], template=r"byline:forget"):
    """Deletes what is kept of whoever presses it, and of nobody else: no id is in it."""

    def __init__(self) -> None:
        button: ui.Button[Any] = ui.Button(
            label="Delete what is mine", style=discord.ButtonStyle.danger, custom_id="byline:forget"
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], ___: re.Match[str], /) -> Self:
        """The button of a message from before."""
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        """Delete, and say how much that was."""
        try:
            await acknowledge(interaction, private=True)
            channel = await _private_channel(interaction)
            forgotten, conversations = await interaction.client.desk.forget(interaction.user.id, channel)
            told = told_of(forgotten, conversations)
            await say(interaction, told if channel is not None else f"{told} {AGAIN}")
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await fail(interaction, error)


async def _private_channel(interaction: Interaction) -> int | None:
    """The channel of the private messages of whoever pressed; `None` where Discord does not say."""
    if isinstance(interaction.channel, discord.DMChannel):
        return interaction.channel.id
    try:
        return (await interaction.user.create_dm()).id
    except UNSENT:
        return None


def told_of(forgotten: Forgotten, conversations: int) -> str:
    """How much was deleted, in words."""
    counted = (
        (forgotten.votes, "vote"),
        (forgotten.answers, "private answer"),
        (forgotten.turns, "question in threads", "questions in threads"),
        (forgotten.questions, "question kept for admins", "questions kept for admins"),
        (conversations, "conversation in memory", "conversations in memory"),
    )
    what = [_counted(*one) for one in counted if one[0]]
    return DELETED.format(what=", ".join(what)) if what else NOTHING


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
