"""What Discord offers while somebody types: at most 25 choices, and never an error."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from discord import app_commands

from bot.desk import ServerDesk
from bot.escape import plain
from bot.limits import CHOICE, CHOICES, cut, units
from bot.office import Office
from corpus import Filters
from retrieval import aliases_of, day

log = logging.getLogger(__name__)

# So many of the newest articles are looked through for a headline.
RECENT = 500


async def publisher_choices(desk: ServerDesk, typed: str) -> list[app_commands.Choice[str]]:
    """Publishers who are called what was typed, or whose name contains it, those that begin with it first."""
    try:
        names = [name for name, _ in await desk.publishers()]
    except Exception:
        log.exception("Publishers could not be offered.")
        return []
    wanted = typed.strip().casefold()
    called = [name for name in names if wanted in aliases_of(name)]
    others = [name for name in names if wanted in name.casefold() and name not in called]
    others.sort(key=lambda name: not name.casefold().startswith(wanted))
    return _choices((name, name) for name in (*called, *others))


async def article_choices(desk: ServerDesk, typed: str) -> list[app_commands.Choice[str]]:
    """Recent articles by headline, publisher and date; the value is the article's id."""
    try:
        stored, _ = await desk.page(Filters(), limit=RECENT)
    except Exception:
        log.exception("Articles could not be offered.")
        return []
    labels = (
        (_label(one.article.title, one.article.publisher, day(one.article.published_at)), one.id)
        for one in stored
    )
    wanted = typed.strip().casefold()
    matching = [(label, value) for label, value in labels if wanted in label.casefold() or wanted == value]
    matching.sort(key=lambda choice: not choice[0].casefold().startswith(wanted))
    return _choices(matching)


async def feed_choices(office: Office, server: int, typed: str) -> list[app_commands.Choice[str]]:
    """Feeds by name and address; the value is the feed's id."""
    try:
        feeds = [status.feed for status in await office.feeds(str(server))]
    except Exception:
        log.exception("Feeds could not be offered.")
        return []
    wanted = typed.strip().casefold()
    named = ((f"{cut(plain(feed.name), 40)} · {cut(plain(feed.address), 55)}", feed.id) for feed in feeds)
    return _choices((label, value) for label, value in named if wanted in label.casefold() or wanted == value)


def _label(title: str, publisher: str | None, date: str) -> str:
    end = " · ".join(part for part in (cut(plain(publisher or ""), 30), date) if part)
    return f"{cut(plain(title), CHOICE - units(end) - 3)} · {end}"


def _choices(matching: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=plain(name), value=value)
        for name, value in matching
        if 0 < units(plain(name)) <= CHOICE and 0 < units(value) <= CHOICE
    ][:CHOICES]
