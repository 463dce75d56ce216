"""`/corpus feed`: following feeds and sitemaps, and the buttons that ask before one is given up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands, ui

from bot.access import is_admin, require_admin
from bot.actors import actor_of
from bot.choices import feed_choices
from bot.cogs.jobs import start_job
from bot.cogs.remove import CancelButton
from bot.feedcards import PAGE, feeds_card, followed_card, unfollow_card, unfollowed_card
from bot.replies import Interaction, acknowledge, deliver, fail
from corpus import ItemKind, JobItem

_FEED = "Type a part of the feed's name and choose, or give its id or address"


class FeedGroup(app_commands.Group, name="feed", description="Follow feeds and sitemaps"):
    """Each is acknowledged to the admin alone."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse everybody but admins."""
        require_admin(interaction)
        return True

    @app_commands.command(name="add", description="Follow a feed, a sitemap, or the feed of a site")
    @app_commands.describe(
        address="The address of the feed or of the site",
        minutes="How often it is asked, in minutes; by itself as often as it wants",
    )
    async def add(
        self,
        interaction: Interaction,
        address: str,
        minutes: app_commands.Range[int, 5, 10_080] | None = None,
    ) -> None:
        """Follow it, and fetch what it lists now."""
        await acknowledge(interaction, private=True)
        every = timedelta(minutes=minutes) if minutes else None
        actor = actor_of(interaction)
        feed, new = await interaction.client.desk.office.follow(address.strip(), every, actor)
        await deliver(interaction, followed_card(feed, new))
        if new:
            await start_job(interaction, [JobItem(ItemKind.FEED, feed.id)], feed.name)

    @app_commands.command(name="list", description="The feeds that are followed, and how they fare")
    @app_commands.describe(page=f"{PAGE} feeds a page")
    async def list_feeds(
        self, interaction: Interaction, page: app_commands.Range[int, 1, 10_000] = 1
    ) -> None:
        """Show one page of feeds."""
        await acknowledge(interaction, private=True)
        await deliver(
            interaction,
            feeds_card(await interaction.client.desk.office.feeds(str(interaction.guild_id)), page),
        )

    @app_commands.command(name="refresh", description="Fetch what a feed lists, or all feeds, now")
    @app_commands.describe(feed=f"{_FEED}; all of them if you give none")
    async def refresh(self, interaction: Interaction, feed: str | None = None) -> None:
        """Refresh in the background."""
        await acknowledge(interaction, private=True)
        office = interaction.client.desk.office
        server = str(interaction.guild_id)
        wanted = [await office.feed(server, feed)] if feed else await office.feeds(server)
        if not wanted:
            await deliver(interaction, feeds_card([], 1))
            return
        about = wanted[0].feed.name if len(wanted) == 1 else f"{len(wanted):,} feeds"
        items = [JobItem(ItemKind.FEED, status.feed.id) for status in wanted]
        await start_job(interaction, items, about)

    @app_commands.command(name="remove", description="Follow a feed no more; asks before, articles stay")
    @app_commands.describe(feed=_FEED)
    async def remove(self, interaction: Interaction, feed: str) -> None:
        """Ask whether it shall go."""
        await acknowledge(interaction, private=True)
        status = await interaction.client.desk.office.feed(str(interaction.guild_id), feed)
        view = ui.View(timeout=None)
        view.add_item(UnfollowButton(status.feed.id))
        view.add_item(CancelButton())
        await deliver(interaction, unfollow_card(status), view)

    @refresh.autocomplete("feed")
    @remove.autocomplete("feed")
    async def _feeds(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not is_admin(interaction) or interaction.guild_id is None:
            return []
        return await feed_choices(interaction.client.desk.office, interaction.guild_id, typed)


class UnfollowButton(ui.DynamicItem[ui.Button[Any]], template=r"byline:unfollow:(?P<feed>[0-9a-f]{1,64})"):
    """Follows the feed no more."""

    def __init__(self, feed_id: str) -> None:
        custom_id = f"byline:unfollow:{feed_id}"
        super().__init__(
            ui.Button(label="Stop following", style=discord.ButtonStyle.danger, custom_id=custom_id)
        )
        self._feed_id = feed_id

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> UnfollowButton:
        """The button of a message from before, perhaps from before a restart."""
        return cls(match["feed"])

    async def callback(self, interaction: Interaction) -> None:
        """Give it up, and say so in place of the question."""
        try:
            require_admin(interaction)
            interaction.client.see_through()
            await interaction.response.defer()
            office = interaction.client.desk.office
            await deliver(
                interaction, unfollowed_card(await office.unfollow(self._feed_id, actor_of(interaction)))
            )
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await fail(interaction, error)
