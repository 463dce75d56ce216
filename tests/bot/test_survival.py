"""What Discord does on a bad day, through real sockets; after all of it the next question is answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

import bot.replies
from bot import BylineBot
from corpus import Corpus
from tests.bot.newsroom import fill, running
from tests.fakediscord import FakeDiscord, Json
from tests.fakediscord.handle import InteractionHandle
from tests.fakediscord.world import FakeChannel

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"
EDIT = "/webhooks/*/*/messages/*"
SEND = "/channels/*/messages"


@pytest_asyncio.fixture(autouse=True)
async def newsroom(
    fakediscord: FakeDiscord,
    corpus: Corpus,
    memory: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[BylineBot]:
    """A bot that tries again without a pause; whatever happened to it in a test, it goes on afterwards."""
    monkeypatch.setattr(bot.replies, "AGAIN", (0, 0, 0))
    fill(corpus)
    async with running(fakediscord, corpus, memory) as running_bot:
        yield running_bot
        for trouble in fakediscord._guard.faults:
            trouble.times = 0
        other = fakediscord.guild("Another")
        asked = await fakediscord.slash("ask", {"question": HURT}, channel=other.general)
        assert (await asked.final())["embeds"], "it answers on"


async def asked_and_held(fake: FakeDiscord, method: str = "PATCH", path: str = EDIT) -> InteractionHandle:
    """A question whose answer is on its way to Discord, and kept there until `release`."""
    held = fake.hold(method, path)
    asked = await fake.slash("ask", {"question": HURT})
    await fake.until(lambda: held.waiting, "the answer on its way")
    return asked


def release(fake: FakeDiscord) -> None:
    fake._guard.release()


async def thread_of(fake: FakeDiscord) -> FakeChannel:
    """A thread of follow-ups below an answer."""
    asked = await fake.slash("ask", {"question": HURT})
    answer = await asked.final()
    pressed = await fake.click(answer, "Ask a follow-up")
    await pressed.final()
    return next(
        FakeChannel(payload["id"], payload["name"], payload["guild_id"])
        for payload in fake.world.channels.values()
        if "thread_metadata" in payload
    )


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


class TestLimits:
    async def test_where_a_bucket_is_empty_the_next_answer_waits_until_it_is_full(
        self, fakediscord: FakeDiscord
    ) -> None:
        fakediscord.bucket("POST", SEND, limit=2, seconds=30.0)
        for number in range(5):
            await fakediscord.mention(HURT, user=fakediscord.user(f"Reader {number}"))
        await fakediscord.until(lambda: len(fakediscord.said()) == 5, "five answers")
        assert fakediscord.waits.count(30.0) >= 2
        assert len(fakediscord.requests_to("POST", SEND)) == 5, "none was refused and sent again"

    async def test_a_global_limit_delays_the_answer_only(self, fakediscord: FakeDiscord) -> None:
        fakediscord.fail("PATCH", EDIT, status=429, is_global=True)
        fakediscord.fail("POST", SEND, status=429, is_global=True)
        asked = await fakediscord.slash("ask", {"question": HURT})
        assert (await asked.final())["embeds"]
        await fakediscord.mention(HURT)
        assert (await fakediscord.message(1))["embeds"]

    async def test_an_answer_that_cloudflare_keeps_out_comes_when_it_lets_the_bot_in_again(
        self, fakediscord: FakeDiscord
    ) -> None:
        fakediscord.fail("PATCH", EDIT, status=429, cloudflare=True, times=2)
        fakediscord.fail("POST", SEND, status=429, cloudflare=True, times=3)
        asked = await fakediscord.slash("ask", {"question": HURT})
        assert (await asked.final())["embeds"]
        await fakediscord.mention(HURT)
        assert (await fakediscord.message(1))["embeds"]

    async def test_where_cloudflare_stays_shut_the_bot_says_so_in_its_log_and_stops_asking(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        fakediscord.fail("POST", SEND, status=429, cloudflare=True, times=None)
        await fakediscord.mention(HURT)
        await fakediscord.until(lambda: "could not be sent" in caplog.text, "the end of it")
        assert len(fakediscord.requests_to("POST", SEND)) == 4

    async def test_an_acknowledgement_that_is_kept_out_still_leads_to_an_answer(
        self, fakediscord: FakeDiscord
    ) -> None:
        fakediscord.fail("POST", "/interactions/**", status=429, cloudflare=True)
        asked = await fakediscord.slash("ask", {"question": HURT})
        assert (await fakediscord.message())["embeds"][0]["title"] == HURT
        assert asked.acknowledged is None

    async def test_a_discord_that_breaks_down_for_longer_than_discord_py_waits_is_waited_for(
        self, fakediscord: FakeDiscord
    ) -> None:
        fakediscord.fail("PATCH", EDIT, status=503, times=7)
        fakediscord.fail("PATCH", EDIT, disconnect=True, times=2)
        asked = await fakediscord.slash("ask", {"question": HURT})
        assert (await asked.final())["embeds"]


class TestGone:
    async def test_an_answer_whose_message_is_deleted_meanwhile_is_dropped_without_a_word(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        asked = await asked_and_held(fakediscord)
        await fakediscord.delete_message(fakediscord.world.messages[asked.original_id or ""])
        release(fakediscord)
        await fakediscord.until(lambda: "was deleted meanwhile" in caplog.text, "a line in the log")
        assert fakediscord.said() == []
        assert errors(caplog) == []

    async def test_a_channel_that_is_deleted_while_it_answers_costs_a_log_line(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        held = fakediscord.hold("POST", SEND)
        guild = fakediscord.guild("Short-lived")
        await fakediscord.join(guild)
        await fakediscord.mention(HURT, channel=guild.general)
        await fakediscord.until(lambda: held.waiting, "the reply")
        await fakediscord.delete_channel(guild.general)
        release(fakediscord)
        await fakediscord.until(lambda: "could not be sent" in caplog.text, "a line in the log")
        assert errors(caplog) == []

    async def test_an_expired_token_and_a_channel_that_is_gone_cost_a_log_line(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        asked = await asked_and_held(fakediscord)
        fakediscord.fail("POST", SEND, status=404, code=10003)
        asked.expire()
        release(fakediscord)
        await fakediscord.until(lambda: "does not take it" in caplog.text, "a line in the log")
        assert errors(caplog) == []

    async def test_an_expired_token_where_the_bot_may_not_speak_costs_a_log_line(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        asked = await asked_and_held(fakediscord)
        fakediscord.fail("POST", SEND, status=403, code=50013)
        asked.expire(404, 10015)
        release(fakediscord)
        await fakediscord.until(lambda: "does not take it" in caplog.text, "a line in the log")
        assert errors(caplog) == []

    async def test_a_server_that_puts_the_bot_out_while_it_answers_is_survived(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        guild = fakediscord.guild("Leaving")
        await fakediscord.join(guild)
        held = fakediscord.hold("POST", SEND)
        await fakediscord.mention(HURT, channel=guild.general)
        await fakediscord.until(lambda: held.waiting, "the reply")
        fakediscord.fail("POST", SEND, status=403, code=50001)
        await fakediscord.leave(guild)
        release(fakediscord)
        await fakediscord.until(lambda: "could not be sent" in caplog.text, "a line in the log")
        assert errors(caplog) == []


class TestThreads:
    async def test_in_a_thread_that_was_archived_meanwhile_the_answer_opens_it_again(
        self, fakediscord: FakeDiscord
    ) -> None:
        thread = await thread_of(fakediscord)
        held = fakediscord.hold("POST", SEND)
        await fakediscord.mention("why?", channel=thread)
        await fakediscord.until(lambda: held.waiting, "the reply")
        await fakediscord.archive(thread)
        release(fakediscord)

        def answered() -> list[Json]:
            return [message for message in fakediscord.said(thread) if message["embeds"]]

        await fakediscord.until(answered, "an answer in the thread")

    async def test_in_a_thread_that_was_locked_meanwhile_it_costs_a_log_line(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        thread = await thread_of(fakediscord)
        held = fakediscord.hold("POST", SEND)
        await fakediscord.mention("why?", channel=thread)
        await fakediscord.until(lambda: held.waiting, "the reply")
        await fakediscord.archive(thread, locked=True)
        release(fakediscord)
        await fakediscord.until(lambda: "could not be sent" in caplog.text, "a line in the log")
        assert errors(caplog) == []


class TestConnection:
    async def test_what_is_asked_while_the_connection_is_down_is_answered_when_it_is_back(
        self, fakediscord: FakeDiscord
    ) -> None:
        fakediscord.interactions.deadline = 20.0
        fakediscord.gateway.shut()
        await fakediscord.gateway.drop()
        await fakediscord.until(lambda: not fakediscord.gateway.connections, "the end of the connection")
        asked = await fakediscord.slash("ask", {"question": HURT})
        fakediscord.gateway.open()
        assert (await asked.final())["embeds"]
        assert fakediscord.gateway.resumed

    async def test_an_answer_under_way_does_not_need_the_connection(self, fakediscord: FakeDiscord) -> None:
        asked = await asked_and_held(fakediscord)
        await fakediscord.gateway.drop()
        release(fakediscord)
        assert (await asked.final())["embeds"]

    async def test_discord_asks_to_connect_anew(self, fakediscord: FakeDiscord) -> None:
        await fakediscord.gateway.ask_to_reconnect()
        await fakediscord.until(lambda: fakediscord.gateway.resumed, "a RESUME")

    async def test_a_session_that_discord_has_forgotten_begins_anew(self, fakediscord: FakeDiscord) -> None:
        fakediscord.gateway.forget_sessions()
        await fakediscord.gateway.drop()
        await fakediscord.until(lambda: len(fakediscord.gateway.identifies) > 1, "a second IDENTIFY")

    @pytest.mark.parametrize("code", [1001, 4000, 4003, 4007, 4009])
    async def test_every_close_that_is_not_for_good_is_followed_by_a_new_connection(
        self, fakediscord: FakeDiscord, code: int
    ) -> None:
        gateway = fakediscord.gateway
        await gateway.drop(code)
        await fakediscord.until(lambda: gateway.resumes or len(gateway.identifies) > 1, "a connection")

    @pytest.mark.parametrize(
        "event",
        [
            '{"op": 0, "t": "INTERACTION_CREATE", "s": 99, "d": {"id": "1", "type": 2}}',
            '{"op": 0, "t": "GUILD_CREATE", "s": 99, "d": {}}',
            '{"op": 0, "t": "THREAD_UPDATE", "s": 99, "d": []}',
            '{"op": 0, "t": "MESSAGE_CREATE", "s": 99, "d": null}',
            "[]",
            '"',
        ],
    )
    async def test_an_event_that_makes_no_sense_costs_at_most_the_connection(
        self, fakediscord: FakeDiscord, event: str
    ) -> None:
        await fakediscord.gateway.send_raw(event)
        gateway = fakediscord.gateway
        await fakediscord.until(lambda: gateway.resumes or len(gateway.identifies) > 1, "a new connection")

    @pytest.mark.parametrize(
        "event",
        ['{"op": 0, "t": "SOMETHING_NEW", "s": 99, "d": {"a": 1}}', '{"op": 99, "d": null}'],
    )
    async def test_an_event_that_is_not_known_yet_costs_nothing(
        self, fakediscord: FakeDiscord, event: str
    ) -> None:
        await fakediscord.gateway.send_raw(event)
        asked = await fakediscord.slash("sources")
        await asked.final()
        assert len(fakediscord.gateway.identifies) == 1


class TestManyAtOnce:
    async def test_a_drop_in_the_middle_of_many_questions_loses_none(self, fakediscord: FakeDiscord) -> None:
        fakediscord.interactions.deadline = 20.0
        people = [fakediscord.user(f"Reader {number}") for number in range(20)]
        asked = [await fakediscord.slash("ask", {"question": HURT}, user=one) for one in people[:10]]
        await fakediscord.gateway.drop()
        asked += [await fakediscord.slash("ask", {"question": HURT}, user=one) for one in people[10:]]
        finals = await asyncio.gather(*(one.final() for one in asked))
        assert all(message["embeds"] for message in finals)
