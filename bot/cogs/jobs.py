"""How admins start and stop jobs: a message's menu, the button below a job, and what commands share."""

from __future__ import annotations

import re
import time
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.access import require_admin
from bot.actors import actor_of
from bot.errors import NotAdminError, NothingToAddError
from bot.replies import MESSAGE, Interaction, acknowledge, fail, say
from bot.ticket import TOKEN_SECONDS, Ticket
from bot.worker import MOST_BYTES
from corpus import Hints, ItemKind, JobItem

MOST_ITEMS = 100

_LINK = re.compile(r"https?://[^\s<>\"|]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}'*_~"


async def start_job(interaction: Interaction, items: list[JobItem], about: str = "") -> None:
    """Do it in the background, shown in the message that was promised, under what it is about.

    Raises:
        NothingToAddError: there are no items.
        TooManyJobsError: too many wait already.
    """
    if not items:
        raise NothingToAddError
    ticket = Ticket(
        server=interaction.guild_id or 0,
        channel=interaction.channel_id or 0,
        message=interaction.extras.get(MESSAGE),
        user=interaction.user.id,
        token=interaction.token,
        until=time.time() + TOKEN_SECONDS,
        about=about,
    )
    await interaction.client.board.submit(actor_of(interaction), ticket, items)


def links_in(text: str) -> list[str]:
    """The web links of a text, each once, in order."""
    found = (link.rstrip(_TRAILING) for link in _LINK.findall(text))
    return list(dict.fromkeys(found))[:MOST_ITEMS]


async def read_upload(file: discord.Attachment, hints: Hints) -> JobItem:
    """An uploaded file with its bytes; without them where it is too large."""
    data = await file.read() if file.size <= MOST_BYTES else None
    return JobItem(ItemKind.FILE, file.filename, hints, data)


class CancelJobButton(ui.DynamicItem[ui.Button[Any]], template=r"byline:stop:(?P<job>\d{1,15})"):
    """Stops a job."""

    def __init__(self, number: int) -> None:
        super().__init__(
            ui.Button(label="Cancel", style=discord.ButtonStyle.secondary, custom_id=f"byline:stop:{number}")
        )
        self._number = number

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> CancelJobButton:
        """The button of a message from before, perhaps from before a restart."""
        return cls(int(match["job"]))

    async def callback(self, interaction: Interaction) -> None:
        """Stop it; the job's message says what came of that."""
        try:
            require_admin(interaction)
            board = interaction.client.board
            if not await board.belongs(self._number, str(interaction.guild_id)):
                raise NotAdminError
            if await board.cancel(self._number, actor_of(interaction)):
                await interaction.response.defer()
            else:
                await say(interaction, "This is over already, or stopping.")
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await fail(interaction, error)


def job_buttons(number: int) -> ui.View:
    """What is below a job that is not over."""
    view = ui.View(timeout=None)
    view.add_item(CancelJobButton(number))
    return view


class DropCog(commands.Cog):
    """A message's menu: add whatever is in it, files and links."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name="Add to corpus", callback=self.add_message)
        self._menu.default_permissions = discord.Permissions(manage_guild=True)
        self._menu.allowed_contexts = app_commands.AppCommandContext(guild=True)

    async def cog_load(self) -> None:
        """Offer the menu."""
        self._bot.tree.add_command(self._menu)

    async def add_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Add the files and links of a message, with one report."""
        require_admin(interaction)
        await acknowledge(interaction, private=True)
        hints = Hints()
        items = [await read_upload(file, hints) for file in message.attachments]
        items += [JobItem(ItemKind.LINK, link) for link in links_in(message.content)]
        await start_job(interaction, items)
