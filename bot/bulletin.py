"""A job's one message: shown in place while its token lasts, and in the channel from then on."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.card import Card
from bot.jobcards import News, job_card, needs_report, report
from bot.listing import note_card
from bot.replies import EXPIRED, UNSENT, embed_of
from bot.ticket import Ticket
from corpus import Ingested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord.ui import View

log = logging.getLogger(__name__)

# The message was deleted, or its channel was: nobody wants to see it any more.
_GONE = {10003, 10008}


class Bulletin:
    """Shows jobs in Discord. Failing to show one is logged: the job itself goes on."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def show(
        self, news: News, ticket: Ticket, view: View | None, results: Sequence[Ingested] = ()
    ) -> Ticket:
        """Show how a job stands; where its message is from now on. Raises nothing.

        `results` are all of them, where the job is over and the card has no room for them.
        """
        data = report(results) if needs_report(news) and results else None
        try:
            if ticket.private:
                if await self._edit_private(ticket, job_card(news), view, data):
                    return ticket
                return await self._move(news, ticket, view, data)
            await self._edit(ticket, job_card(news), view, data)
        except UNSENT as error:
            log.warning("Job %d could not be shown: %s", news.job.number, error)
        return ticket

    async def _edit_private(self, ticket: Ticket, card: Card, view: View | None, data: bytes | None) -> bool:
        """Edit what only the admin sees; `False` if the token is over."""
        if not ticket.lasts() or ticket.message is None:
            return False
        try:
            await self._webhook(ticket).edit_message(
                ticket.message, content=None, embed=embed_of(card), view=view, **_attached(data)
            )
        except discord.HTTPException as error:
            if error.code in EXPIRED:
                return False
            raise
        return True

    async def _edit(self, ticket: Ticket, card: Card, view: View | None, data: bytes | None) -> None:
        if ticket.message is None:
            return
        message = self._channel(ticket).get_partial_message(ticket.message)
        try:
            await message.edit(embed=embed_of(card), view=view, **_attached(data))
        except discord.HTTPException as error:
            if error.code not in _GONE:
                raise
            log.info("The message of a job was deleted; nothing more is shown.")

    async def _move(self, news: News, ticket: Ticket, view: View | None, data: bytes | None) -> Ticket:
        """Go on in a message of the channel or, where the bot may not speak there, in private."""
        files: dict[str, Any] = {"files": [_file(data)]} if data is not None else {}
        embed = embed_of(job_card(news))
        shown: dict[str, Any] = {"view": view} if view is not None else {}
        try:
            message = await self._channel(ticket).send(embed=embed, **shown, **files)
        except (discord.Forbidden, discord.NotFound):
            private = await self._client.create_dm(discord.Object(ticket.user))
            message = await private.send(embed=embed, **shown, **files)
        await self._leave(ticket, message)
        return ticket.moved(message.channel.id, message.id)

    async def _leave(self, ticket: Ticket, message: discord.Message) -> None:
        """Say in the message that is left behind where the job goes on, if it can still be said."""
        if ticket.message is None:
            return
        server = ticket.server if message.channel.id == ticket.channel else "@me"
        where = f"https://discord.com/channels/{server}/{message.channel.id}/{message.id}"
        card = note_card(f"This goes on [in another message]({where}): this one cannot be edited for longer.")
        try:
            await self._webhook(ticket).edit_message(ticket.message, embed=embed_of(card), view=None)
        except UNSENT as error:
            log.debug("What was left behind stays as it was: %s", error)

    def _channel(self, ticket: Ticket) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(ticket.channel)

    def _webhook(self, ticket: Ticket) -> discord.Webhook:
        application = self._client.application_id
        if application is None or ticket.token is None:
            raise RuntimeError("not signed in, or no token")
        return discord.Webhook.partial(application, ticket.token, client=self._client)


def _attached(data: bytes | None) -> dict[str, Any]:
    return {"attachments": [_file(data)]} if data is not None else {}


def _file(data: bytes) -> discord.File:
    return discord.File(io.BytesIO(data), "report.txt", description="What became of each item")
