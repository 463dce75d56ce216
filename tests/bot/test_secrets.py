"""The log of a whole session, with everything that can go wrong in it: no secret stands in any line."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.log import configure
from bot.settings import LogSettings
from corpus import Corpus
from retrieval import Answerer
from tests.bot.newsroom import fill, running
from tests.fakediscord import FakeDiscord

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"


@pytest.fixture(params=[False, True], ids=["usual", "debug"])
def log(
    request: pytest.FixtureRequest, fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> Iterator[io.StringIO]:
    """All that the program says: its log, and whatever is written to the standard streams."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(sys, "stdout", stream)
    root, level = logging.getLogger(), logging.getLogger().level
    handler = configure([fakediscord.token], LogSettings(), debug=request.param, stream=stream)
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
    tokens = [fakediscord.token, *fakediscord.token.split("."), *fakediscord.world.interactions]
    assert len(tokens) > 8
    assert [token for token in tokens if token in written] == []


async def fail(fakediscord: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of our own that holds a request with all its secrets, and requests that Discord refuses."""

    def broken(*_: object, **__: object) -> None:
        token = next(reversed(fakediscord.world.interactions))
        raise RuntimeError(
            f"PATCH https://discord.example/api/webhooks/1/{token}/messages/@original"
            f" {{'Authorization': 'Bot {fakediscord.token}'}}"
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
