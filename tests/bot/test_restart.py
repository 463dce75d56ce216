"""Whatever stands below a message is answered by a bot that never wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import BylineBot
from corpus import Corpus
from tests.bot.newsroom import running
from tests.bot.test_buttons import asked, key_of
from tests.fakediscord import FakeDiscord
from tests.fakediscord.handle import MODAL

# Each id that the bot ever puts below a message, by what it is for; `key` and `article` are real ones.
IDS: dict[str, Callable[[str, str], str]] = {
    "passages": lambda key, _: f"byline:answer:passages:{key}",
    "where sources differ": lambda key, _: f"byline:answer:differ:{key}",
    "a follow-up": lambda key, _: f"byline:answer:follow:{key}",
    "a good vote": lambda key, _: f"byline:answer:good:{key}",
    "a bad vote": lambda key, _: f"byline:answer:bad:{key}",
    "the passage before": lambda key, _: f"byline:passage:p:0:{key}",
    "the passage after": lambda key, _: f"byline:passage:n:0:{key}",
    "its question again": lambda *_: "byline:again",
    "a question in a thread": lambda *_: "byline:ask",
    "deleting what is one's own": lambda *_: "byline:forget",
    "a page of votes": lambda *_: "byline:feedback:1",
    "a page of questions": lambda *_: "byline:questions:1",
    "a page of articles": lambda *_: "byline:list:1:::",
    "a page of the log": lambda *_: "byline:log:1::",
    "removing an article": lambda _, article: f"byline:remove:{article}",
    "keeping it": lambda *_: "byline:keep",
    "stopping a job": lambda *_: "byline:stop:1",
    "following a feed no more": lambda *_: "byline:unfollow:0123456789abcdef",
}


@pytest.mark.parametrize("what", IDS)
async def test_a_button_from_before_is_answered(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot, what: str
) -> None:
    message = await asked(fakediscord)
    custom_id = IDS[what](key_of(message), corpus.library.articles()[0].id)
    button = {"type": 2, "style": 2, "label": "Old", "custom_id": custom_id}
    old = message | {"components": [{"type": 1, "components": [button]}]}
    await bot.close()
    async with running(fakediscord, corpus, memory):
        handle = await fakediscord.click(old, "Old", user=fakediscord.admin())
        if (await handle.acknowledgement()).type == MODAL:
            assert (await handle.modal())["title"]
        else:
            assert "reference" not in (await handle.final())["content"]


async def test_no_button_is_left_out_above(bot: BylineBot) -> None:
    known = [make("K" * 12, "a" * 16) for make in IDS.values()]
    registered: list[re.Pattern[str]] = list(bot._connection._view_store._dynamic_items)
    assert registered
    assert [one.pattern for one in registered if not any(map(one.fullmatch, known))] == []
