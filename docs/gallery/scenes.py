"""Lets the bot itself answer on a Discord of our own, and keeps each message as it was sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot import BylineBot
from bot.corrections import CorrectionLoop
from corpus import Corpus, CorpusSettings, Draft, ingest, ingest_drafts
from tests.bot.newsroom import no_pause, running
from tests.fakediscord import FakeDiscord
from tests.fakediscord.fixtures import point_at

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
ANSWER = "What caused the Port Hallow ferry disaster?"
DISAGREEMENT = "Which British prime minister will Biden meet at the White House?"
REFUSAL = "What is the capital of Australia?"
BEFORE, AFTER = "A hydraulic leak robbed", "An electrical fault robbed"
TOPIC = "Iran missiles for Russia"
STORM = "The harbour of Port Ellis reopened on Thursday after a storm had closed it for two days. No ship was damaged, the harbour master said, and the ferries sail again from Friday morning."
HOURS = "The town library will stay open until nine in the evening from November on, the council decided on Friday. Two librarians will be hired for it."
BATCH = [
    {
        "title": "Harbour reopens after storm",
        "publisher": "Harbour Ledger",
        "published_at": "2024-10-24",
        "text": STORM,
    },
    {
        "title": "Library extends its hours",
        "publisher": "Harbour Ledger",
        "published_at": "2024-10-25",
        "text": HOURS,
    },
    {
        "title": "Port Ellis harbour open again",
        "publisher": "Coast Wire",
        "published_at": "2024-10-25",
        "text": STORM,
    },
    {"title": "Subscribers only", "publisher": "Harbour Ledger", "text": ""},
]


@dataclass(frozen=True)
class Scene:
    """One message of the bot's."""

    name: str
    said: str
    """What somebody did to get it."""
    message: dict[str, Any]
    files: dict[str, bytes]
    """What was sent with it, by name."""
    alt: dict[str, str]
    """What each file shows, in words."""


async def scenes(folder: Path) -> list[Scene]:
    """Every scene of the gallery, in the order in which they are shown."""
    async with newsroom(folder) as (fake, corpus, bot):
        answered = await (await fake.slash("ask", {"question": ANSWER})).final()
        found = [_scene(fake, "answer", f"/ask {ANSWER}", answered)]
        for name, question in (("disagreement", DISAGREEMENT), ("refusal", REFUSAL)):
            message = await (await fake.slash("ask", {"question": question})).final()
            found.append(_scene(fake, name, f"/ask {question}", message))
        passages = await (await fake.click(answered, "Passages")).final()
        found.append(_scene(fake, "passages", "Passages", passages))
        timeline = await (await fake.slash("timeline", {"topic": TOPIC})).final()
        found.append(_scene(fake, "timeline", f"/timeline {TOPIC}", timeline))
        found.append(_scene(fake, "batch", "/corpus add file stories.jsonl", await _batch(fake)))
        await _correct(corpus, bot)
        corrected = fake.world.messages[answered["id"]]
        found.append(_scene(fake, "correction", f"/ask {ANSWER}", corrected))
    return found


@asynccontextmanager
async def newsroom(folder: Path) -> AsyncIterator[tuple[FakeDiscord, Corpus, BylineBot]]:
    """The sample articles, and the bot on a Discord of our own."""
    fake = FakeDiscord()
    await fake.start()
    fake.guild()
    with pytest.MonkeyPatch.context() as patch, Corpus.open(CorpusSettings(folder / "corpus")) as corpus:
        point_at(fake, patch)
        for _ in ingest([str(SAMPLE)], corpus):
            pass
        async with running(fake, corpus, folder / "commands") as bot:
            yield fake, corpus, bot
    await fake.close()


async def _batch(fake: FakeDiscord) -> dict[str, Any]:
    """What an admin is shown of a file of stories, one of which is none."""
    data = "".join(json.dumps(story) + "\n" for story in BATCH).encode()
    file = fake.file("stories.jsonl", data, "application/x-ndjson")
    adding = await fake.slash("corpus add file", {"file": file}, user=fake.admin())
    return await adding.final(lambda message: not message["components"])


async def _correct(corpus: Corpus, bot: BylineBot) -> None:
    """Publish the article again with another cause, as its site would, and let the bot find it."""
    (stored,) = (one for one in corpus.library.articles(limit=1_000) if BEFORE in one.article.text)
    text = stored.article.text.replace(BEFORE, AFTER)
    list(ingest_drafts([Draft("correction", replace(stored.article, text=text))], corpus))
    await CorrectionLoop(bot.desk.archive, bot, 30, no_pause).mark_all()


def _scene(fake: FakeDiscord, name: str, said: str, message: dict[str, Any]) -> Scene:
    files, alt = {}, {}
    for one in message["attachments"]:
        files[one["filename"]] = fake.world.files[one["id"]].data
        alt[one["filename"]] = one.get("description") or ""
    return Scene(name, said, message, files, alt)
