"""Figures and health over real sockets, beside a bot that is connected to a Discord on the loopback."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families

import bot.watch.endpoint as endpoint
from bot import BylineBot
from bot.settings import Address
from bot.watch import meters
from bot.watch.ask import is_ready
from bot.watch.endpoint import served
from bot.watch.health import Readiness
from corpus import Corpus, CorpusError, IndexState, LibraryError, SettingsError
from retrieval import Answerer
from tests.fakediscord import FakeDiscord

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"
LOOPBACK = Address("127.0.0.1", 0)


@dataclass
class Seen:
    """The bot from outside."""

    address: Address
    session: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(f"http://{self.address}{path}") as response:
            return response.status, await response.text()

    async def figures(self) -> dict[str, float]:
        """Every sample, as `name{label}`: the labels' values alone."""
        status, text = await self.get("/metrics")
        assert status == 200
        return {
            sample.name + "".join(f"{{{value}}}" for value in sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@pytest_asyncio.fixture
async def seen(bot: BylineBot, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Seen]:
    monkeypatch.setattr(endpoint, "_FRESH", 0.0)
    monkeypatch.setattr("bot.watch.health.FRESH", 0.0)
    async with served(bot, corpus, LOOPBACK) as address, aiohttp.ClientSession() as session:
        assert address is not None
        yield Seen(address, session)


async def test_a_question_is_counted_with_all_its_times(seen: Seen, fakediscord: FakeDiscord) -> None:
    before = await seen.figures()
    await (await fakediscord.slash("ask", {"question": HURT})).final()
    await fakediscord.settle()
    after = await seen.figures()

    def more(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert more("byline_questions_total{answered}") == 1
    assert more("byline_questions_total{refused}") == more("byline_questions_total{failed}") == 0
    for name in ("answer", "acknowledgement"):
        assert more(f"byline_{name}_seconds_count") == 1
    assert more("byline_queue_wait_seconds_count{answer}") == 1
    assert more("byline_step_seconds_count{retrieval}") == more("byline_step_seconds_count{reading}") == 1
    assert more("byline_discord_requests_total{2xx}") >= 2


async def test_refusals_failures_and_those_turned_away_are_told_apart(
    seen: Seen, bot: BylineBot, fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot, "_settings", replace(bot._settings, cooldown=60.0))
    before = await seen.figures()
    user = fakediscord.user("Impatient")
    asked = await fakediscord.slash("ask", {"question": "Who won the chess prize of Vallbona?"}, user=user)
    await asked.final()
    await (await fakediscord.slash("ask", {"question": HURT}, user=user)).final()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(Answerer, "answer", broken)
    await (await fakediscord.slash("ask", {"question": HURT}, user=fakediscord.user("Other"))).final()
    after = await seen.figures()
    for name in ("questions_total{refused}", "questions_total{failed}", "turned_away_total{cooldown}"):
        assert after[f"byline_{name}"] - before[f"byline_{name}"] == 1, name
    assert after["byline_errors_told_total{yes}"] - before["byline_errors_told_total{yes}"] == 1


async def test_how_things_stand_is_read_when_asked(seen: Seen, fakediscord: FakeDiscord) -> None:
    figures = await seen.figures()
    assert figures["byline_articles"] == 3
    assert figures["byline_passages"] == figures["byline_index_passages"] == 3
    assert figures["byline_index_backlog"] == figures["byline_feeds{due}"] == 0
    assert figures["byline_index_state{ready}"] == 1
    assert figures["byline_gateway_connected"] == 1
    assert figures["byline_queue_length{answer}"] == 0
    assert figures["byline_servers"] == len(fakediscord.world.guilds)
    assert figures["process_resident_memory_bytes"] > 1_000_000
    assert figures["byline_disk_free_bytes"] > figures["byline_library_bytes"] > 0


async def test_no_figure_names_a_server_a_person_or_a_word_of_a_question(
    seen: Seen, fakediscord: FakeDiscord
) -> None:
    await (await fakediscord.slash("ask", {"question": HURT})).final()
    _, text = await seen.get("/metrics")
    world = fakediscord.world
    assert [one for one in (*world.guilds, *world.users, "ferry", "Harbour") if str(one) in text] == []


async def test_the_event_loop_s_lag_is_measured(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_LAG_EVERY", 0.0)
    watching = asyncio.create_task(endpoint._watch_lag())
    before = (await seen.figures())["byline_event_loop_lag_seconds_count"]
    assert (await seen.figures())["byline_event_loop_lag_seconds_count"] > before
    watching.cancel()


async def test_alive_and_ready(seen: Seen) -> None:
    assert await seen.get("/healthz") == (200, '{"status": "alive"}')
    status, said = await seen.get("/readyz")
    assert status == 200
    assert said == '{"status": "ready", "gateway": "connected", "library": "readable", "index": "ready"}'
    assert await asyncio.to_thread(is_ready, seen.address) == (
        True,
        "status: ready; gateway: connected; library: readable; index: ready",
    )


async def test_it_is_not_ready_while_discord_is_away_and_ready_when_it_is_back(
    seen: Seen, fakediscord: FakeDiscord
) -> None:
    fakediscord.gateway.refuse(times=1_000)
    await fakediscord.gateway.drop()
    async with asyncio.timeout(10):
        while (found := await seen.get("/readyz"))[0] == 200:
            await asyncio.sleep(0)
    assert found[0] == 503
    assert '"gateway": "not connected to Discord"' in found[1]
    assert (await seen.figures())["byline_gateway_connected"] == 0
    assert (await seen.get("/healthz"))[0] == 200
    ready, words = await asyncio.to_thread(is_ready, seen.address)
    assert not ready
    assert "not connected to Discord" in words
    fakediscord.gateway.refuse(times=0)
    async with asyncio.timeout(20):
        while (await seen.get("/readyz"))[0] != 200:
            await asyncio.sleep(0.02)


async def test_it_is_not_ready_when_the_library_has_vanished(seen: Seen, corpus: Corpus) -> None:
    path = corpus.library.path
    away = path.with_name("away")
    shutil.move(path, away)
    status, said = await seen.get("/readyz")
    shutil.move(away, path)
    assert status == 503
    assert f'"library": "{path} is gone"' in said
    assert (await seen.get("/readyz"))[0] == 200


async def test_a_library_that_cannot_be_read_is_said_and_its_figures_are_left_out(
    seen: Seen, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise LibraryError(Path("library.sqlite3"), "The library is damaged.")

    monkeypatch.setattr(type(corpus.library.corrections), "state", damaged)
    monkeypatch.setattr(type(corpus.library.figures), "measure", damaged)
    status, said = await seen.get("/readyz")
    assert (status, '"library": "The library is damaged."' in said) == (503, True)
    figures = await seen.figures()
    assert figures["byline_library_readable"] == 0
    assert "byline_articles" not in figures


async def test_a_library_that_hangs_is_not_asked_again_before_it_answers(
    bot: BylineBot, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watch.health.PATIENCE", 0.3)
    released, asked = threading.Event(), []

    def hanging(_: Readiness) -> str:
        asked.append(1)
        released.wait(20)
        return "readable"

    monkeypatch.setattr(Readiness, "_read", hanging)
    async with served(bot, corpus, LOOPBACK) as address, aiohttp.ClientSession() as session:
        assert address is not None
        seen = Seen(address, session)
        try:
            found = await asyncio.gather(*(seen.get("/readyz") for _ in range(5)))
            assert (await seen.get("/healthz"))[0] == 200
        finally:
            released.set()
    assert {status for status, _ in found} == {503}
    assert all("cannot be read within" in said for _, said in found)
    assert len(asked) == 1


async def test_an_index_that_is_being_built_keeps_nobody_from_asking(
    seen: Seen, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {IndexState.REBUILDING: 200, IndexState.UNAVAILABLE: 503, IndexState.READY: 200}
    for state, status in expected.items():
        monkeypatch.setattr(corpus.index, "_state", state)
        assert (await seen.get("/readyz"))[0] == status
        assert (await seen.figures())[f"byline_index_state{{{state}}}"] == 1


async def test_without_an_address_nothing_listens(bot: BylineBot, corpus: Corpus) -> None:
    async with served(bot, corpus, None) as address:
        assert address is None
        assert b"byline_articles" not in meters.text()


async def test_a_port_that_is_taken_is_said_in_a_sentence(bot: BylineBot, corpus: Corpus, seen: Seen) -> None:
    taken = Address("127.0.0.1", seen.address.port)
    before = meters.text().count(b"byline_articles ")
    with pytest.raises(SettingsError, match=r"DISCORD_METRICS_ADDRESS: nothing can listen at 127") as raised:
        await contextlib.AsyncExitStack().enter_async_context(served(bot, corpus, taken))
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, CorpusError)
    assert meters.text().count(b"byline_articles ") == before


async def test_an_address_that_others_reach_is_warned_of(
    bot: BylineBot, corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(bot, corpus, Address("0.0.0.0", 0)) as address:
        assert address is not None
        assert "can be reached from other machines" in caplog.text
        assert (await asyncio.to_thread(is_ready, address))[0]


def test_nobody_there_is_said_in_words() -> None:
    ready, words = is_ready(Address("127.0.0.1", 1))
    assert not ready
    assert words.startswith("Nothing at 127.0.0.1:1 says how the bot is: ")


# Whoever means harm.


async def raw(seen: Seen, *pieces: bytes) -> bytes:
    """What comes back for bytes, until the other side closes."""
    reader, writer = await asyncio.open_connection(seen.address.host, seen.address.port)
    with contextlib.suppress(OSError):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except OSError:
        return b""
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


NONSENSE = [
    (b"GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n", b"400"),
    (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n", b"400"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), b"400"),
    (b"GET /metrics HTTP/9.9\r\n\r\n\r\n", b"400"),
    (b"POST /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi", b"405"),
    (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"404"),
]


async def test_what_is_no_request_is_refused_in_silence_and_others_are_answered(
    seen: Seen, caplog: pytest.LogCaptureFixture
) -> None:
    for sent, status in NONSENSE:
        answer = await raw(seen, sent)
        assert answer == b"" or answer.split()[1] == status, sent[:60]
        assert (await seen.get("/healthz"))[0] == 200
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_slow_clients_are_closed_and_too_many_are_not_let_in(
    bot: BylineBot, corpus: Corpus, fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "LIFE", 0.4)
    monkeypatch.setattr(endpoint, "CONNECTIONS", 4)
    async with served(bot, corpus, LOOPBACK) as address, aiohttp.ClientSession() as session:
        assert address is not None
        seen = Seen(address, session)
        slow = [asyncio.create_task(raw(seen, b"GET /met")) for _ in range(40)]
        await (await fakediscord.slash("ask", {"question": HURT})).final()
        await asyncio.gather(*slow)
        assert (await seen.get("/healthz"))[0] == 200
