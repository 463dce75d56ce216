"""A small newsroom for the bot's tests: three articles, a real corpus over a fake embedder, a running bot."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from bot import BotSettings, BylineBot, Desk
from bot.settings import Shards
from bot.shards import make_bot
from bot.tempo import Tempo
from bot.worker import IngestLinks
from corpus import Actor, Corpus, Draft, FeedWorld, Hints, Ingested, ingest, ingest_drafts, read_bytes
from retrieval import RetrievalSettings, build_answerer, period
from tests.fakediscord import FakeDiscord, Json
from tests.fakediscord.fixtures import run_client

FERRY = (
    "The ferry Aurora ran aground near Port Ellis on Monday evening. Twelve passengers were hurt when the"
    " ferry Aurora ran aground, the coast guard said. Captain Maria Lund has been questioned by the police."
)
MARKET = (
    "The market hall of Dunmore will be pulled down in spring. Councillor Brian Okafor told @everyone to keep"
    " calm about the market hall of Dunmore. A **new** hall is planned by <@123456789012345678>."
)
BRIDGE = (
    "Engineers closed the Kestrel bridge on Thursday because of cracks. The Kestrel bridge will stay closed"
    " until the end of November, the road office said."
)


def hints(title: str, publisher: str, day: str, url: str | None = None) -> Hints:
    return Hints(title, publisher, None, period(day)[0], url)


ARTICLES = [
    (
        FERRY,
        hints("Ferry Aurora runs aground", "Harbour Post", "2024-09-10", "https://harbour.example/ferry"),
    ),
    (MARKET, hints("Market hall of Dunmore to go", "Dunmore Times", "2024-09-12")),
    (BRIDGE, hints("Kestrel bridge closed", "Harbour Post", "2024-10-01", "https://harbour.example/bridge")),
]


def fill(corpus: Corpus, articles: Iterable[tuple[str, Hints]] = ARTICLES) -> list[Ingested]:
    """Add the articles."""
    drafts: list[Draft | Ingested] = []
    for text, said in articles:
        drafts += read_bytes("story.txt", text.encode(), said)
    return list(ingest_drafts(drafts, corpus))


def owned(corpus: Corpus, fake: FakeDiscord) -> Corpus:
    """The corpus in the name of an admin of the fake's first server."""
    server = next(iter(fake.world.guilds))
    return corpus.by(Actor("Ada", "discord", id="7", server=server))


async def placed(fake: FakeDiscord, corpus: Corpus, message: Json) -> None:
    """Wait until the bot has written down which message shows an answer: it does so after it is shown."""
    key = message["components"][0]["components"][0]["custom_id"].rpartition(":")[2]

    def is_placed() -> bool:
        kept = corpus.library.answers.find(key)
        return kept is not None and kept.message == message["id"]

    await fake.until(is_placed, "the answer's message to be known")


async def no_pause(_: float) -> None:
    """Try again at once."""


@contextlib.asynccontextmanager
async def running(
    fake: FakeDiscord,
    corpus: Corpus,
    memory: Path,
    ingest_links: IngestLinks | None = None,
    guild_id: int | None = None,
    models: RetrievalSettings | None = None,
    world: FeedWorld | None = None,
    cooldown: float = 0,
    patience: float = 60,
    message_content: bool = False,
    shards: Shards | None = None,
) -> AsyncIterator[BylineBot]:
    """The bot, connected to the fake Discord, until the block ends."""
    answerer = build_answerer(corpus, models or RetrievalSettings())
    desk = Desk(corpus, answerer, ingest_links or ingest, world=world)
    settings = BotSettings(fake.token, guild_id, cooldown, message_content, shards=shards)
    bot = make_bot(desk, settings, memory, pause=no_pause)
    bot.tempo = Tempo(no_pause, patience)
    try:
        async with run_client(bot, fake):
            yield bot
    finally:
        desk.close()
