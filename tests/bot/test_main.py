from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import discord
import pytest

from bot.__main__ import last_words, main
from bot.errors import GatewayError
from corpus import Corpus, CorpusSettings, IndexBusyError
from tests.bot.test_settings import TOKEN
from tests.fakediscord import FakeDiscord
from tests.fakes import WordEmbedder

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but the test's own; logging as it was."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("DISCORD_", "CORPUS_", "RETRIEVAL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CORPUS_DIR", str(tmp_path / "corpus"))
    # main() reads .env into the environment; this puts back what it finds there.
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr(logging.getLogger(), "level", logging.getLogger().level)


def test_without_a_token_the_bot_ends_with_one_line_that_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(
        "byline-bot: DISCORD_TOKEN: there is no token. Write DISCORD_TOKEN=… into .env"
    )


def test_a_reader_that_is_not_there_ends_it_with_one_line_at_the_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("RETRIEVAL_READER_MODEL", "./no-such-reader")
    assert main([]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "byline-bot: The model ./no-such-reader cannot be used: there is no such folder"


def test_a_port_that_is_taken_ends_it_with_one_line_before_discord_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
        monkeypatch.setenv("DISCORD_METRICS_ADDRESS", address)
        assert main([]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"byline-bot: DISCORD_METRICS_ADDRESS: nothing can listen at {address} (")


def test_health_says_what_to_set_and_that_nobody_is_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--health"]) == 1
    assert "DISCORD_METRICS_ADDRESS: is not set" in capsys.readouterr().err
    monkeypatch.setenv("DISCORD_METRICS_ADDRESS", "127.0.0.1:1")
    assert main(["--health"]) == 1
    assert capsys.readouterr().out.startswith("Nothing at 127.0.0.1:1 says how the bot is: ")


@pytest.mark.parametrize("name", ["DISCORD_LOG_FORMAT", "DISCORD_LOG_LEVEL", "DISCORD_METRICS_ADDRESS"])
def test_a_setting_that_cannot_be_used_ends_it_with_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv(name, "loud")
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"byline-bot: {name}: must be ")
    assert said.count("\n") == 1


def test_help_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "--check" in capsys.readouterr().out


def test_wrong_usage_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--nonsense"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            discord.LoginFailure("Improper token has been passed."),
            "Discord refuses the token in DISCORD_TOKEN",
        ),
        (GatewayError("The connection to Discord failed 8 times."), "failed 8 times"),
        (IndexBusyError(Path("x")), "Another process is using the index"),
        (aiohttp.ClientConnectionError("no route"), "Discord cannot be reached"),
        (OSError("no\nroute"), "Discord cannot be reached: no route"),
        (discord.PrivilegedIntentsRequired(None), "take DISCORD_MESSAGE_CONTENT out"),
        (KeyError("surprise"), "run with --debug"),
    ],
)
def test_every_ending_is_one_line(error: Exception, words: str) -> None:
    assert words in last_words(error)
    assert "\n" not in last_words(error)


# The whole program, in a process of its own, against a Discord on the loopback.
PROGRAM = """
import sys, yarl, discord, discord.gateway, discord.http
discord.http.Route.BASE = sys.argv[1]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[2])
import bot.__main__ as program
from tests.fakes import WordEmbedder
opened = program.Corpus.open
program.Corpus.open = lambda settings: opened(settings, WordEmbedder())
sys.exit(program.main(sys.argv[3:]))
"""


async def start(fake: FakeDiscord, token: str, *options: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, fake.api_url, fake.gateway.url, *options,
        env={**os.environ, "DISCORD_TOKEN": token, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def end(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert out == b""
    return process.returncode, err.decode()


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_bot_cleanly(
    fakediscord: FakeDiscord, tmp_path: Path, name: signal.Signals
) -> None:
    process = await start(fakediscord, fakediscord.token, "--debug")
    async with asyncio.timeout(30):
        while not fakediscord.gateway.identifies and process.returncode is None:
            await asyncio.sleep(0.02)
    process.send_signal(name)
    code, log = await end(process)
    assert code == 0
    assert "There are no articles in" in log
    assert "Stopping." in log
    assert "Traceback" not in log
    assert fakediscord.token not in log
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), WordEmbedder()) as corpus:
        assert corpus.library.coverage().articles == 0


async def test_a_token_that_discord_refuses_ends_it_with_one_line(fakediscord: FakeDiscord) -> None:
    code, log = await end(await start(fakediscord, "not.the.token"))
    assert code == 1
    assert log.splitlines()[-1].startswith("byline-bot: Discord refuses the token in DISCORD_TOKEN.")
    assert "Traceback" not in log
    assert "not.the.token" not in log


async def test_a_discord_that_cannot_be_reached_ends_it_with_one_line(fakediscord: FakeDiscord) -> None:
    fakediscord.fail("GET", "/users/@me", disconnect=True, times=None)
    code, log = await end(await start(fakediscord, fakediscord.token))
    assert code == 1
    assert log.splitlines()[-1].startswith("byline-bot: Discord cannot be reached")
    assert "Traceback" not in log


async def connected(fake: FakeDiscord, process: asyncio.subprocess.Process, times: int = 1) -> None:
    async with asyncio.timeout(30):
        while len(fake.gateway.identifies) < times and process.returncode is None:
            await asyncio.sleep(0.02)


async def test_a_token_that_is_revoked_while_it_runs_ends_it_with_one_line(fakediscord: FakeDiscord) -> None:
    process = await start(fakediscord, fakediscord.token)
    await connected(fakediscord, process)
    await fakediscord.gateway.drop(4004)
    code, log = await end(process)
    assert code == 1
    assert log.splitlines()[-1].startswith("byline-bot: Discord refuses the token in DISCORD_TOKEN.")


async def test_a_bot_that_is_killed_ends_with_an_error_and_the_next_one_works_at_once(
    fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = await start(fakediscord, fakediscord.token)
    await connected(fakediscord, killed)
    killed.kill()
    assert (await end(killed))[0] not in (0, None)
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("DISCORD_METRICS_ADDRESS", f"127.0.0.1:{free.getsockname()[1]}")
    process = await start(fakediscord, fakediscord.token)
    await connected(fakediscord, process, times=2)
    assert await asyncio.to_thread(main, ["--health"]) == 0
    asked = await fakediscord.slash("sources")
    assert (await asked.final())["embeds"]
    process.terminate()
    assert (await end(process))[0] == 0


async def test_what_nobody_thought_of_ends_it_with_an_error_and_one_line(
    fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "discord-commands").mkdir()  # a folder where the bot wants to write a file
    code, log = await end(await start(fakediscord, fakediscord.token))
    assert code == 1
    assert log.splitlines()[-1].startswith("byline-bot: ")
    assert "Traceback" not in log
