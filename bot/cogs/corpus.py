"""`/corpus`: adding, listing and removing articles, for members who may manage the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import is_admin, require_admin
from bot.choices import article_choices, publisher_choices
from bot.cogs.feeds import FeedGroup
from bot.cogs.jobs import MOST_ITEMS, read_upload, start_job
from bot.cogs.pages import show_articles, show_feedback, show_log, show_questions
from bot.cogs.paste import PasteForm
from bot.cogs.remove import removal_view
from bot.cogs.settings import LONGEST_COOLDOWN, MOST_QUESTION_DAYS, RESETS, channels_in, settle
from bot.errors import UploadTooLargeError
from bot.feedcards import standing_card
from bot.listing import removal_card
from bot.logcards import record_card
from bot.questions import filters_of, hints_of
from bot.replies import Interaction, acknowledge, deliver
from bot.worker import MOST_BYTES
from corpus import Action, ItemKind, JobItem, LogFilters, NotOwnedError

if TYPE_CHECKING:
    from bot.client import BylineBot

_HINTS = {
    "publisher": "The outlet's name, where the article does not show it",
    "published": "When it was published, like 2024-09-10, where the article does not show it",
}
_ARTICLE = "Type a part of the headline and choose, or give the article's id"
_ACTIONS = [app_commands.Choice(name=action.value, value=action.value) for action in Action]


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class CorpusCog(commands.GroupCog, group_name="corpus", group_description="Add, list and remove articles"):
    """Everything here is acknowledged to the admin alone."""

    add = app_commands.Group(name="add", description="Add articles by link, file or text")
    feed = FeedGroup()

    def __init__(self, bot: BylineBot) -> None:
        self._bot = bot

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse everybody but admins: `default_permissions` is only a default that servers can change."""
        require_admin(interaction)
        return True

    @add.command(name="link", description="Fetch web pages and add their articles")
    @app_commands.describe(link="The article's address, with https://; several with spaces between", **_HINTS)
    async def add_link(
        self, interaction: Interaction, link: str, publisher: str | None = None, published: str | None = None
    ) -> None:
        """Add by link."""
        await acknowledge(interaction, private=True)
        hints = hints_of(publisher, published)
        links = list(dict.fromkeys(link.split()))[:MOST_ITEMS]
        await start_job(interaction, [JobItem(ItemKind.LINK, one, hints) for one in links])

    @add.command(name="file", description="Add what is in a file: text, page, PDF or Word, .jsonl for many")
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
        await start_job(interaction, [await read_upload(file, hints_of(publisher, published))])

    @add.command(name="text", description="Paste an article's text into a form")
    async def add_text(self, interaction: Interaction) -> None:
        """Open the form; it adds what is sent with it."""
        await interaction.response.send_modal(PasteForm())

    @app_commands.command(name="list", description="The articles, the newest first")
    @app_commands.describe(
        publisher="Only articles of this publisher",
        since="Only articles published on this day or later, like 2024-09-10",
        until="Only articles published up to and on this day",
        page="Ten articles a page",
    )
    async def list_articles(
        self,
        interaction: Interaction,
        publisher: str | None = None,
        since: str | None = None,
        until: str | None = None,
        page: app_commands.Range[int, 1, 1_000_000] = 1,
    ) -> None:
        """Show one page of articles."""
        await acknowledge(interaction, private=True)
        await show_articles(interaction, filters_of(publisher, since, until), page)

    @app_commands.command(name="show", description="One article with its versions, its copies and its past")
    @app_commands.describe(article=_ARTICLE)
    async def show(self, interaction: Interaction, article: str) -> None:
        """Show one article."""
        await acknowledge(interaction, private=True)
        record = await self._bot.desk.office.record(article.strip(), str(interaction.guild_id))
        await deliver(interaction, record_card(record, str(interaction.guild_id)))

    @app_commands.command(name="remove", description="Remove an article; asks before it does")
    @app_commands.describe(article=_ARTICLE)
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Ask whether the article shall go."""
        await acknowledge(interaction, private=True)
        stored = await self._bot.desk.at(interaction.guild_id).article(article.strip())
        if stored.owner is None:
            raise NotOwnedError(stored.id)
        await deliver(interaction, removal_card(stored), removal_view(stored.id))

    @app_commands.command(name="status", description="How the corpus stands: articles, feeds, errors, disk")
    async def status(self, interaction: Interaction) -> None:
        """Show how everything stands."""
        await acknowledge(interaction, private=True)
        office, owner = self._bot.desk.office, str(self._bot.application_id)
        standing = await office.standing(owner, str(interaction.guild_id))
        await deliver(interaction, standing_card(standing))

    @app_commands.command(name="log", description="Who changed what, and when; the newest first")
    @app_commands.describe(
        action="Only changes of this kind", since="Only on this day or later", page="Ten a page"
    )
    @app_commands.choices(action=_ACTIONS)
    async def log(
        self,
        interaction: Interaction,
        action: str | None = None,
        since: str | None = None,
        page: app_commands.Range[int, 1, 1_000_000] = 1,
    ) -> None:
        """Show one page of the log."""
        await acknowledge(interaction, private=True)
        start = filters_of(None, since, None).since
        filters = LogFilters(since=start, action=Action(action) if action else None)
        await show_log(interaction, filters, page)

    @app_commands.command(name="feedback", description="What people here think of answers; the newest first")
    @app_commands.describe(page="Four votes a page")
    async def feedback(
        self, interaction: Interaction, page: app_commands.Range[int, 1, 1_000_000] = 1
    ) -> None:
        """Show one page of this server's votes."""
        await acknowledge(interaction, private=True)
        await show_feedback(interaction, page)

    @app_commands.command(
        name="questions", description="What was asked here, where that is kept; first what had no answer"
    )
    @app_commands.describe(page="Ten a page")
    async def questions(
        self, interaction: Interaction, page: app_commands.Range[int, 1, 1_000_000] = 1
    ) -> None:
        """Show one page of this server's questions."""
        await acknowledge(interaction, private=True)
        await show_questions(interaction, page)

    @app_commands.command(name="settings", description="How the bot behaves here; its options change it")
    @app_commands.describe(
        channels="The only channels it answers in, as mentions like #news #sport",
        admin_role="Members of this role may use /corpus, too",
        private="Show an answer to the asker alone, where the asker does not say",
        model="Let a language model word answers, where the operator has configured one",
        cooldown="Seconds between two questions of one member",
        question_days="Days for which questions are kept for /corpus questions; 0: not at all",
        reset="Set one of them back",
    )
    @app_commands.choices(reset=[app_commands.Choice(name=said, value=one) for one, said in RESETS.items()])
    async def settings(
        self,
        interaction: Interaction,
        channels: str | None = None,
        admin_role: discord.Role | None = None,
        private: bool | None = None,
        model: bool | None = None,
        cooldown: app_commands.Range[int, 0, LONGEST_COOLDOWN] | None = None,
        question_days: app_commands.Range[int, 0, MOST_QUESTION_DAYS] | None = None,
        reset: str | None = None,
    ) -> None:
        """Show what is set, after changing what was given."""
        given = {
            "channels": channels_in(channels) if channels else None,
            "admin_role": str(admin_role.id) if admin_role else None,
            "private": private,
            "model": model,
            "cooldown": float(cooldown) if cooldown is not None else None,
            "question_days": question_days,
        }
        changes = {name: value for name, value in given.items() if value is not None}
        await settle(interaction, changes, reset)

    @list_articles.autocomplete("publisher")
    @add_link.autocomplete("publisher")
    @add_file.autocomplete("publisher")
    async def _publishers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await publisher_choices(self._bot.desk.at(interaction.guild_id), typed)

    @remove.autocomplete("article")
    @show.autocomplete("article")
    async def _articles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        # discord.py asks a cog's check before a command, and not before it offers choices.
        if not is_admin(interaction):
            return []
        return await article_choices(self._bot.desk.at(interaction.guild_id), typed)
