"""Lists that are paged, the log, and one article with its past."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import BylineBot
from corpus import Actor, Corpus, Hints, ingest_drafts, read_bytes, remove_article
from tests.bot.newsroom import FERRY, fill, owned, running
from tests.bot.wire import shown
from tests.fakediscord import FakeDiscord

BEN = Actor("Ben **bold** @everyone", "discord", id="8", server="1", channel="2")


def add(corpus: Corpus, count: int, publisher: str = "Harbour Post") -> None:
    for number in range(count):
        text = f"{FERRY} This is telling number {number} of it."
        hints = Hints(title=f"Telling {number}", publisher=publisher)
        list(ingest_drafts(read_bytes("story.txt", text.encode(), hints), corpus))


@pytest.mark.usefixtures("bot")
async def test_the_pages_of_the_articles_are_turned_by_buttons(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    add(corpus, 12)
    admin = fakediscord.admin()
    asked = await fakediscord.slash("corpus list", {"publisher": "Harbour Post"}, user=admin)
    first = await asked.final()
    assert "Articles 1 to 10 of 14" in shown(first)
    older = await fakediscord.click(first, "Older", user=admin)
    second = await older.final()
    assert "Articles 11 to 14 of 14" in shown(second)
    assert "Market hall" not in shown(second)
    stranger = await fakediscord.click(second, "Newer", user=fakediscord.user("Ada"))
    assert "for members who may manage the server" in shown(await stranger.final())
    newer = await fakediscord.click(second, "Newer", user=admin)
    assert "Articles 1 to 10 of 14" in shown(await newer.final())


async def test_the_pages_are_turned_after_a_restart_too(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot
) -> None:
    add(corpus, 9)
    asked = await fakediscord.slash("corpus list", user=fakediscord.admin())
    first = await asked.final()
    await bot.close()
    async with running(fakediscord, corpus, memory):
        older = await fakediscord.click(first, "Older", user=fakediscord.admin())
        assert "Articles 11 to 12 of 12" in shown(await older.final())


@pytest.mark.usefixtures("bot")
async def test_articles_are_listed_by_date(fakediscord: FakeDiscord) -> None:
    options = {"since": "2024-09-11", "until": "2024-09-30"}
    asked = await fakediscord.slash("corpus list", options, user=fakediscord.admin())
    message = shown(await asked.final())
    assert "Articles 1 to 1 of 1" in message
    assert "Market hall of Dunmore to go" in message
    asked = await fakediscord.slash("corpus list", {"since": "soon"}, user=fakediscord.admin())
    assert "is not a date I can read" in shown(await asked.final())


@pytest.mark.usefixtures("own_bot")
async def test_the_log_is_paged_and_shows_who_where_what_and_how_it_ended(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    own = owned(corpus, fakediscord)
    add(own, 9)
    stored = corpus.library.articles()[0]
    add(corpus.by(BEN), 3)
    ben = replace(BEN, server=own.library.actor.server)
    remove_article(corpus.by(ben), stored.id)
    admin = fakediscord.admin()
    asked = await fakediscord.slash("corpus log", user=admin)
    first = await asked.final()
    assert "Log 1 to 10 of 13" in shown(first)
    assert "remove → removed" in shown(first)
    assert "Ben \\\\*\\\\*bold\\\\*\\\\*" in shown(first)
    assert first["mentions"] == []
    older = await fakediscord.click(first, "Older", user=admin)
    assert "Log 11 to 13 of 13" in shown(await older.final())
    asked = await fakediscord.slash("corpus log", {"action": "remove"}, user=admin)
    assert "Log 1 to 1 of 1" in shown(await asked.final())
    asked = await fakediscord.slash("corpus log", {"since": "2099-01-01"}, user=admin)
    assert "Nothing of this is in the log." in shown(await asked.final())


@pytest.mark.usefixtures("own_bot")
async def test_an_article_is_shown_with_its_versions_its_copies_and_its_past(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    hints = Hints("Ferry Aurora runs aground", "Harbour Post", url="https://harbour.example/ferry")
    own = owned(corpus, fakediscord)
    list(ingest_drafts(read_bytes("story.txt", f"{FERRY} Nobody died.".encode(), hints), own))
    copy = Hints("Ferry aground", "Dunmore Times", url="https://dunmore.example/ferry")
    list(ingest_drafts(read_bytes("copy.txt", f"{FERRY} Nobody died.".encode(), copy), own))
    (stored,) = [s for s in corpus.library.articles() if s.article.url == hints.url]
    asked = await fakediscord.slash("corpus show", {"article": stored.id}, user=fakediscord.admin())
    message = shown(await asked.final())
    assert f"`{stored.id}`" in message
    assert "- 2: Ferry Aurora runs aground" in message
    assert "- 1: Ferry Aurora runs aground" in message
    assert "Dunmore Times" in message
    assert "update → updated" in message
    asked = await fakediscord.slash("corpus show", {"article": "ffffffff"}, user=fakediscord.admin())
    assert "There is no such article" in shown(await asked.final())


@pytest.mark.usefixtures("own_bot")
async def test_a_removal_in_discord_is_in_the_log(fakediscord: FakeDiscord, corpus: Corpus) -> None:
    stored = corpus.library.articles()[0]
    asked = await fakediscord.slash("corpus remove", {"article": stored.id}, user=fakediscord.admin())
    removed = await fakediscord.click(await asked.final(), "Remove", user=fakediscord.admin())
    await removed.final()
    entry = corpus.library.log.entries(limit=1)[0]
    assert (entry.by.name, entry.by.server) == ("admin", asked.guild_id)
    assert entry.change.article_id == stored.id


@pytest.mark.parametrize("command", ["corpus show", "corpus status", "corpus log"])
async def test_only_admins_look(fakediscord: FakeDiscord, corpus: Corpus, memory: Path, command: str) -> None:
    fill(corpus)
    options = {"article": "abc"} if command == "corpus show" else {}
    async with running(fakediscord, corpus, memory):
        asked = await fakediscord.slash(command, options, user=fakediscord.user("Ada"))
        said = await asked.response()
        assert said["content"] == "This command is for members who may manage the server."
