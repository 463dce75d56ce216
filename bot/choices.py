"""What Discord offers while somebody types: at most 25 choices, and never an error."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from discord import app_commands

from bot.desk import Desk
from bot.escape import plain
from bot.limits import CHOICE, CHOICES, cut, units
from corpus import Filters
from retrieval import day

log = logging.getLogger(__name__)

# So many of the newest articles are looked through for a headline.
RECENT = 500


async def publisher_choices(desk: Desk, typed: str) -> list[app_commands.Choice[str]]:
    """Publishers whose name contains what was typed, those that begin with it first."""
    try:
        names = [name for name, _ in await desk.publishers()]
    except Exception:
        log.exception("Publishers could not be offered.")
        return []
    return _choices(typed, ((name, name) for name in names))


async def article_choices(desk: Desk, typed: str) -> list[app_commands.Choice[str]]:
    """Recent articles by headline, publisher and date; the value is the article's id."""
    try:
        stored = await desk.articles(Filters(), limit=RECENT)
    except Exception:
        log.exception("Articles could not be offered.")
        return []
    labels = (
        (_label(one.article.title, one.article.publisher, day(one.article.published_at)), one.id)
        for one in stored
    )
    return _choices(typed, labels)


def _label(title: str, publisher: str | None, date: str) -> str:
    end = " · ".join(part for part in (cut(plain(publisher or ""), 30), date) if part)
    return f"{cut(plain(title), CHOICE - units(end) - 3)} · {end}"


def _choices(typed: str, offered: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    wanted = typed.strip().casefold()
    matching = [(name, value) for name, value in offered if wanted in name.casefold() or wanted == value]
    matching.sort(key=lambda choice: not choice[0].casefold().startswith(wanted))
    return [
        app_commands.Choice(name=plain(name), value=value)
        for name, value in matching
        if 0 < units(plain(name)) <= CHOICE and 0 < units(value) <= CHOICE
    ][:CHOICES]
