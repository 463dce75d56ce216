"""What is offered while somebody types, in every option of every command: at most 25, and never an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot import BylineBot
from corpus import Corpus, CorpusError
from tests.bot.newsroom import FERRY, fill, hints, owned
from tests.fakediscord import FakeDiscord, Json

MANY = 40


def options_of(level: Json, path: str = "") -> Iterator[tuple[str, str]]:
    """Every option that offers something, with its command's whole name."""
    name = f"{path} {level['name']}".strip()
    for option in level.get("options") or []:
        if option["type"] in (1, 2):
            yield from options_of(option, name)
        elif option.get("autocomplete"):
            yield name, option["name"]


def offered(fake: FakeDiscord) -> list[tuple[str, str]]:
    commands = [command for command in fake.world.commands[None] if command["type"] == 1]
    return [found for command in commands for found in options_of(command)]


async def choices(fake: FakeDiscord, command: str, option: str, typed: str) -> list[Json]:
    handle = await fake.autocomplete(command, (option, typed), user=fake.admin())
    return await handle.choices()


async def test_of_many_at_most_25_are_offered(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    stories = [
        (f"{FERRY} It was the ferry number {n}.", hints(f"Ferry {n} aground", f"Post of {n}", "2024-09-10"))
        for n in range(MANY)
    ]
    fill(owned(corpus, fakediscord), stories)
    every = offered(fakediscord)
    assert {option for _, option in every} >= {"publisher", "article", "feed"}
    for command, option in every:
        found = await choices(fakediscord, command, option, "")
        assert len(found) <= 25
        if option in ("publisher", "article"):
            assert len(found) == 25


@pytest.mark.parametrize(
    "typed", ["", "harbour", "@everyone ` * <@1>", "x" * 100, "\u202e", "%_'\"--", "🛳" * 40]
)
async def test_whatever_is_typed_is_no_error(fakediscord: FakeDiscord, bot: BylineBot, typed: str) -> None:
    for command, option in offered(fakediscord):
        assert isinstance(await choices(fakediscord, command, option, typed), list)


async def test_a_library_that_cannot_be_read_offers_nothing(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise CorpusError("the disk is gone")

    for name in ("publishers", "page"):
        monkeypatch.setattr(type(corpus.library), name, broken)
    monkeypatch.setattr(bot.desk.office, "feeds", broken)
    for command, option in offered(fakediscord):
        assert await choices(fakediscord, command, option, "") == []


async def test_articles_and_feeds_are_offered_to_admins_only(
    fakediscord: FakeDiscord, bot: BylineBot
) -> None:
    for command, option in offered(fakediscord):
        if option in ("article", "feed"):
            handle = await fakediscord.autocomplete(command, (option, ""))
            assert await handle.choices() == []
