"""The log of a whole session, with everything that can go wrong in it: no secret stands in any line."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from bot.log import configure, secrets_in
from bot.settings import LogSettings
from corpus import Corpus
from retrieval import Answerer
from tests.bot.newsroom import fill, running
from tests.fakediscord import FakeDiscord

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"


# What settings may hold beside Discord's token, as the programs read them.
ENVIRONMENT = {
    "CORPUS_CHROMA_TOKEN": "ck-Chroma-5ecret",
    "CORPUS_CHROMA_URL": "http://reader:Pr0xy-pass@chroma.example:8000",
    "CORPUS_LIBRARY_URL": "postgresql://byline:Datab%40se-pass@db.example/byline",
    "OPENAI_API_KEY": "sk-model-5ecret",
}
HELD = ["ck-Chroma-5ecret", "Pr0xy-pass", "Datab%40se-pass", "Datab@se-pass", "sk-model-5ecret"]


@pytest.fixture(
    params=[(False, False), (True, False), (True, True)],
    ids=["usual", "debug", "json"],
)
def log(
    request: pytest.FixtureRequest, fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> Iterator[io.StringIO]:
    """All that the program says: its log, and whatever is written to the standard streams."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(sys, "stdout", stream)
    root, level = logging.getLogger(), logging.getLogger().level
    debug, json = request.param
    secrets = secrets_in({**ENVIRONMENT, "DISCORD_TOKEN": fakediscord.token})
    handler = configure(secrets, LogSettings(json), debug=debug, stream=stream)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


async def test_no_secret_is_in_the_log_of_a_whole_session(
    fakediscord: FakeDiscord,
    corpus: Corpus,
    memory: Path,
    log: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(corpus)
    async with running(fakediscord, corpus, memory):
        for command, options in (
            ("ask", {"question": HURT}),
            ("sources", {}),
            ("timeline", {"topic": "ferry"}),
        ):
            await (await fakediscord.slash(command, options)).final()
        admin = fakediscord.admin()
        await (await fakediscord.slash("corpus list", user=admin)).final()
        await (await fakediscord.slash("corpus list")).final()
        await fakediscord.gateway.drop()
        await fakediscord.until(lambda: fakediscord.gateway.resumed, "a RESUME")
        await fakediscord.gateway.send_raw('{"op": 0, "t": "MESSAGE_CREATE", "s": 99, "d": {"id": "none"}}')
        await fakediscord.until(lambda: len(fakediscord.gateway.identifies) > 1, "a second IDENTIFY")
        await fail(fakediscord, monkeypatch)
        await fakediscord.gateway.drop(4004)
        await asyncio.sleep(0)
    written = log.getvalue()
    assert "RuntimeError" in written
    tokens = [*HELD, fakediscord.token, *fakediscord.token.split("."), *fakediscord.world.interactions]
    assert len(tokens) > 13
    assert HURT not in written or "DEBUG" in written  # when debugging, discord.py tells of all that comes in
    assert [token for token in tokens if token in written] == []


async def fail(fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of our own that holds a request with all its secrets, and requests that Discord refuses."""

    def broken(*_: object, **__: object) -> None:
        token = next(reversed(fakediscord.world.interactions))
        raise RuntimeError(
            f"PATCH https://discord.example/api/webhooks/1/{token}/messages/@original"
            f" {{'Authorization': 'Bot {fakediscord.token}'}}"
            f" {ENVIRONMENT} as {unquote(ENVIRONMENT['CORPUS_LIBRARY_URL'])}"
        )

    with monkeypatch.context() as patch:
        patch.setattr(Answerer, "answer", broken)
        await (await fakediscord.slash("ask", {"question": HURT})).final()
    fakediscord.fail("PATCH", "/webhooks/**", status=404, times=1)
    asked = await fakediscord.slash("ask", {"question": HURT})
    await fakediscord.until(
        lambda: fakediscord.requests_to("PATCH", f"/webhooks/*/{asked.token}/**"), "a PATCH"
    )
    await fakediscord.settle()


async def test_what_somebody_is_told_leads_to_all_that_the_log_says_of_it(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, level = io.StringIO(), logging.getLogger().level
    handler = configure([], LogSettings(), debug=False, stream=stream)
    fill(corpus)

    def broken(*_: object, **__: object) -> None:
        logging.getLogger("bot.test").warning("it was here")  # on a thread of the pool
        raise RuntimeError("surprise")

    try:
        async with running(fakediscord, corpus, memory):
            with monkeypatch.context() as patch:
                patch.setattr(Answerer, "answer", broken)
                told = await (await fakediscord.slash("ask", {"question": HURT})).final()
            await (await fakediscord.slash("ask", {"question": HURT})).final()
            await fakediscord.settle()
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(level)
    reference = str(told["content"]).rpartition("reference ")[2].rstrip(".")
    assert len(reference) == 6
    lines = [line for line in stream.getvalue().splitlines() if f"[{reference}]" in line]
    assert any("bot.test: it was here" in line for line in lines)
    assert any(line.endswith(f"bot.errors: Error {reference}") for line in lines)
    (answered,) = (line for line in stream.getvalue().splitlines() if "A question was answered" in line)
    assert "INFO [" in answered
    assert f"[{reference}]" not in answered
