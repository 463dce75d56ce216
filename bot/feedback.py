"""👍 and 👎: a vote with the question, the answer and its citations, and the form that asks why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.archive import quoted
from bot.replies import Interaction, acknowledge, say
from bot.shown import answer_of, question_of
from corpus import KeptAnswer, Vote, utc_now

REASON = 1_000
# So much of an answer is kept with a vote; more than a description holds.
MOST = 4_096
THANKS = "Thank you, your vote is kept for {readers}. Another press changes it."
CHANGED = "Thank you, your reason is kept with your vote for {readers}."
FORM = "byline:why:"


async def vote(interaction: Interaction, kept: KeptAnswer, *, good: bool) -> None:
    """Keep the vote; for 👎 open the form first, for a form can only be the first response."""
    at = utc_now()
    if good:
        await acknowledge(interaction, private=True)
        await _keep(interaction, kept, at, good=True)
        await say(interaction, THANKS.format(readers=_readers(kept)))
    else:
        interaction.client.see_through()
        await interaction.response.send_modal(_why_form(kept))
        await _keep(interaction, kept, at, good=False)


def _why_form(kept: KeptAnswer) -> ui.Modal:
    """Asks what is wrong; who closes it has voted all the same. `bot.cogs.forms` takes what comes back."""
    form = ui.Modal(title="What is wrong with this answer?", custom_id=f"{FORM}{kept.key}")
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id="why", style=discord.TextStyle.paragraph, max_length=REASON, required=False
    )
    form.add_item(ui.Label(text="Why", description=f"Kept for {_readers(kept)}", component=field))
    form.stop()  # discord.py would keep every form that nobody sends, for ever
    return form


async def explain_vote(interaction: Interaction, kept: KeptAnswer, why: str) -> None:
    """Keep what the form says with the vote."""
    at = utc_now()
    await acknowledge(interaction, private=True)
    # The vote was kept as the form was opened, unless that failed or is still under way.
    await _keep(interaction, kept, at, good=False, reason=why.strip()[:REASON] or None)
    told = CHANGED if why.strip() else THANKS
    await say(interaction, told.format(readers=_readers(kept)))


async def _keep(
    interaction: Interaction, kept: KeptAnswer, at: datetime, *, good: bool, reason: str | None = None
) -> None:
    archive = interaction.client.desk.archive
    await archive.vote(
        Vote(
            answer=kept.key,
            user=str(interaction.user.id),
            at=at,
            good=good,
            question=question_of(interaction.message),
            said=answer_of(interaction.message)[:MOST],
            citations=quoted(await archive.cited(kept, *kept.citations)),
            server=kept.server,
            reason=reason,
        )
    )


def _readers(kept: KeptAnswer) -> str:
    return "the admins of this server and the bot's operator" if kept.server else "the bot's operator"
