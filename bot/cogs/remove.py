"""The buttons below `/corpus remove`. What they need is in their ids, so that they outlive a restart."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import ui

from bot.access import require_admin
from bot.actors import actor_of
from bot.listing import note_card, removed_card
from bot.replies import Interaction, deliver, fail


class RemoveButton(ui.DynamicItem[ui.Button[Any]], template=r"byline:remove:(?P<article>[\w-]{1,64})"):
    """Removes the article."""

    def __init__(self, article_id: str) -> None:
        custom_id = f"byline:remove:{article_id}"
        super().__init__(ui.Button(label="Remove", style=discord.ButtonStyle.danger, custom_id=custom_id))
        self._article_id = article_id

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /) -> RemoveButton:
        """The button of a message from before, perhaps from before a restart."""
        return cls(match["article"])

    async def callback(self, interaction: Interaction) -> None:
        """Remove, and say so in place of the question."""
        try:
            require_admin(interaction)
            interaction.client.see_through()
            await interaction.response.defer()
            removed = await interaction.client.desk.office.remove(self._article_id, actor_of(interaction))
            await deliver(interaction, removed_card(removed))
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await fail(interaction, error)


class CancelButton(ui.DynamicItem[ui.Button[Any]], template=r"byline:keep"):
    """Leaves everything as it is."""

    def __init__(self) -> None:
        super().__init__(
            ui.Button(label="Keep", style=discord.ButtonStyle.secondary, custom_id="byline:keep")
        )

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], ___: re.Match[str], /) -> CancelButton:
        """The button of a message from before."""
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        """Say that nothing was removed, in place of the question."""
        try:
            await interaction.response.defer()
            await deliver(interaction, note_card("Kept. Nothing was removed."))
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await fail(interaction, error)


def removal_view(article_id: str) -> ui.View:
    """Both buttons."""
    view = ui.View(timeout=None)
    view.add_item(RemoveButton(article_id))
    view.add_item(CancelButton())
    return view
