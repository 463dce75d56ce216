"""Corrections reach answers: once, in place, from whatever door, over restarts, and without a ping."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import BylineBot
from bot.corrected import REMOVED, after, without
from corpus import Action, Corpus, ingest_drafts, read_bytes, remove_article
from tests.bot.newsroom import ARTICLES, FERRY, placed, running
from tests.bot.wire import shown
from tests.fakediscord import FakeDiscord, Json

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"
_, SAID = ARTICLES[0]


def update(corpus: Corpus, text: str) -> None:
    """What `byline add` does in another process."""
    list(ingest_drafts(read_bytes("story.txt", text.encode(), SAID), corpus))


async def answered(fake: FakeDiscord, corpus: Corpus) -> Json:
    asked = await fake.slash("ask", {"question": HURT})
    message = await asked.final(lambda message: bool(message["components"]))
    await placed(fake, corpus, message)
    return now(fake, message)


def now(fake: FakeDiscord, message: Json) -> Json:
    return fake.world.messages[message["id"]]


def edits(fake: FakeDiscord) -> int:
    return len(fake.requests_to("PATCH", "/channels/*/messages/*"))


async def test_a_correction_is_marked_once_with_before_and_after(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    message = await answered(fakediscord, corpus)
    update(corpus, FERRY.replace("Twelve passengers", "Fourteen passengers"))
    assert await bot.correcting.mark_all() == 1
    marked = now(fakediscord, message)
    assert "**A source was corrected on " in marked["content"]
    assert "Before: “Twelve passengers were hurt" in marked["content"]
    assert "Now: “Fourteen passengers were hurt" in marked["content"]
    assert marked["embeds"] == message["embeds"]
    assert marked["components"] == message["components"], "the buttons stay"
    assert marked["mentions"] == []
    assert await bot.correcting.mark_all() == 0
    assert edits(fakediscord) == 1


async def test_what_is_removed_leaves_the_answer_with_its_words(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    message = await answered(fakediscord, corpus)
    remove_article(corpus, next(one.id for one in corpus.library.articles() if "Ferry" in one.article.title))
    assert await bot.correcting.mark_all() == 1
    said = shown(now(fakediscord, message))
    assert "**A source was removed on " in said
    assert "welve" not in said.replace(HURT, "")
    assert "harbour.example" not in said
    assert REMOVED in said
    assert await bot.correcting.mark_all() == 0


async def test_an_update_that_leaves_the_quoted_words_is_no_correction(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    message = await answered(fakediscord, corpus)
    update(corpus, f"{FERRY} The ferry was towed into the harbour on Tuesday.")
    assert await bot.correcting.mark_all() == 0
    assert now(fakediscord, message)["content"] == message["content"]
    assert edits(fakediscord) == 0


async def test_a_second_correction_takes_the_place_of_the_first_and_one_taken_back_goes(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    message = await answered(fakediscord, corpus)
    for number in ("Fourteen", "Fifteen"):
        update(corpus, FERRY.replace("Twelve", number))
        assert await bot.correcting.mark_all() == 1
    content = now(fakediscord, message)["content"]
    assert "Now: “Fifteen" in content
    assert "Fourteen" not in content
    update(corpus, f"{FERRY} A first report gave another number.")
    assert await bot.correcting.mark_all() == 1
    assert not now(fakediscord, message)["content"]


async def test_a_crash_between_the_edit_and_its_record_repeats_it_once_at_most(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await answered(fakediscord, corpus)
    update(corpus, FERRY.replace("Twelve", "Fourteen"))

    def crash(*_: object) -> None:
        raise SystemError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(bot.correcting._ledger, "finish", crash)
        with pytest.raises(SystemError):
            await bot.correcting.mark_all()
    first = now(fakediscord, message)["content"]
    await bot.close()
    with corpus.library._connections.writing() as connection:  # its next try is not due yet: let it be
        connection.execute("UPDATE corrections SET next_at = 0")
    async with running(fakediscord, corpus, memory) as again:
        await again.correcting.mark_all()  # or its own loop has just done so
        await fakediscord.until(lambda: edits(fakediscord) == 2, "the second edit")
        assert now(fakediscord, message)["content"] == first
        assert await again.correcting.mark_all() == 0


async def test_what_discord_does_not_take_now_is_tried_again_and_what_is_deleted_is_not(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    message = await answered(fakediscord, corpus)
    update(corpus, FERRY.replace("Twelve", "Fourteen"))
    del fakediscord.world.messages[message["id"]]
    assert await bot.correcting.mark_all() == 0
    with corpus.library._connections.reading() as connection:
        assert connection.execute("SELECT done, attempts FROM corrections").fetchall() == [(1, 1)]


async def test_what_only_the_asker_sees_and_what_is_old_is_left_alone(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    asked = await fakediscord.slash("ask", {"question": HURT, "private": True})
    await asked.final(lambda message: bool(message["components"]))
    message = await answered(fakediscord, corpus)
    with corpus.library._connections.writing() as connection:
        connection.execute("UPDATE answers SET at = at - 31 * 86400000000")
    update(corpus, FERRY.replace("Twelve", "Fourteen"))
    assert await bot.correcting.mark_all() == 0
    assert now(fakediscord, message) == message
    assert corpus.library.log.entries(limit=1)[0].change.action is Action.UPDATE


def test_the_words_of_what_is_removed_go_however_many_lines_they_fill() -> None:
    embed = {
        "title": "Q",
        "description": "First\nwords [1]\nOther words [2] more [3]\nLast \\[1\\] words [4]\n\n*A note.*",
        "fields": [{"name": "Sources", "value": "[1] A\n[2] B\n[14] C", "inline": False}],
    }
    cleared = without(embed, [1, 3])
    assert cleared["description"] == f"{REMOVED}\nLast \\[1\\] words [4]\n\n*A note.*"
    assert cleared["fields"][0]["value"] == f"{REMOVED}\n[2] B\n[14] C"
    assert without(embed, []) == embed


def test_what_took_the_place_of_a_quote_is_the_sentence_most_like_it() -> None:
    text = "The ferry sank. Fourteen passengers were hurt on Monday. Nobody died."
    assert after("Twelve passengers were hurt on Monday.", text) == "Fourteen passengers were hurt on Monday."
    assert after("The mayor of Dunmore resigned.", text) is None
