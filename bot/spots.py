"""Where an answer is shown: in place of an acknowledgement, or as a reply to a message."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Protocol

import discord
from discord.ui import View

from bot.archive import Place
from bot.card import Card
from bot.errors import explain
from bot.replies import UNSENT, Interaction, deliver, embed_of, fail, is_private, reply

log = logging.getLogger(__name__)

_GONE = 10008  # Discord's code: unknown message


class Spot(Protocol):
    """One message that comes to be: notes while somebody waits, then what they wait for."""

    @property
    def place(self) -> Place:
        """Where it is, and who sees it."""
        ...

    async def note(self, text: str, /) -> None:
        """Say what is going on. Raises nothing."""
        ...

    async def put(self, card: Card, view: View | None = None, /) -> discord.Message | None:
        """Show the card in place of any note; the message, or `None` where it cannot be shown."""
        ...

    async def fail(self, error: BaseException, /) -> None:
        """Say what went wrong. Raises nothing."""
        ...


class InteractionSpot:
    """What was acknowledged."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction

    @property
    def place(self) -> Place:
        """Where it is, and who sees it."""
        asked = self._interaction
        reader = str(asked.user.id) if is_private(asked) else None
        return Place(str(asked.guild_id) if asked.guild_id else None, str(asked.channel_id or ""), reader)

    async def note(self, text: str) -> None:
        """Say what is going on."""
        with suppress(*UNSENT):
            await self._interaction.edit_original_response(content=text)

    async def put(self, card: Card, view: View | None = None) -> discord.Message | None:
        """Show the card."""
        return await deliver(self._interaction, card, view)

    async def fail(self, error: BaseException) -> None:
        """Say what went wrong."""
        await fail(self._interaction, error)


class MessageSpot:
    """The reply to a message."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._note: discord.Message | None = None

    @property
    def place(self) -> Place:
        """Where it is."""
        server = str(self._message.guild.id) if self._message.guild else None
        return Place(server, str(self._message.channel.id))

    async def note(self, text: str) -> None:
        """Say what is going on."""
        if self._note is None:
            self._note = await reply(self._message, text=text)
            return
        with suppress(*UNSENT):
            await self._note.edit(content=text)

    async def put(self, card: Card, view: View | None = None) -> discord.Message | None:
        """Show the card."""
        return await self._show(card=card, view=view)

    async def fail(self, error: BaseException) -> None:
        """Say what went wrong."""
        await self._show(text=explain(error).text)

    async def _show(
        self, card: Card | None = None, text: str | None = None, view: View | None = None
    ) -> discord.Message | None:
        if self._note is None:
            return await reply(self._message, card=card, text=text, view=view)
        try:
            return await self._note.edit(content=text, embed=embed_of(card) if card else None, view=view)
        except UNSENT as error:
            if getattr(error, "code", 0) == _GONE:  # whoever deletes the note wants no answer there
                log.info("An answer is not shown: its message was deleted meanwhile.")
                return None
            log.warning("A note could not become an answer: %s", error)
        return await reply(self._message, card=card, text=text, view=view)
