"""How the bot speaks: acknowledge at once, then say it in place; and never end in silence."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.card import Card
from bot.errors import explain
from bot.watch import counting

if TYPE_CHECKING:
    from discord.ui import View

Interaction = discord.Interaction[Any]
log = logging.getLogger(__name__)

# What sending anything may end in: Discord refuses, or cannot be reached.
UNSENT = (discord.HTTPException, aiohttp.ClientError, OSError)
# The interaction is over: unknown webhook, unknown interaction, invalid webhook token.
EXPIRED = {10015, 10062, 50027}
# The message was deleted, or its channel was: nobody wants to see it any more.
GONE = {10003, 10008}
# Beyond discord.py's own attempts: Cloudflare bars an address for about a minute, and a token lasts fifteen.
AGAIN = (5.0, 20.0, 60.0)
_PRIVATE = "private"
MESSAGE = "message"
"""Under this key of its `extras` an interaction has the id of the message that was promised, if known."""


async def acknowledge(interaction: Interaction, *, private: bool) -> None:
    """Tell Discord that an answer will come; `private` for one that only the asker sees.

    Failing is only logged: the answer then goes to the channel.
    """
    interaction.extras[_PRIVATE] = private
    interaction.client.see_through()
    try:
        response = await interaction.response.defer(thinking=True, ephemeral=private)
        interaction.extras[MESSAGE] = response.message_id if response else None
        counting.acknowledged()
    except UNSENT as error:
        log.warning("An interaction could not be acknowledged: %s", error)


def is_private(interaction: Interaction) -> bool:
    """Whether only the asker sees what is said; so it is before anything was promised."""
    private: bool = interaction.extras.get(_PRIVATE, True)
    return private


async def deliver(interaction: Interaction, card: Card, view: View | None = None) -> discord.Message | None:
    """Put the card where the acknowledgement stands; the message, or `None` where nobody sees it."""
    embed = embed_of(card)

    async def edit() -> discord.Message:
        attachments = files_of(card) or discord.utils.MISSING
        return await interaction.edit_original_response(
            content=None, embed=embed, attachments=attachments, view=view
        )

    try:
        return await _insist(edit)
    except UNSENT as error:
        if _is_expired(interaction, error):
            return await _fall_back(interaction, embed=embed, files=files_of(card), view=view)
        if getattr(error, "code", 0) in GONE:
            log.info("An answer is not shown: its message was deleted meanwhile.")
            return None
        raise


async def say(interaction: Interaction, text: str, *, private: bool = True) -> None:
    """Say one line: in place of the acknowledgement if there is one, else at once."""
    try:
        if interaction.response.is_done() or _PRIVATE in interaction.extras:
            await interaction.edit_original_response(content=text, embed=None, view=None)
        else:
            interaction.extras[_PRIVATE] = private
            await interaction.response.send_message(text, ephemeral=private)
    except UNSENT as error:
        if _is_expired(interaction, error):
            await _fall_back(interaction, content=text)
        else:
            log.warning("A line could not be said: %s", error)


async def fail(interaction: Interaction, error: BaseException) -> None:
    """Say what went wrong. Raises nothing."""
    told = explain(error)
    if interaction.type is discord.InteractionType.autocomplete:
        with suppress(*UNSENT, discord.InteractionResponded):
            await interaction.response.autocomplete([])
        return
    await say(interaction, told.text)


async def reply(
    message: discord.Message, *, card: Card | None = None, text: str | None = None, view: View | None = None
) -> discord.Message | None:
    """Answer a message in its channel; failing is logged, for there is nowhere else to say it."""
    embed = embed_of(card) if card else discord.utils.MISSING
    shown: dict[str, Any] = {"embed": embed, "view": view or discord.utils.MISSING, "mention_author": False}
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await _insist(lambda: message.channel.send(text, reference=reference, **shown))
    except UNSENT as error:
        log.warning("A reply could not be sent to channel %s: %s", message.channel.id, error)
        return None


async def _insist(send: Callable[[], Awaitable[discord.Message]]) -> discord.Message:
    """Send, and again after a while where Discord is away for a moment. Raises the last of `UNSENT`."""
    for seconds in AGAIN:
        try:
            return await send()
        except UNSENT as error:
            if isinstance(error, discord.HTTPException) and error.status != 429 and error.status < 500:
                raise
            log.warning("Discord does not take a message; trying again in %.0f seconds: %s", seconds, error)
        await asyncio.sleep(seconds)
    return await send()


def embed_of(card: Card) -> discord.Embed:
    """The card in discord.py's own type."""
    return discord.Embed.from_dict(card.to_dict())


def files_of(card: Card) -> list[discord.File]:
    """The card's picture, to be sent once, or nothing."""
    if card.picture is None:
        return []
    data = io.BytesIO(card.picture.data)
    return [discord.File(data, card.picture.name, description=card.picture.description)]


def _is_expired(interaction: Interaction, error: Exception) -> bool:
    return interaction.is_expired() or getattr(error, "code", 0) in EXPIRED


async def _fall_back(interaction: Interaction, **message: Any) -> discord.Message | None:
    """Send to the channel what the interaction no longer takes, unless only the asker may see it."""
    if is_private(interaction):
        log.warning("A private reply came too late to be shown; the interaction has expired.")
        return None
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        log.warning("A reply came too late, and there is no channel to send it to.")
        return None
    if message.get("view") is None:
        message.pop("view", None)
    try:
        return await channel.send(**message)
    except UNSENT as error:
        log.warning(
            "A reply came too late, and channel %s does not take it: %s", interaction.channel_id, error
        )
        return None
