"""The buttons below an answer. What they need is kept under the key in their ids, for years."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord
from discord import ui

from bot.access import require_reader
from bot.archive import differ_of
from bot.errors import AnswerGoneError
from bot.feedback import vote
from bot.follow import follow_up
from bot.gone import offer_again
from bot.passages import address_of, differ_card, passage_card
from bot.replies import Interaction, acknowledge, deliver, fail
from corpus import KeptAnswer
from retrieval import Answer

Press = Callable[[Interaction, KeptAnswer], Awaitable[None]]
_KEY = r"(?P<key>[\w-]{4,40})"
_STYLE = discord.ButtonStyle.secondary


def answer_buttons(answer: Answer, key: str) -> ui.View:
    """What is below an answer or a refusal."""
    view = ui.View(timeout=None)
    if answer.citations:
        view.add_item(AnswerButton("passages", key))
    if answer.disagreements:
        view.add_item(AnswerButton("differ", key))
    for what in ("follow", "good", "bad"):
        view.add_item(AnswerButton(what, key))
    return view


async def _passages(interaction: Interaction, kept: KeptAnswer) -> None:
    await acknowledge(interaction, private=True)
    await _show(interaction, kept, 0)


async def _differ(interaction: Interaction, kept: KeptAnswer) -> None:
    await acknowledge(interaction, private=True)
    differ = differ_of(kept)
    numbers = {number for _, sides in differ for side in sides for number in side}
    sides = [one for one in kept.citations if one.number in numbers]
    cited = await interaction.client.desk.archive.cited(kept, *sides)
    await deliver(interaction, differ_card(differ, cited))


async def _good(interaction: Interaction, kept: KeptAnswer) -> None:
    await vote(interaction, kept, good=True)


async def _bad(interaction: Interaction, kept: KeptAnswer) -> None:
    await vote(interaction, kept, good=False)


async def _gone(_: Interaction, __: KeptAnswer) -> None:
    raise AnswerGoneError


# Words beside each picture: nothing is said by an emoji alone.
_KINDS: dict[str, tuple[str, str | None, Press]] = {
    "passages": ("Passages", None, _passages),
    "differ": ("Sources differ", None, _differ),
    "follow": ("Ask a follow-up", None, follow_up),
    "good": ("Helpful", "👍", _good),
    "bad": ("Not helpful", "👎", _bad),
}


class AnswerButton(ui.DynamicItem[ui.Button[Any]], template=rf"byline:answer:(?P<what>[a-z]{{3,12}}):{_KEY}"):
    """One of the buttons below an answer."""

    def __init__(self, what: str, key: str) -> None:
        # A kind that there is no more says so, as an answer does.
        label, emoji, self._press = _KINDS.get(what, (what, None, _gone))
        custom_id = f"byline:answer:{what}:{key}"
        super().__init__(ui.Button(label=label, emoji=emoji, style=_STYLE, custom_id=custom_id))
        self._key = key

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a message from before, perhaps from years before."""
        return cls(match["what"], match["key"])

    async def callback(self, interaction: Interaction) -> None:
        """Do what it is for, for whoever may see the answer."""
        await _for_reader(interaction, self._key, self._press)


class PassageButton(
    ui.DynamicItem[ui.Button[Any]], template=rf"byline:passage:(?P<way>[pn]):(?P<page>\d{{1,4}}):{_KEY}"
):
    """Turns to another passage, in place."""

    def __init__(self, way: str, page: int, key: str, disabled: bool = False) -> None:
        label = "Previous" if way == "p" else "Next"
        custom_id = f"byline:passage:{way}:{page}:{key}"
        button: ui.Button[Any] = ui.Button(label=label, style=_STYLE, custom_id=custom_id, disabled=disabled)
        super().__init__(button)
        self._page, self._key = page, key

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a pager from before."""
        return cls(match["way"], int(match["page"]), match["key"])

    async def callback(self, interaction: Interaction) -> None:
        """Turn to it."""

        async def turn(interaction: Interaction, kept: KeptAnswer) -> None:
            interaction.client.see_through()
            await interaction.response.defer()
            await _show(interaction, kept, self._page)

        await _for_reader(interaction, self._key, turn)


async def _for_reader(interaction: Interaction, key: str, press: Press) -> None:
    try:
        kept = await interaction.client.desk.archive.find(key)
        require_reader(interaction, kept)
        await press(interaction, kept)
    except AnswerGoneError as error:
        await _say_gone(interaction, error)
    except Exception as error:  # noqa: BLE001 - discord.py would only log it
        await fail(interaction, error)


async def _say_gone(interaction: Interaction, error: AnswerGoneError) -> None:
    try:
        await offer_again(interaction)
    except Exception as worse:  # noqa: BLE001 - discord.py would only log it
        await fail(interaction, error if isinstance(worse, AnswerGoneError) else worse)


async def _show(interaction: Interaction, kept: KeptAnswer, page: int) -> None:
    page, last = min(page, len(kept.citations) - 1), len(kept.citations) - 1
    (cited,) = await interaction.client.desk.archive.cited(kept, kept.citations[page])
    view = ui.View(timeout=None)
    if last:
        view.add_item(PassageButton("p", max(page - 1, 0), kept.key, disabled=page == 0))
        view.add_item(PassageButton("n", min(page + 1, last), kept.key, disabled=page == last))
    if url := address_of(cited):
        view.add_item(ui.Button(label="Open article", url=url))
    card = passage_card(cited, page + 1, last + 1)
    await deliver(interaction, card, view if view.children else None)
