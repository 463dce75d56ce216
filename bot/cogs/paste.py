"""The form behind `/corpus add text`."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.access import require_admin
from bot.cogs.jobs import start_job
from bot.questions import hints_of
from bot.replies import Interaction, acknowledge, fail
from corpus import ItemKind, JobItem


def _line(
    name: str, maximum: int, *, required: bool = False, example: str | None = None
) -> ui.TextInput[Any]:
    return ui.TextInput(custom_id=name, max_length=maximum, required=required, placeholder=example)


class PasteForm(ui.Modal, title="Add an article"):
    """Headline, text, publisher, date and address of one article."""

    headline = ui.Label(text="Headline", component=_line("headline", 300, required=True))
    text: ui.Label[Any] = ui.Label(
        text="Text",
        description="Up to 4,000 characters; a longer one goes in with /corpus add file",
        component=ui.TextInput(custom_id="text", style=discord.TextStyle.paragraph, max_length=4_000),
    )
    publisher = ui.Label(text="Publisher", component=_line("publisher", 100))
    published = ui.Label(text="Published on", component=_line("published", 40, example="2024-09-10"))
    link = ui.Label(text="Address", component=_line("link", 500, example="https://…"))

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Add what the form holds."""
        require_admin(interaction)
        await acknowledge(interaction, private=True)
        hints = hints_of(
            _said(self.publisher), _said(self.published), title=_said(self.headline), url=_said(self.link)
        )
        data = (_said(self.text) or "").encode()
        await start_job(interaction, [JobItem(ItemKind.FILE, "text.txt", hints, data)])

    async def on_error(self, interaction: Interaction, error: Exception, /) -> None:  # type: ignore[override]
        """Say what went wrong."""
        await fail(interaction, error)


def _said(label: ui.Label[Any]) -> str | None:
    value = label.component.value  # type: ignore[attr-defined]
    return value.strip() or None if value else None
