"""The fake Discord for every test of the bot, and a corpus and a bot for those that want them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import BylineBot
from corpus import Corpus, CorpusSettings
from tests.bot.newsroom import fill, owned, running
from tests.fakediscord import FakeDiscord
from tests.fakediscord.fixtures import fakediscord
from tests.fakes import WordEmbedder

__all__ = ["fakediscord"]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """An empty corpus."""
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), WordEmbedder()) as corpus:
        yield corpus


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Where the bot remembers the commands it sent."""
    return tmp_path / "commands"


@pytest_asyncio.fixture
async def bot(fakediscord: FakeDiscord, corpus: Corpus, memory: Path) -> AsyncIterator[BylineBot]:
    """A connected bot over three articles."""
    fill(corpus)
    async with running(fakediscord, corpus, memory) as bot:
        yield bot


@pytest_asyncio.fixture
async def own_bot(fakediscord: FakeDiscord, corpus: Corpus, memory: Path) -> AsyncIterator[BylineBot]:
    """A connected bot over three articles that the first server's admin added."""
    fill(owned(corpus, fakediscord))
    async with running(fakediscord, corpus, memory) as bot:
        yield bot
