"""The buttons that turn the pages of lists. What they need is in their ids: they outlive a restart."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Self

import discord
from discord import ui

from bot.access import require_admin
from bot.feedbackcards import PAGE as FEEDBACK_PAGE
from bot.feedbackcards import feedback_card
from bot.limits import units
from bot.listing import articles_card
from bot.logcards import PAGE as LOG_PAGE
from bot.logcards import log_card
from bot.questioncards import PAGE as QUESTIONS_PAGE
from bot.questioncards import questions_card
from bot.replies import Interaction, deliver, fail
from corpus import Action, Filters, LogFilters

LIST_PAGE = 10
_LONGEST_NAME = 50


async def show_articles(interaction: Interaction, filters: Filters, page: int) -> None:
    """Show a page of articles in the message that was promised or pressed."""
    desk, before = interaction.client.desk.at(interaction.guild_id), (page - 1) * LIST_PAGE
    articles, total = await desk.page(filters, limit=LIST_PAGE, offset=before)
    card = articles_card(articles, total, first=before + 1)
    await deliver(interaction, card, _list_pages(filters, page, before + len(articles) < total))


async def show_log(interaction: Interaction, filters: LogFilters, page: int) -> None:
    """Show a page of the log in the message that was promised or pressed."""
    before = (page - 1) * LOG_PAGE
    server = str(interaction.guild_id)
    entries, total = await interaction.client.desk.office.entries(server, filters, LOG_PAGE, before)
    card = log_card(entries, total, before + 1, server)
    view = _view(page, before + len(entries) < total, lambda number: LogPageButton(number, filters, page))
    await deliver(interaction, card, view)


async def show_feedback(interaction: Interaction, page: int) -> None:
    """Show a page of this server's votes in the message that was promised or pressed."""
    before = (page - 1) * FEEDBACK_PAGE
    archive = interaction.client.desk.archive
    judged, counts = await archive.votes(str(interaction.guild_id), FEEDBACK_PAGE, before)
    more = before + len(judged) < sum(counts)
    view = _view(page, more, lambda number: FeedbackPageButton(number, page))
    await deliver(interaction, feedback_card(judged, counts, before + 1), view)


async def show_questions(interaction: Interaction, page: int) -> None:
    """Show a page of what was asked in this server in the message that was promised or pressed."""
    before = (page - 1) * QUESTIONS_PAGE
    client, server = interaction.client, interaction.guild_id
    asked, counts = await client.desk.archive.questions(str(server), QUESTIONS_PAGE, before)
    more = before + len(asked) < sum(counts)
    view = _view(page, more, lambda number: QuestionPageButton(number, page))
    kept = client.desk.rules.keeps_questions(server)
    await deliver(interaction, questions_card(asked, counts, before + 1, kept), view)


class _Page(ui.DynamicItem[ui.Button[Any]], template=r"byline:no-page"):
    """A button that shows another page in place of the one it is under."""

    labels = ("Newer", "Older")

    def __init__(self, page: int, shown: int, custom_id: str) -> None:
        label = self.labels[page >= shown]
        button: ui.Button[Any] = ui.Button(
            label=label, style=discord.ButtonStyle.secondary, custom_id=custom_id
        )
        super().__init__(button)
        self.page = page

    async def show(self, interaction: Interaction) -> None:
        """Show the page."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Turn to it."""
        try:
            require_admin(interaction)
            interaction.client.see_through()
            await interaction.response.defer()
            await self.show(interaction)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await fail(interaction, error)


class ListPageButton(
    _Page, template=r"byline:list:(?P<page>\d{1,7}):(?P<since>-?\d*):(?P<until>-?\d*):(?P<publisher>.*)"
):
    """Another page of the articles."""

    def __init__(self, page: int, filters: Filters, shown: int = 0) -> None:
        publisher = filters.publishers[0] if filters.publishers else ""
        spans = f"{_number(filters.since)}:{_number(filters.until)}"
        super().__init__(page, shown, f"byline:list:{page}:{spans}:{publisher}")
        self._filters = filters

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a message from before."""
        publishers = (match["publisher"],) if match["publisher"] else ()
        filters = Filters(publishers, _moment(match["since"]), _moment(match["until"]))
        return cls(int(match["page"]), filters)

    async def show(self, interaction: Interaction) -> None:
        """Show the page."""
        await show_articles(interaction, self._filters, self.page)


class LogPageButton(_Page, template=r"byline:log:(?P<page>\d{1,7}):(?P<since>-?\d*):(?P<action>[a-z-]*)"):
    """Another page of the log."""

    def __init__(self, page: int, filters: LogFilters, shown: int = 0) -> None:
        action = filters.action.value if filters.action else ""
        super().__init__(page, shown, f"byline:log:{page}:{_number(filters.since)}:{action}")
        self._filters = filters

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a message from before."""
        action = Action(match["action"]) if match["action"] else None
        return cls(int(match["page"]), LogFilters(since=_moment(match["since"]), action=action))

    async def show(self, interaction: Interaction) -> None:
        """Show the page."""
        await show_log(interaction, self._filters, self.page)


class FeedbackPageButton(_Page, template=r"byline:feedback:(?P<page>\d{1,7})"):
    """Another page of the votes."""

    def __init__(self, page: int, shown: int = 0) -> None:
        super().__init__(page, shown, f"byline:feedback:{page}")

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a message from before."""
        return cls(int(match["page"]))

    async def show(self, interaction: Interaction) -> None:
        """Show the page."""
        await show_feedback(interaction, self.page)


class QuestionPageButton(_Page, template=r"byline:questions:(?P<page>\d{1,7})"):
    """Another page of what was asked."""

    labels = ("Previous", "Next")

    def __init__(self, page: int, shown: int = 0) -> None:
        super().__init__(page, shown, f"byline:questions:{page}")

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button of a message from before."""
        return cls(int(match["page"]))

    async def show(self, interaction: Interaction) -> None:
        """Show the page."""
        await show_questions(interaction, self.page)


def _list_pages(filters: Filters, page: int, more: bool) -> ui.View | None:
    # An id has room for 100 characters; where a name is longer, the option `page` turns the pages.
    if any(units(name) > _LONGEST_NAME for name in filters.publishers):
        return None
    return _view(page, more, lambda number: ListPageButton(number, filters, page))


def _view(page: int, more: bool, button: Any) -> ui.View | None:
    """Both buttons, or the one there is a page for."""
    numbers = [page - 1] * (page > 1) + [page + 1] * more
    if not numbers:
        return None
    view = ui.View(timeout=None)
    for number in numbers:
        view.add_item(button(number))
    return view


def _number(moment: datetime | None) -> str:
    return str(int(moment.timestamp())) if moment else ""


def _moment(number: str) -> datetime | None:
    return datetime.fromtimestamp(int(number), UTC) if number else None
