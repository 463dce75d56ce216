"""What a button says where nothing is kept of its answer any more: it offers to ask the question again."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.card import REFUSED, Card
from bot.errors import AnswerGoneError
from bot.escape import escape
from bot.limits import ELLIPSIS, TITLE, units
from bot.replies import Interaction, acknowledge, deliver
from bot.shown import question_of

AGAIN = "byline:again"
GONE = (
    "What belongs to this button is no longer kept. **Ask again** answers the question anew, from all"
    " articles there are now, and shows the answer to you alone."
)


async def offer_again(interaction: Interaction) -> None:
    """Say so. Raises `AnswerGoneError` where the question is not known in full."""
    question = question_of(interaction.message)
    title = escape(question)
    if not question or question.endswith(ELLIPSIS) or units(title) > TITLE:
        raise AnswerGoneError
    await acknowledge(interaction, private=True)
    view = ui.View(timeout=None)
    button: ui.Button[Any] = ui.Button(
        label="Ask again", style=discord.ButtonStyle.secondary, custom_id=AGAIN
    )
    view.add_item(button)
    view.stop()  # a press is `AgainButton`'s; discord.py need not remember this one
    await deliver(interaction, Card(GONE, title, colour=REFUSED), view)
