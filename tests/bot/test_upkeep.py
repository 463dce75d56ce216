"""What another process sets holds here too; what is kept for long enough goes, and its buttons say so."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import BotSettings, BylineBot
from bot.upkeep import UpkeepLoop
from corpus import Corpus, Library, ServerSettings
from tests.bot.newsroom import fill, running
from tests.bot.test_buttons import HURT, asked, embed, labels
from tests.fakediscord import FakeDiscord


async def test_what_another_process_sets_holds_soon_without_a_restart(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.upkeep.REST", 0.02)
    fill(corpus)
    server = next(iter(fakediscord.world.guilds))
    async with running(fakediscord, corpus, memory) as bot:
        with Library.open(corpus.library.path.parent) as other:
            other.servers.put(server, ServerSettings(private=True))
        await fakediscord.until(lambda: bot.desk.rules.of(server).private, "what the other process has set")
        answer = await fakediscord.slash("ask", {"question": HURT})
        await answer.final()
        assert answer.ephemeral


async def test_what_is_set_while_it_is_read_is_not_lost(bot: BylineBot) -> None:
    rules = bot.desk.rules
    await asyncio.gather(
        rules.refresh(), rules.put(7, ServerSettings(model=False)), rules.refresh(), rules.refresh()
    )
    assert not rules.of(7).model


async def test_what_goes_wrong_is_logged_and_it_goes_on(
    bot: BylineBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    enough, rests = asyncio.Event(), 0

    async def rest(_: float) -> None:
        nonlocal rests
        rests += 1
        if rests == 2:
            enough.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(bot.desk.rules, "_servers", None)
    loop = UpkeepLoop(bot.desk, BotSettings("t"), rest)
    loop.start()
    await enough.wait()
    loop.close()
    assert caplog.text.count("could not be read") == 2


async def test_an_answer_that_was_let_go_of_offers_its_question_again_to_whoever_presses(
    fakediscord: FakeDiscord, bot: BylineBot
) -> None:
    answer = await asked(fakediscord)
    bot.upkeep._most = 0
    await bot.upkeep.prune()
    for button in ("Passages", "Helpful", "Ask a follow-up"):
        pressed = await fakediscord.click(answer, button)
        told = await pressed.final()
        assert pressed.ephemeral
        assert "no longer kept" in embed(told)["description"]
        assert labels(told) == ["Ask again"]
    again = await fakediscord.click(told, "Ask again")
    anew = await again.final(lambda message: "Passages" in labels(message))
    assert again.ephemeral
    assert embed(anew)["title"] == HURT
    assert "Twelve passengers" in embed(anew)["description"].replace("**", "")
    shown = await (await fakediscord.click(anew, "Passages")).final()
    assert "Passage 1" in embed(shown)["title"]


async def test_a_question_that_is_not_known_in_full_is_not_asked_again(
    fakediscord: FakeDiscord, bot: BylineBot
) -> None:
    answer = await asked(fakediscord, HURT + " *_*" * 60)
    bot.upkeep._most = 0
    await bot.upkeep.prune()
    told = await (await fakediscord.click(answer, "Helpful")).final()
    assert "Please ask the question again" in told["content"]


async def test_answers_are_let_go_of_by_age_and_by_number(fakediscord: FakeDiscord, bot: BylineBot) -> None:
    first, second = await asked(fakediscord), await asked(fakediscord)
    await bot.upkeep.prune()
    assert "Passage 1" in embed(await (await fakediscord.click(first, "Passages")).final())["title"]
    bot.upkeep._most = 1
    await bot.upkeep.look()
    assert "Passage 1" in embed(await (await fakediscord.click(first, "Passages")).final())["title"], (
        "not twice an hour"
    )
    bot.upkeep._pruned_at = None
    await bot.upkeep.look()
    assert "no longer" in embed(await (await fakediscord.click(first, "Passages")).final())["description"]
    assert "Passage 1" in embed(await (await fakediscord.click(second, "Passages")).final())["title"]
