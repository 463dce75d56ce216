"""A bot of several connections, and several processes that share one bot's servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot import BotSettings, BylineBot
from bot.claim import claimed
from bot.errors import ShardTakenError
from bot.settings import Shards
from bot.shards import ShardedBylineBot, recommended
from corpus import (
    Actor,
    Article,
    Corpus,
    CorpusSettings,
    Draft,
    ItemKind,
    JobItem,
    JobState,
    Library,
    SettingsError,
    ingest_drafts,
    remove_article,
)
from tests.bot.newsroom import fill, no_pause, placed, running
from tests.bot.test_settings import TOKEN
from tests.chromaserver import ChromaServer
from tests.fakediscord import FakeDiscord
from tests.fakediscord.world import FakeGuild
from tests.fakes import WordEmbedder

BOTH = Shards(2, (0, 1))
ASKED = {"question": "Where did the ferry Aurora run aground?"}


@pytest.fixture
def guilds(fakediscord: FakeDiscord) -> list[FakeGuild]:
    """A server of the first shard of two, and one of the second."""
    fakediscord.world.guilds.clear()
    return [fakediscord.guild("First", (0, 2)), fakediscord.guild("Second", (1, 2))]


@pytest_asyncio.fixture
async def sharded(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, guilds: list[FakeGuild]
) -> AsyncIterator[BylineBot]:
    fill(corpus)
    async with running(fakediscord, corpus, memory, shards=BOTH) as bot:
        yield bot


# One process, several connections


async def test_as_many_shards_as_discord_recommends(fakediscord: FakeDiscord) -> None:
    fakediscord.gateway.shards = 3
    assert await recommended(fakediscord.token) == Shards(3, (0, 1, 2))


async def test_where_discord_cannot_be_asked_the_bot_that_connects_says_why(
    fakediscord: FakeDiscord,
) -> None:
    assert await recommended(TOKEN) == Shards(1, (0,))
    fakediscord.violations.clear()


async def ask_everywhere(fakediscord: FakeDiscord, guilds: list[FakeGuild]) -> None:
    """Each server, and who asks in private, has its answer."""
    for guild in guilds:
        asked = await fakediscord.slash("ask", ASKED, channel=guild.general)
        assert "Port Ellis" in str(await asked.final())
    dm = fakediscord.dm(fakediscord.user("Reader"))
    asked = await fakediscord.slash("ask", ASKED, channel=dm, user=fakediscord.user("Reader"))
    assert "Port Ellis" in str(await asked.final())


async def test_every_server_is_answered_over_its_own_shard(
    sharded: BylineBot, fakediscord: FakeDiscord, guilds: list[FakeGuild]
) -> None:
    assert isinstance(sharded, ShardedBylineBot)
    assert [one["shard"] for one in fakediscord.gateway.identifies] == [[0, 2], [1, 2]]
    assert {guild.shard_id for guild in sharded.guilds} == {0, 1}
    await ask_everywhere(fakediscord, guilds)


async def test_a_shard_that_drops_resumes_alone_and_misses_nothing(
    sharded: BylineBot, fakediscord: FakeDiscord, guilds: list[FakeGuild]
) -> None:
    fakediscord.gateway.shut()
    await fakediscord.gateway.drop(shard=1)
    await fakediscord.until(lambda: len(fakediscord.gateway.connections) == 1, "one connection to end")
    missed = await fakediscord.slash("ask", ASKED, channel=guilds[1].general)
    other = await fakediscord.slash("ask", ASKED, channel=guilds[0].general)
    assert "Port Ellis" in str(await other.final())
    fakediscord.gateway.open()
    assert "Port Ellis" in str(await missed.final())
    (resumed,) = fakediscord.gateway.resumes
    assert fakediscord.gateway.sessions[resumed["session_id"]].shard == (1, 2)
    assert len(fakediscord.gateway.identifies) == 2


async def test_an_event_that_cannot_be_read_ends_no_shard(
    sharded: BylineBot, fakediscord: FakeDiscord, guilds: list[FakeGuild]
) -> None:
    await fakediscord.gateway.send_raw('{"op": 0, "t": "MESSAGE_CREATE", "s": 90, "d": {"id": []}}')
    for guild in guilds:
        asked = await fakediscord.slash("ask", ASKED, channel=guild.general)
        assert "Port Ellis" in str(await asked.final())
    assert len(fakediscord.gateway.identifies) == 2


async def test_a_shard_that_discord_closes_for_good_ends_the_bot(
    sharded: BylineBot, fakediscord: FakeDiscord
) -> None:
    await fakediscord.gateway.drop(4004, shard=1)
    await fakediscord.until(sharded.is_closed, "the bot to end")


# Several processes on one library and one server


@pytest.fixture
def corpora(tmp_path: Path, chroma: ChromaServer) -> Iterator[list[Corpus]]:
    """One corpus, opened twice as two processes do."""
    settings = CorpusSettings(tmp_path / "corpus", chroma_url=chroma.url)
    with Corpus.open(settings, WordEmbedder()) as one, Corpus.open(settings, WordEmbedder()) as other:
        fill(one)
        yield [one, other]


@pytest_asyncio.fixture
async def two(
    fakediscord: FakeDiscord, corpora: list[Corpus], tmp_path: Path, guilds: list[FakeGuild]
) -> AsyncIterator[list[BylineBot]]:
    """Two bots of one token, each with one of the two servers, each with a memory of its own."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                running(fakediscord, each, tmp_path / f"memory{shard}", shards=Shards(2, (shard,)))
            )
            for shard, each in enumerate(corpora)
        ]


async def test_two_processes_answer_each_their_servers_and_the_first_in_private(
    two: list[BylineBot], fakediscord: FakeDiscord, guilds: list[FakeGuild]
) -> None:
    await ask_everywhere(fakediscord, guilds)
    assert [len(bot.guilds) for bot in two] == [1, 1]
    assert len(fakediscord.requests_to("POST", "/interactions/*/*/callback")) == 3
    assert len(fakediscord.requests_to("PUT", "/applications/*/commands")) == 1


async def test_what_one_process_adds_the_other_answers_from_and_each_job_is_done_once(
    two: list[BylineBot], fakediscord: FakeDiscord, guilds: list[FakeGuild], corpora: list[Corpus]
) -> None:
    for bot, guild in zip(two, guilds, strict=True):
        text = f"The harbour crane of {guild.name} fell into the sea on Friday. Nobody was hurt, police said."
        item = JobItem(ItemKind.FILE, f"{guild.name}.txt", data=text.encode())
        actor = Actor("Ada", "discord", id="7", server=guild.id)
        corpora[0].library.by(actor).jobs.submit(str(bot.application_id), "", [item])
    for bot in two:
        bot.board._wake.set()
    jobs = corpora[1].library.jobs
    await fakediscord.until(lambda: not jobs.open(str(two[0].application_id)), "both jobs to be done")
    for number in (1, 2):
        job = jobs.job(number)
        assert job is not None
        assert (job.state, len(jobs.results(number))) == (JobState.DONE, 1)
    for guild in guilds:
        question = {"question": f"What happened to the harbour crane of {guild.name}?"}
        asked = await fakediscord.slash("ask", question, channel=guild.general)
        assert "sea on Friday" in str(await asked.final())


async def test_what_another_process_left_for_the_index_is_taken_over_by_the_next_look(
    two: list[BylineBot], corpora: list[Corpus]
) -> None:
    """As when it ended while the server was away."""
    story = Draft("crane", Article("Crane", "The harbour crane of Vell fell into the sea on Friday."))
    with Library.open(corpora[0].library.path.parent) as library:
        elsewhere = replace(corpora[0], library=library, index=_Away())  # type: ignore[arg-type]
        (added,) = ingest_drafts([story], elsewhere)
        assert library.waiting()
        await two[1].upkeep.look()
        assert added.article_id
        assert library.waiting() == 0


class _Away:
    """An index whose server is away."""

    def catch_up(self) -> int:
        return 0


async def test_a_correction_is_marked_once_by_the_process_that_has_the_server(
    two: list[BylineBot], fakediscord: FakeDiscord, guilds: list[FakeGuild], corpora: list[Corpus]
) -> None:
    for guild in guilds:
        asked = await fakediscord.slash("ask", ASKED, channel=guild.general)
        await placed(fakediscord, corpora[0], await asked.final(lambda message: bool(message["components"])))
    library = corpora[0].library
    (ferry,) = [one for one in library.articles() if "Aurora" in one.article.title]
    remove_article(corpora[0], ferry.id)
    edited = await asyncio.gather(*(bot.correcting.mark_all() for bot in two))
    assert edited == [1, 1]
    assert await asyncio.gather(*(bot.correcting.mark_all() for bot in two)) == [0, 0]


# Whose shards they are


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "claims") as library:
        yield library


def settings(count: int, *ids: int) -> BotSettings:
    return BotSettings(TOKEN, shards=Shards(count, ids))


async def _nothing() -> None:
    """End no bot."""


async def test_a_shard_is_served_by_one_process_until_it_ends(library: Library) -> None:
    async with claimed(library, settings(2, 0), _nothing):
        async with claimed(library, settings(2, 1), _nothing):
            with pytest.raises(ShardTakenError, match=r"shard 1 .*DISCORD_SHARD_IDS"):
                async with claimed(library, settings(4, 1, 2), _nothing):
                    pytest.fail("both serve it")
        async with claimed(library, settings(2, 1), _nothing):
            pass
    async with claimed(library, settings(2, 0, 1), _nothing):
        pass


async def test_a_process_that_was_overtaken_ends_and_says_so(library: Library) -> None:
    ended = asyncio.Event()
    with pytest.raises(ShardTakenError):  # noqa: PT012 (it comes at the block's end)
        async with claimed(library, settings(1, 0), _ending(ended), no_pause):
            await asyncio.to_thread(_overtake, library)
            await asyncio.wait_for(ended.wait(), 20)


def _ending(ended: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def end() -> None:
        ended.set()

    return end


def _overtake(library: Library) -> None:
    with library._connections.writing() as connection:
        connection.execute("UPDATE leases SET holder = 'elsewhere - 1 x'")


# Settings


@pytest.mark.parametrize(
    ("count", "ids", "meant"),
    [
        ("", "", None),
        ("1", "", Shards(1, (0,))),
        ("4", "", Shards(4, (0, 1, 2, 3))),
        ("4", "2", Shards(4, (2,))),
        ("8", "0, 4-6 ,5", Shards(8, (0, 4, 5, 6))),
    ],
)
def test_shards_are_read(count: str, ids: str, meant: Shards | None) -> None:
    environment = {"DISCORD_TOKEN": TOKEN, "DISCORD_SHARDS": count, "DISCORD_SHARD_IDS": ids}
    assert BotSettings.from_environment(environment).shards == meant


@pytest.mark.parametrize(
    ("count", "ids", "named"),
    [
        ("0", "", "DISCORD_SHARDS"),
        ("many", "", "DISCORD_SHARDS"),
        ("", "1", "DISCORD_SHARD_IDS"),
        ("2", "2", "DISCORD_SHARD_IDS"),
        ("4", "3-1", "DISCORD_SHARD_IDS"),
        ("4", "-1", "DISCORD_SHARD_IDS"),
        ("4", "0,,1", "DISCORD_SHARD_IDS"),
    ],
)
def test_what_cannot_be_shards_is_refused(count: str, ids: str, named: str) -> None:
    environment = {"DISCORD_TOKEN": TOKEN, "DISCORD_SHARDS": count, "DISCORD_SHARD_IDS": ids}
    with pytest.raises(SettingsError, match=f"^{named}: "):
        BotSettings.from_environment(environment)


def test_servers_are_shared_out_as_discord_does() -> None:
    first, second = Shards(2, (0,)), Shards(2, (1,))
    assert first.serves(None)
    assert not second.serves(None)
    for number in range(4):
        server = (100 + number) << 22 | 7
        assert first.serves(str(server)) is (number % 2 == 0)
        assert second.serves(server) is (number % 2 == 1)
