from __future__ import annotations

import asyncio
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot import command_names
from bot.__main__ import main
from bot.check import (
    NEEDED,
    PERMISSIONS,
    Facts,
    Server,
    application_of,
    exit_code,
    findings,
    invite_link,
    names_of,
)
from bot.settings import BotSettings
from corpus import Corpus, SettingsError
from tests.bot.newsroom import running
from tests.bot.test_settings import ID, TOKEN
from tests.fakediscord import FakeDiscord
from tests.fakediscord.objects import ADMINISTRATOR

ALL = frozenset(command_names())
WELL = Facts("Byline#0", ID, 0, None, (Server(1, "Newsroom", PERMISSIONS),), ALL, 999)
SETTINGS = BotSettings(TOKEN)


def said(facts: Facts, settings: BotSettings = SETTINGS) -> tuple[int, list[str]]:
    found = findings(facts, settings, ALL)
    return exit_code(found), [str(finding) for finding in found]


class TestWhatItSays:
    def test_where_all_is_well_every_line_says_so(self) -> None:
        code, lines = said(WELL)
        assert code == 0
        assert all(line.startswith("ok ") for line in lines)
        words = ["Token", "Application", "Intents", "Servers", "Permissions", "Commands"]
        assert [line.split()[1].rstrip(":") for line in lines] == words

    @pytest.mark.parametrize("name", NEEDED)
    def test_each_permission_that_is_missing_is_named_as_discord_names_it(self, name: str) -> None:
        code, lines = said(replace(WELL, servers=(Server(1, "Newsroom", PERMISSIONS & ~NEEDED[name]),)))
        assert code == 3
        assert any(line.startswith(f"to do  Permissions in Newsroom: missing are {name}.") for line in lines)

    def test_an_administrator_lacks_nothing(self) -> None:
        assert said(replace(WELL, servers=(Server(1, "Newsroom", ADMINISTRATOR),)))[0] == 0

    def test_many_servers_are_counted(self) -> None:
        servers = tuple(Server(number, f"Server {number}", 0) for number in range(30))
        _, lines = said(replace(WELL, servers=servers))
        assert len(lines) < 15
        assert any("Server 0, Server 1, Server 2, Server 3, Server 4 and 25 more" in line for line in lines)
        assert "to do  Permissions: missing in 25 more servers." in lines

    def test_a_bot_without_a_server_has_to_be_invited(self) -> None:
        code, lines = said(replace(WELL, servers=()))
        assert code == 3
        assert any("in none yet. Open the link below" in line for line in lines)

    def test_a_server_for_development_without_the_bot_is_named(self) -> None:
        code, lines = said(replace(WELL, commands=None), BotSettings(TOKEN, guild_id=77))
        assert code == 3
        assert sum("server 77" in line for line in lines) == 2

    def test_commands_that_are_not_known_yet_are_a_note(self) -> None:
        code, lines = said(replace(WELL, commands=frozenset({"/ask"})))
        assert code == 0
        assert f"note   Commands: {len(ALL) - 1} of {len(ALL)} are not known everywhere yet" in lines[-1]

    def test_intents_that_nobody_needs_are_a_note(self) -> None:
        code, lines = said(replace(WELL, flags=1 << 19))
        assert code == 0
        assert "note   Intents: Message Content may be switched off: the bot does not need it." in lines

    def test_an_intent_that_a_setting_asks_for_has_to_be_switched_on(self) -> None:
        wants = BotSettings(TOKEN, message_content=True)
        code, lines = said(WELL, wants)
        assert code == 3
        assert any(line.startswith("to do  Intents: DISCORD_MESSAGE_CONTENT needs") for line in lines)
        assert said(replace(WELL, flags=1 << 18), wants)[0] == 0

    def test_an_endpoint_that_takes_the_commands_away_is_to_do(self) -> None:
        code, lines = said(replace(WELL, endpoint="https://old.example/"))
        assert code == 3
        assert any("Interactions Endpoint URL" in line for line in lines)

    def test_a_bot_that_may_not_connect_today_says_so(self) -> None:
        code, lines = said(replace(WELL, starts=0))
        assert code == 3
        assert any("within 24 hours" in line for line in lines)


def test_the_link_asks_for_what_is_needed() -> None:
    assert invite_link(ID).endswith(
        f"client_id={ID}&scope=bot+applications.commands&permissions={PERMISSIONS}"
    )


def test_the_permissions_are_those_of_the_documents() -> None:
    table = (Path(__file__).parents[2] / "docs" / "discord.md").read_text()
    assert [name for name in NEEDED if name not in table] == []


@pytest.mark.parametrize("token", ["hunter2", "a.b.c", TOKEN + "é", "!" * 24 + ".aaaaaa." + "a" * 30])
def test_what_is_no_token_is_said_without_asking_discord(token: str) -> None:
    with pytest.raises(SettingsError, match="does not look like"):
        application_of(BotSettings(token))


def test_commands_are_named_in_full_and_menus_as_they_are() -> None:
    payload = [
        {"name": "ask", "type": 1, "options": [{"name": "question", "type": 3}]},
        {
            "name": "corpus",
            "options": [
                {"name": "list", "type": 1, "options": [{"name": "page", "type": 4}]},
                {"name": "add", "type": 2, "options": [{"name": "link", "type": 1}]},
            ],
        },
        {"name": "Check against sources", "type": 3},
    ]
    assert list(names_of(payload)) == ["/ask", "/corpus list", "/corpus add link", "Check against sources"]


class TestAskingDiscord:
    """The whole command against a Discord on the loopback."""

    @pytest.fixture(autouse=True)
    def _alone(self, tmp_path: Path, fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DISCORD_")}
        monkeypatch.setattr(os, "environ", kept)
        (tmp_path / ".env").write_text(f"DISCORD_TOKEN={fakediscord.token}\n")

    async def test_a_bot_that_runs_is_well(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        async with running(fakediscord, corpus, memory):
            before = len(fakediscord.requests)
            assert await asyncio.to_thread(main, ["--check"]) == 0
        asked = fakediscord.requests[before:]
        assert {request.method for request in asked} == {"GET"}, "a check changes nothing"
        said = capsys.readouterr()
        assert f"client_id={fakediscord.world.application_id}&" in said.out
        assert "to do" not in said.out
        assert re.search(r"ok +Commands: all \d+ are known", said.out)
        assert fakediscord.token not in said.out + said.err
        assert said.err == ""

    async def test_before_the_bot_was_ever_invited_the_check_says_what_to_do(
        self, fakediscord: FakeDiscord, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fakediscord.world.guilds.clear()
        assert await asyncio.to_thread(main, ["--check"]) == 3
        assert "to do  Servers: the bot is in none yet" in capsys.readouterr().out

    async def test_what_is_set_wrong_in_the_portal_and_the_server_is_found(
        self, fakediscord: FakeDiscord, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fakediscord.world.application_fields["interactions_endpoint_url"] = "https://old.example/"
        fakediscord.world.permissions &= ~NEEDED["Embed Links"]
        assert await asyncio.to_thread(main, ["--check"]) == 3
        said = capsys.readouterr().out
        assert "missing are Embed Links" in said
        assert "Endpoint URL is set" in said

    async def test_two_hundred_servers_and_more_are_all_looked_at(
        self, fakediscord: FakeDiscord, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for number in range(250):
            fakediscord.guild(f"Server {number}")
        assert await asyncio.to_thread(main, ["--check"]) == 0
        assert "and 246 more" in capsys.readouterr().out

    async def test_a_development_server_that_the_bot_may_not_enter_is_to_do(
        self, fakediscord: FakeDiscord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / ".env").write_text(f"DISCORD_TOKEN={fakediscord.token}\nDISCORD_GUILD_ID=7\n")
        fakediscord.fail("GET", "/applications/*/guilds/*/commands", status=403, code=50001)
        assert await asyncio.to_thread(main, ["--check"]) == 3
        assert "DISCORD_GUILD_ID names" in capsys.readouterr().out

    async def test_a_refused_token_is_one_line_and_no_link(
        self, fakediscord: FakeDiscord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
        assert await asyncio.to_thread(main, ["--check"]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("byline-bot: Discord refuses the token in DISCORD_TOKEN")
        assert TOKEN not in said.err

    async def test_where_discord_cannot_be_reached_the_link_is_known_all_the_same(
        self, fakediscord: FakeDiscord, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fakediscord.fail("GET", "/users/@me", disconnect=True, times=None)
        assert await asyncio.to_thread(main, ["--check"]) == 1
        said = capsys.readouterr()
        assert said.out.startswith("Invite the bot: https://discord.com/oauth2/authorize?client_id=")
        assert "byline-bot: Discord cannot be reached" in said.err

    async def test_what_is_no_token_is_not_sent_anywhere(
        self, fakediscord: FakeDiscord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / ".env").write_text("DISCORD_TOKEN=hunter2\n")
        assert await asyncio.to_thread(main, ["--check"]) == 1
        said = capsys.readouterr()
        assert "does not look like a bot's token" in said.err
        assert "hunter2" not in said.err
        assert fakediscord.requests == []
