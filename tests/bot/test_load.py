"""Many questions at once, through real sockets: each is acknowledged at once and none left in silence."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
import pytest_asyncio

from bot import BylineBot
from bot.desk import ANSWERS
from corpus import Corpus, CorpusSettings, ServerSettings, Vectors
from tests.bot.newsroom import fill, running
from tests.fakediscord import FakeDiscord, Json
from tests.fakediscord.handle import DEFERRED, InteractionHandle
from tests.fakediscord.handle import MESSAGE as AT_ONCE
from tests.fakediscord.world import FakeGuild
from tests.fakes import WordEmbedder

QUESTION = "How many passengers were hurt when the ferry Aurora ran aground?"
BUSY = "The bot is busy: too much is waiting already."
PATIENCE = 20.0
ROOM = ANSWERS["threads"] + ANSWERS["waiting"]


class Gate(WordEmbedder):
    """An embedder that keeps questions waiting while it is shut: answers of any slowness, without a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.go = Event()
        self.go.set()

    def embed(self, texts: Sequence[str]) -> Vectors:
        assert self.go.wait(PATIENCE), "the gate was never opened"
        return super().embed(texts)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.go.set()


@pytest.fixture
def corpus(tmp_path: Path, gate: Gate) -> Iterator[Corpus]:
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), gate) as corpus:
        fill(corpus)
        yield corpus


async def ask_all(
    fake: FakeDiscord, guild: FakeGuild, count: int, question: str = QUESTION
) -> list[InteractionHandle]:
    """Questions of as many people of a server, all at once."""
    people = [fake.user(f"{guild.name} {number}") for number in range(count)]
    asking = [fake.slash("ask", {"question": question}, user=one, channel=guild.general) for one in people]
    return list(await asyncio.gather(*asking))


async def outcome(asked: InteractionHandle) -> str:
    """What became of a question."""
    message = await asked.final()
    if message["embeds"]:
        return "answered"
    assert message["content"].startswith(BUSY), message["content"]
    return "told why"


async def test_of_200_questions_at_once_each_is_acknowledged_before_any_is_answered_and_none_left_in_silence(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, gate: Gate
) -> None:
    # Discord takes a first response for three seconds; on a machine that is busy otherwise order says more.
    fakediscord.interactions.deadline = PATIENCE
    guilds = {name: fakediscord.guild(name) for name in ("Large", "Middling", "Small")}
    async with running(fakediscord, corpus, memory):
        gate.go.clear()
        asked = {
            name: await ask_all(fakediscord, guilds[name], count)
            for name, count in (("Large", 150), ("Middling", 49), ("Small", 1))
        }
        everybody = [one for group in asked.values() for one in group]
        acknowledged = [await one.acknowledgement() for one in everybody]
        assert {one.type for one in acknowledged} == {DEFERRED}
        answered_before = [message for one in everybody for message in one.shown if message["embeds"]]
        assert answered_before == [], "all were acknowledged while the first answer was still worked on"
        gate.go.set()
        became = {name: Counter([await outcome(one) for one in group]) for name, group in asked.items()}
    assert sum(became.values(), Counter()) == {"answered": ROOM, "told why": 200 - ROOM}
    assert became["Small"] == {"answered": 1}
    assert abs(became["Large"]["answered"] - became["Middling"]["answered"]) <= ANSWERS["threads"] + 1


async def test_a_slow_answer_delays_no_other_server_s_acknowledgement_and_nothing_that_needs_no_answering(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, gate: Gate
) -> None:
    slow, other = fakediscord.guild("Slow"), fakediscord.guild("Other")
    async with running(fakediscord, corpus, memory):
        gate.go.clear()
        held = await ask_all(fakediscord, slow, 5)
        asked = await fakediscord.slash("ask", {"question": QUESTION}, channel=other.general)
        assert (await asked.acknowledgement()).type == DEFERRED
        sources = await fakediscord.slash("sources", channel=other.general)
        assert (await sources.final())["embeds"]
        typing = await fakediscord.autocomplete("ask", ("publisher", "dun"), {"question": "x"})
        assert await typing.choices()
        assert not any(one.shown for one in (*held, asked))
        gate.go.set()
        assert {await outcome(one) for one in (*held, asked)} == {"answered"}


async def test_the_place_in_the_queue_is_shown_and_follows_it(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, gate: Gate
) -> None:
    guild = fakediscord.guild("Crowd")
    async with running(fakediscord, corpus, memory, patience=0):
        gate.go.clear()
        await ask_all(fakediscord, guild, ANSWERS["threads"])
        third = await fakediscord.slash("ask", {"question": QUESTION}, user=fakediscord.user("Ada"))
        assert (await third.final())["content"] == "Your question is the next one."
        fourth = await fakediscord.slash("ask", {"question": QUESTION}, user=fakediscord.user("Ben"))
        assert (await fourth.final())["content"] == "Your question is number 2 in the queue."
        gate.go.set()
        for one in (third, fourth):
            await one.final(lambda message: message["embeds"])
            assert one.shown[-1]["content"] == ""


async def test_a_mention_is_told_its_place_too_and_answered_in_the_same_message(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, gate: Gate
) -> None:
    guild = fakediscord.guild("Crowd")
    async with running(fakediscord, corpus, memory, patience=0):
        gate.go.clear()
        await ask_all(fakediscord, guild, ANSWERS["threads"])
        channel = fakediscord.dm(fakediscord.user("Ada"))
        await fakediscord.say(QUESTION, user=fakediscord.user("Ada"), channel=channel)
        note = await fakediscord.message(channel=channel)
        assert note["content"] == "Your question is the next one."
        gate.go.set()

        def answered() -> list[Json]:
            return [message for message in fakediscord.said(channel) if message["embeds"]]

        await fakediscord.until(answered, "the answer")
        assert [message["id"] for message in fakediscord.said(channel)] == [note["id"]]


class TestCooldown:
    @pytest_asyncio.fixture
    async def bot(self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path) -> AsyncIterator[BylineBot]:
        async with running(fakediscord, corpus, memory, cooldown=600) as bot:
            yield bot

    async def test_who_asks_again_at_once_is_told_alone_and_without_a_promise(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        await (await fakediscord.slash("ask", {"question": QUESTION})).final()
        again = await fakediscord.slash("timeline", {"topic": "ferry"})
        assert (await again.final())["content"].startswith("One question every 600 seconds, please")
        assert (await again.acknowledgement()).type == AT_ONCE
        assert again.ephemeral

    async def test_others_and_other_servers_do_not_wait(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        other, ada = fakediscord.guild("Other"), fakediscord.user("Ada")
        await fakediscord.join(other)
        for user, channel in ((ada, None), (fakediscord.user("Ben"), None), (ada, other.general)):
            asked = await fakediscord.slash("ask", {"question": QUESTION}, user=user, channel=channel)
            assert (await asked.final())["embeds"]

    async def test_what_a_server_has_set_goes_before_what_the_operator_has_from_the_next_question_on(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        server = int(next(iter(fakediscord.world.guilds)))
        await (await fakediscord.slash("ask", {"question": QUESTION})).final()
        await bot.desk.rules.put(server, ServerSettings(cooldown=0))
        for _ in range(2):
            assert await outcome(await fakediscord.slash("ask", {"question": QUESTION})) == "answered"
        await bot.desk.rules.put(server, ServerSettings(cooldown=60))
        await (await fakediscord.slash("ask", {"question": QUESTION})).final()
        again = await fakediscord.slash("ask", {"question": QUESTION})
        assert (await again.final())["content"].startswith("One question every 60 seconds")

    async def test_what_is_no_question_is_never_kept_waiting(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        await (await fakediscord.slash("ask", {"question": QUESTION})).final()
        for _ in range(2):
            assert (await (await fakediscord.slash("sources")).final())["embeds"]
        typing = await fakediscord.autocomplete("ask", ("publisher", "dun"), {"question": "x"})
        assert await typing.choices()

    async def test_who_goes_on_mentioning_is_told_once(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        for _ in range(4):
            await fakediscord.mention(QUESTION)
        await (await fakediscord.slash("sources")).final()
        await fakediscord.until(lambda: len(public(fakediscord)) >= 2, "the answer and the refusal")
        said = public(fakediscord)
        assert len(said) == 2
        assert sum(message["content"].startswith("One question every") for message in said) == 1

    async def test_a_question_that_found_no_room_may_be_asked_again_at_once(
        self, fakediscord: FakeDiscord, bot: BylineBot, gate: Gate
    ) -> None:
        fakediscord.interactions.deadline = PATIENCE
        gate.go.clear()
        guild = next(iter(fakediscord.world.guilds.values()))
        crowd = await ask_all(fakediscord, guild, ROOM)
        for one in crowd:
            await one.acknowledgement()
        refused = await fakediscord.slash("ask", {"question": QUESTION}, user=fakediscord.user("Ada"))
        assert await outcome(refused) == "told why"
        gate.go.set()
        for one in crowd:
            await outcome(one)
        again = await fakediscord.slash("ask", {"question": QUESTION}, user=fakediscord.user("Ada"))
        assert await outcome(again) == "answered"


def public(fake: FakeDiscord) -> list[Json]:
    """What the bot wrote for everybody."""
    return [message for message in fake.said() if not message["flags"] & 64]
