"""The bot with a language model behind it: its sentences are shown, and its silence holds nobody up."""

from __future__ import annotations

from pathlib import Path

from corpus import Corpus
from retrieval import RetrievalSettings
from tests.bot.markdown import read
from tests.bot.newsroom import fill, running
from tests.fakediscord import FakeDiscord
from tests.retrieval.modelserver import ModelServer, answers, hangs, serving

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"


def at(server: ModelServer, seconds: float = 20) -> RetrievalSettings:
    return RetrievalSettings(answer_model="tiny", answer_base_url=server.url, answer_seconds=seconds)


async def test_a_models_sentence_is_shown_with_the_quote_that_proves_it(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fill(corpus)
    said = answers("Twelve passengers were hurt [{1}]. Three @everyone died [{1}].")
    with serving(said) as server:
        async with running(fakediscord, corpus, memory, models=at(server)):
            asked = await fakediscord.slash("ask", {"question": HURT})
            (embed,) = (await asked.final())["embeds"]
    assert read(embed["description"]).shown.startswith("Twelve passengers were hurt. [1]")
    assert "died" not in str(embed)
    assert "“Twelve passengers were hurt when" in embed["fields"][0]["value"]
    assert "written by openai:tiny, checked" in embed["footer"]["text"]


async def test_a_model_that_hangs_holds_nobody_up_but_who_asked(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fill(corpus)
    with serving(hangs()) as server:
        async with running(fakediscord, corpus, memory, models=at(server)):
            asked = await fakediscord.slash("ask", {"question": HURT})
            other = await fakediscord.slash("sources", {})
            assert (await other.final())["embeds"]
            server.release.set()
            (embed,) = (await asked.final())["embeds"]
    assert "Twelve passengers were hurt when the ferry Aurora ran aground" in read(embed["description"]).shown
    assert "written by" not in embed["footer"]["text"]
