"""`/corpus settings`: shows what a server has set, and changes it from the next question on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.card import Card, Field
from bot.replies import Interaction, acknowledge, deliver
from corpus import ServerSettings

LONGEST_COOLDOWN = 86_400
MOST_QUESTION_DAYS = 365
MOST_CHANNELS = 50
RESETS = {
    "channels": "Answer in all channels",
    "admin_role": "No role of admins beside those who may manage the server",
    "private": "Show answers to everybody",
    "model": "Let the language model word answers",
    "cooldown": "The cooldown that the operator set",
    "question_days": "Keep no questions",
}
_DEFAULT = ServerSettings()
_CHANNEL = re.compile(r"<#(\d{1,20})>")


async def settle(interaction: Interaction, changes: dict[str, Any], reset: str | None) -> None:
    """Change what was given, and show how everything is set then."""
    await acknowledge(interaction, private=True)
    rules, server = interaction.client.desk.rules, interaction.guild_id or 0
    before = rules.of(server)
    after = replace(before, **changes)
    if reset:
        after = replace(after, **{reset: getattr(_DEFAULT, reset)})
    if after != before:
        await rules.put(server, after)
    if after.question_days < before.question_days:
        await interaction.client.upkeep.prune_questions()
    await deliver(interaction, settings_card(after, changed=after != before))


def channels_in(written: str) -> tuple[str, ...]:
    """The channels that are mentioned in an option; nothing for all of them."""
    return tuple(dict.fromkeys(_CHANNEL.findall(written)))[:MOST_CHANNELS]


def settings_card(settings: ServerSettings, changed: bool) -> Card:
    """How a server is set."""
    wait = settings.cooldown
    seconds = "as the operator set it" if wait is None else f"{wait:,.0f} seconds" if wait else "none"
    fields = (
        Field("Answers in", " ".join(f"<#{one}>" for one in settings.channels) or "all channels"),
        Field("Admins", _admins(settings)),
        Field("Answers are shown", "to the asker alone" if settings.private else "to everybody"),
        Field("Language model", "on, where the operator has configured one" if settings.model else "off"),
        Field("Wait between two questions of a member", seconds),
        Field("Questions", _questions(settings.question_days)),
    )
    text = "Changed, from the next question on." if changed else "Options of this command change them."
    return Card(text, "Settings", fields)


def _admins(settings: ServerSettings) -> str:
    role = f", and <@&{settings.admin_role}>" if settings.admin_role else ""
    return f"who may manage the server{role}"


def _questions(days: int) -> str:
    if not days:
        return "not kept, but in threads of follow-ups and with votes"
    kept = "for one day" if days == 1 else f"for {days:,} days"
    return f"kept {kept}, those that all may see; /corpus questions shows them, without who asked"
