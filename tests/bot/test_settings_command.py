"""What a server's admins set holds from the next question on, in their server alone, and over a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import BylineBot
from corpus import Corpus, ServerSettings
from tests.bot.newsroom import fill, running
from tests.bot.wire import shown
from tests.fakediscord import FakeChannel, FakeDiscord, objects

ASKED = {"question": "When did engineers close the Kestrel bridge?"}
ROLE = "77"


async def settings(fake: FakeDiscord, **options: Any) -> str:
    asked = await fake.slash("corpus settings", options, user=fake.admin())
    return shown(await asked.final())


async def said(fake: FakeDiscord, channel: FakeChannel | None = None, name: str = "Ben") -> str:
    asked = await fake.slash("ask", ASKED, user=fake.user(name), channel=channel)
    return shown(await asked.final())


@pytest.mark.usefixtures("bot")
async def test_settings_are_shown_changed_and_set_back(fakediscord: FakeDiscord) -> None:
    assert "all channels" in await settings(fakediscord)
    changed = await settings(fakediscord, private=True, model=False, cooldown=90)
    for words in ("Changed", "to the asker alone", '"off"', "90 seconds"):
        assert words in changed
    back = await settings(fakediscord, reset="cooldown")
    assert "as the operator set it" in back
    assert "to the asker alone" in back


@pytest.mark.usefixtures("bot")
async def test_only_admins_change_them(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("corpus settings", {"private": True}, user=fakediscord.user("Ben"))
    assert "for members who may manage the server" in shown(await asked.response())


@pytest.mark.usefixtures("bot")
async def test_it_answers_only_in_the_channels_that_were_set(fakediscord: FakeDiscord) -> None:
    guild = next(iter(fakediscord.world.guilds.values()))
    news = fakediscord.channel("news", guild.id)
    await settings(fakediscord, channels=f"<#{news.id}>")
    assert "answer in other channels only" in await said(fakediscord)
    assert "Kestrel bridge closed" in await said(fakediscord, news)
    before = len(fakediscord.said(guild.general))
    await fakediscord.mention(ASKED["question"])
    told = await fakediscord.message(before, guild.general)
    assert "answer in other channels only" in shown(told)
    private = fakediscord.dm(fakediscord.user("Ben"))
    assert "Kestrel bridge closed" in await said(fakediscord, private), "no server's rule holds in private"
    await settings(fakediscord, reset="channels")
    assert "Kestrel bridge closed" in await said(fakediscord)


async def test_what_is_set_holds_in_its_server_alone_and_over_a_restart(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fill(corpus)
    other = fakediscord.guild("Other").general
    async with running(fakediscord, corpus, memory):
        await settings(fakediscord, private=True, cooldown=600)
    async with running(fakediscord, corpus, memory):
        first = await fakediscord.slash("ask", ASKED, user=fakediscord.user("Ben"))
        await first.final()
        assert first.ephemeral
        assert "One question every 600 seconds" in await said(fakediscord)
        public = await fakediscord.slash("ask", ASKED | {"private": False}, user=fakediscord.user("Cem"))
        await public.final()
        assert not public.ephemeral, "who asks says whether it is private"
        elsewhere = await fakediscord.slash("ask", ASKED, user=fakediscord.user("Ben"), channel=other)
        await elsewhere.final()
        assert not elsewhere.ephemeral
        assert "Kestrel bridge closed" in await said(fakediscord, other)


async def test_members_of_the_role_that_was_set_are_admins(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild_of, member_of = objects.guild, objects.member

    def guild(*given: Any) -> Any:
        payload = guild_of(*given)
        role = {**payload["roles"][0], "id": ROLE, "name": "editors"}
        return payload | {"roles": [*payload["roles"], role]}

    def member(of: Any, permissions: int | None = None) -> Any:
        return member_of(of, permissions) | ({"roles": [ROLE]} if of["username"] == "eve" else {})

    monkeypatch.setattr(objects, "guild", guild)
    monkeypatch.setattr(objects, "member", member)
    fill(corpus)
    server = next(iter(fakediscord.world.guilds))
    async with running(fakediscord, corpus, memory) as bot:
        for allowed in (False, True):
            asked = await fakediscord.slash("corpus status", user=fakediscord.user("Eve"))
            message = shown(await asked.response() if not allowed else await asked.final())
            assert ("articles in" in message) == allowed
            await bot.desk.rules.put(int(server), ServerSettings(admin_role=ROLE))
        stranger = await fakediscord.slash("corpus status", user=fakediscord.user("Ben"))
        assert "for members who may manage" in shown(await stranger.response())


async def test_without_the_model_an_answer_is_made_of_quotes(
    bot: BylineBot, fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    parts = bot.desk._parts
    for answerer, model in ((parts.answerer, True), (parts.plain, False)):
        answer = answerer.answer

        def spy(*given: Any, model: bool = model, answer: Any = answer, **named: Any) -> Any:
            asked.append(model)
            return answer(*given, **named)

        monkeypatch.setattr(answerer, "answer", spy)
    await said(fakediscord)
    await settings(fakediscord, model=False)
    await said(fakediscord)
    assert asked == [True, False]
    assert parts.plain._writer is None
