from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest

from bot import BotSettings, BylineBot, Desk, command_names
from bot.errors import GatewayError, SyncError
from bot.sync import fingerprint
from corpus import Corpus
from retrieval import RetrievalSettings, build_answerer
from tests.bot.newsroom import no_pause, running
from tests.fakediscord import FakeDiscord
from tests.fakediscord.fixtures import run_client

COMMANDS = "/applications/*/commands"
GUILD_COMMANDS = "/applications/*/guilds/*/commands"


def test_the_commands_of_the_interface_are_there() -> None:
    promised = ["/ask", "/timeline", "/sources"]
    promised += [f"/corpus {name}" for name in ("add link", "add file", "add text", "list", "show", "remove")]
    promised += [f"/corpus feed {name}" for name in ("add", "list", "remove", "refresh")]
    assert sorted(set(promised) - set(command_names())) == []
    assert len(command_names()) == len(set(command_names()))


def test_only_unprivileged_intents_are_asked_for(corpus: Corpus, memory: Path) -> None:
    bot = BylineBot(Desk(corpus, build_answerer(corpus, RetrievalSettings())), BotSettings("t"), memory)
    assert bot.intents == discord.Intents.default()
    assert not bot.intents.message_content
    assert bot.allowed_mentions is not None
    assert bot.allowed_mentions.to_dict() == {"parse": []}
    bot.desk.close()


async def test_commands_are_sent_once_and_again_only_when_they_change(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    for _ in range(2):
        async with running(fakediscord, corpus, memory):
            pass
    assert len(fakediscord.requests_to("PUT", COMMANDS)) == 1
    memory.write_text("other commands\n")
    async with running(fakediscord, corpus, memory):
        pass
    assert len(fakediscord.requests_to("PUT", COMMANDS)) == 2


def test_another_application_has_to_be_told_too() -> None:
    assert fingerprint([{"name": "ask"}], 1) != fingerprint([{"name": "ask"}], 2)


async def test_for_development_one_server_gets_the_commands_at_each_start(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    guild = next(iter(fakediscord.world.guilds))
    for _ in range(2):
        async with running(fakediscord, corpus, memory, guild_id=int(guild)):
            asked = await fakediscord.slash("sources")
            await asked.final()
    assert len(fakediscord.requests_to("PUT", GUILD_COMMANDS)) == 2
    assert fakediscord.requests_to("PUT", COMMANDS) == []


async def test_a_server_without_the_bot_ends_the_start_with_a_sentence(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fakediscord.fail("PUT", GUILD_COMMANDS, status=403, code=50001)
    with pytest.raises(SyncError, match="DISCORD_GUILD_ID"):
        async with running(fakediscord, corpus, memory, guild_id=7):
            pass


async def test_a_dropped_connection_is_resumed(fakediscord: FakeDiscord, bot: BylineBot) -> None:
    await fakediscord.gateway.drop()
    asked = await fakediscord.slash("sources")
    assert (await asked.final())["embeds"]
    assert fakediscord.gateway.resumes


async def test_a_session_that_cannot_be_resumed_begins_anew(fakediscord: FakeDiscord, bot: BylineBot) -> None:
    await fakediscord.gateway.invalidate()
    await fakediscord.until(lambda: len(fakediscord.gateway.identifies) > 1, "a second IDENTIFY")
    asked = await fakediscord.slash("sources")
    assert (await asked.final())["embeds"]


async def test_a_connection_that_acknowledges_no_heartbeat_is_given_up_and_made_anew(
    fakediscord: FakeDiscord, bot: BylineBot
) -> None:
    gateway = fakediscord.gateway
    bot._connection.heartbeat_timeout = 0.1  # a minute, at other times
    gateway.heartbeat_interval, gateway.acknowledges = 20, False
    await gateway.drop()
    await fakediscord.until(lambda: len(gateway.resumes) > 1, "a connection in place of the silent one")
    assert gateway.heartbeats
    gateway.heartbeat_interval, gateway.acknowledges = 41_250, True
    asked = await fakediscord.slash("sources")
    assert (await asked.final())["embeds"]


async def test_an_event_that_cannot_be_read_costs_one_connection_and_nothing_else(
    fakediscord: FakeDiscord, bot: BylineBot, caplog: pytest.LogCaptureFixture
) -> None:
    await fakediscord.gateway.send_raw(
        '{"op": 0, "t": "MESSAGE_CREATE", "s": 99, "d": {"id": "not a message"}}'
    )
    await fakediscord.until(lambda: len(fakediscord.gateway.identifies) > 1, "a second IDENTIFY")
    asked = await fakediscord.slash("sources")
    assert (await asked.final())["embeds"]
    assert "connection to Discord broke" in caplog.text


async def test_what_is_not_even_json_is_survived(fakediscord: FakeDiscord, bot: BylineBot) -> None:
    await fakediscord.gateway.send_raw("{")
    await fakediscord.until(lambda: len(fakediscord.gateway.identifies) > 1, "a second IDENTIFY")
    asked = await fakediscord.slash("sources")
    assert (await asked.final())["embeds"]


async def test_a_first_connection_that_fails_is_tried_again(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fakediscord.gateway.refuse(times=2)
    async with running(fakediscord, corpus, memory):
        asked = await fakediscord.slash("sources")
        assert (await asked.final())["embeds"]


async def test_a_gateway_that_never_works_ends_the_bot_with_a_sentence(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fakediscord.gateway.refuse(times=1_000)
    with pytest.raises(GatewayError, match="failed 8 times"):
        async with running(fakediscord, corpus, memory):
            pass


async def test_a_refused_token_is_not_tried_again(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    desk = Desk(corpus, build_answerer(corpus, RetrievalSettings()))
    bot = BylineBot(desk, BotSettings("wrong"), memory, pause=no_pause)
    with pytest.raises(discord.LoginFailure):
        async with run_client(bot, fakediscord, "wrong"):
            pass
    desk.close()


async def test_a_token_revoked_later_ends_the_bot(fakediscord: FakeDiscord, bot: BylineBot) -> None:
    running_bot = next(t for t in asyncio.all_tasks() if t.get_coro().__qualname__ == "Client.start")  # type: ignore[union-attr]
    await fakediscord.gateway.drop(4004)
    with pytest.raises(discord.ConnectionClosed):
        await asyncio.wait_for(asyncio.shield(running_bot), 5)
