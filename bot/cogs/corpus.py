"""`/corpus`: adding, listing and removing articles, for members who may manage the server."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import is_admin, require_admin
from bot.choices import article_choices, publisher_choices
from bot.cogs.paste import PasteForm
from bot.cogs.remove import removal_view
from bot.errors import UploadTooLargeError
from bot.listing import articles_card, ingested_card, removal_card
from bot.questions import filters_of, hints_of
from bot.replies import Interaction, acknowledge, deliver

if TYPE_CHECKING:
    from bot.client import BylineBot

log = logging.getLogger(__name__)

MOST_BYTES = 10_000_000
PAGE = 10

_HINTS = {
    "publisher": "The outlet's name, where the article does not show it",
    "published": "When it was published, like 2024-09-10, where the article does not show it",
}


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class CorpusCog(commands.GroupCog, group_name="corpus", group_description="Add, list and remove articles"):
    """Everything here is acknowledged to the admin alone."""

    add = app_commands.Group(name="add", description="Add an article by link, file or text")

    def __init__(self, bot: BylineBot) -> None:
        self._bot = bot

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse everybody but admins: `default_permissions` is only a default that servers can change."""
        require_admin(interaction)
        return True

    @add.command(name="link", description="Fetch a web page and add its article")
    @app_commands.describe(link="The article's address, with https://", **_HINTS)
    async def add_link(
        self, interaction: Interaction, link: str, publisher: str | None = None, published: str | None = None
    ) -> None:
        """Add by link."""
        await acknowledge(interaction, private=True)
        items = await self._bot.desk.add_link(link.strip(), hints_of(publisher, published))
        await deliver(interaction, ingested_card(items))

    @add.command(name="file", description="Add the article in a file: .txt, .md, .html, or .jsonl for many")
    @app_commands.describe(file="A file of at most 10 MB", **_HINTS)
    async def add_file(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        publisher: str | None = None,
        published: str | None = None,
    ) -> None:
        """Add by upload."""
        await acknowledge(interaction, private=True)
        if file.size > MOST_BYTES:
            raise UploadTooLargeError(f"The file has {file.size:,} bytes; at most {MOST_BYTES:,} are taken.")
        hints = hints_of(publisher, published)
        items = await self._bot.desk.add_file(file.filename, await file.read(), hints)
        await deliver(interaction, ingested_card(items))

    @add.command(name="text", description="Paste an article's text into a form")
    async def add_text(self, interaction: Interaction) -> None:
        """Open the form; it adds what is sent with it."""
        await interaction.response.send_modal(PasteForm(self._bot.desk))

    @app_commands.command(name="list", description="The articles, the newest first")
    @app_commands.describe(publisher="Only articles of this publisher", page="Ten articles a page")
    async def list_articles(
        self,
        interaction: Interaction,
        publisher: str | None = None,
        page: app_commands.Range[int, 1, 1_000_000] = 1,
    ) -> None:
        """Show one page of articles."""
        await acknowledge(interaction, private=True)
        filters, before = filters_of(publisher, None, None), (page - 1) * PAGE
        total = (await self._bot.desk.coverage(filters)).articles
        articles = await self._bot.desk.articles(filters, limit=PAGE, offset=before)
        await deliver(interaction, articles_card(articles, total, first=before + 1))

    @app_commands.command(name="remove", description="Remove an article; asks before it does")
    @app_commands.describe(article="Type a part of the headline and choose, or give the article's id")
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Ask whether the article shall go."""
        await acknowledge(interaction, private=True)
        stored = await self._bot.desk.article(article.strip())
        await deliver(interaction, removal_card(stored), removal_view(stored.id))

    @list_articles.autocomplete("publisher")
    async def _publishers(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await publisher_choices(self._bot.desk, typed)

    @remove.autocomplete("article")
    async def _articles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        # discord.py asks a cog's check before a command, and not before it offers choices.
        if not is_admin(interaction):
            return []
        return await article_choices(self._bot.desk, typed)
