from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import BylineBot
from corpus import Corpus, LibraryError, ingest_drafts, read_bytes
from tests.bot.markdown import read
from tests.bot.newsroom import FERRY, fill, hints, running
from tests.fakediscord import FakeDiscord, Json
from tests.fakediscord.actor import components_of
from tests.fakediscord.handle import DEFERRED_UPDATE, InteractionHandle

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"
BOTH = "How many people did the collapse of the Arlen mine kill?"
MINE = [
    (
        "The collapse of the Arlen mine killed 12 people. Rescue work went on all night.",
        hints("Mine collapses in Arlen", "Arlen Courier", "2024-05-07", "https://courier.example/mine"),
    ),
    (
        "The collapse of the Arlen mine killed 15 people. The mine is closed.",
        hints("Union counts the dead of Arlen", "Valley News", "2024-05-07", "https://valley.example/mine"),
    ),
]


async def asked(fake: FakeDiscord, question: str = HURT, **options: Any) -> Json:
    handle = await fake.slash("ask", {"question": question, **options})
    return await handle.final()


async def pressed(fake: FakeDiscord, message: Json, button: str) -> InteractionHandle:
    return await fake.click(message, button)


def labels(message: Json) -> list[str]:
    return [one["label"] for one in components_of(message["components"]) if one["type"] == 2]


def embed(message: Json) -> Json:
    (only,) = message["embeds"]
    return dict(only)


@contextlib.asynccontextmanager
async def restarted(
    fake: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot
) -> AsyncIterator[BylineBot]:
    """Another client in place of the one that wrote the messages."""
    await bot.close()
    async with running(fake, corpus, memory) as again:
        yield again


@pytest.mark.usefixtures("bot")
class TestBelowAnAnswer:
    async def test_an_answer_has_its_buttons_each_with_a_word(self, fakediscord: FakeDiscord) -> None:
        message = await asked(fakediscord)
        assert labels(message) == ["Passages", "Ask a follow-up", "Helpful", "Not helpful"]

    async def test_a_refusal_has_no_passages(self, fakediscord: FakeDiscord) -> None:
        message = await asked(fakediscord, "What is the capital of Australia?")
        assert labels(message) == ["Ask a follow-up", "Helpful", "Not helpful"]

    async def test_a_reply_has_them_too(self, fakediscord: FakeDiscord) -> None:
        await fakediscord.mention(HURT)
        message = await fakediscord.message()
        shown = await (await pressed(fakediscord, message, "Passages")).final()
        assert embed(shown)["title"] == "Passage 1 of 1, source [1]"

    async def test_which_message_shows_an_answer_is_kept(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        message = await asked(fakediscord)
        await bot.close()  # what it does for somebody ends first
        kept = await bot.desk.archive.find(key_of(message))
        assert (kept.message, kept.channel) == (message["id"], message["channel_id"])

    async def test_an_answer_whose_buttons_cannot_be_kept_goes_out_without(
        self, fakediscord: FakeDiscord, bot: BylineBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(_: object) -> None:
            raise LibraryError(Path("library"), "the disk is full")

        monkeypatch.setattr(bot.desk.archive._answers, "keep", broken)
        message = await asked(fakediscord)
        assert labels(message) == []
        assert "Twelve passengers" in read(embed(message)["description"]).shown


def key_of(message: Json) -> str:
    (first, *_) = (one for one in components_of(message["components"]) if one.get("custom_id"))
    return str(first["custom_id"]).rpartition(":")[2]


@pytest.mark.usefixtures("bot")
class TestPassages:
    async def test_a_passage_shows_its_quote_in_bold_with_its_article(self, fakediscord: FakeDiscord) -> None:
        handle = await pressed(fakediscord, await asked(fakediscord), "Passages")
        message = await handle.final()
        assert handle.ephemeral
        text = embed(message)["description"]
        quote = "Twelve passengers were hurt when the ferry Aurora ran aground, the coast guard said."
        assert f"**{quote}**" in text
        assert read(text).shown.replace("**", "") == FERRY
        facts = embed(message)["fields"][-1]["value"]
        assert "[Ferry Aurora runs aground](https://harbour.example/ferry)" in facts
        assert "Publisher: Harbour Post" in facts
        assert "Published: 10 Sep 2024" in facts

    async def test_the_article_opens_at_the_very_sentence(self, fakediscord: FakeDiscord) -> None:
        message = await (await pressed(fakediscord, await asked(fakediscord), "Passages")).final()
        (button,) = [one for one in components_of(message["components"]) if one.get("url")]
        assert button["label"] == "Open article"
        assert button["url"].startswith("https://harbour.example/ferry#:~:text=Twelve")

    async def test_it_pages_in_place_and_the_ends_are_disabled(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        fill(corpus, MINE)
        answer = await asked(fakediscord, BOTH)
        first = await (await pressed(fakediscord, answer, "Passages")).final()
        assert embed(first)["title"].startswith("Passage 1 of 2")
        assert disabled(first) == ["Previous"]
        turned = await pressed(fakediscord, first, "Next")
        second = await turned.final()
        assert (await turned.acknowledgement()).type == DEFERRED_UPDATE
        assert second["id"] == first["id"]
        assert embed(second)["title"].startswith("Passage 2 of 2")
        assert disabled(second) == ["Next"]
        back = await (await pressed(fakediscord, second, "Previous")).final()
        assert embed(back)["description"] == embed(first)["description"]

    async def test_an_updated_article_shows_the_words_that_were_quoted_and_says_so(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        answer = await asked(fakediscord)
        update(corpus, FERRY.replace("Twelve", "Fourteen"))
        message = await (await pressed(fakediscord, answer, "Passages")).final()
        note, facts = (field["value"] for field in embed(message)["fields"])
        assert "no longer in it" in note
        assert "Version 1 of 2" in facts
        assert "Twelve passengers" in embed(message)["description"]

    async def test_a_removed_article_is_no_longer_shown(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        answer = await asked(fakediscord)
        (ferry,) = [one for one in corpus.library.articles() if "Ferry" in one.article.title]
        corpus.library.remove(ferry.id)
        message = await (await pressed(fakediscord, answer, "Passages")).final()
        assert "was removed" in embed(message)["description"]
        assert "Twelve" not in str(message)


def disabled(message: Json) -> list[str]:
    return [one["label"] for one in components_of(message["components"]) if one.get("disabled")]


def update(corpus: Corpus, text: str) -> None:
    said = hints("Ferry Aurora runs aground", "Harbour Post", "2024-09-10", "https://harbour.example/ferry")
    list(ingest_drafts(read_bytes("story.txt", text.encode(), said), corpus))


@pytest.mark.usefixtures("bot")
class TestSourcesDiffer:
    async def test_each_side_is_quoted_named_and_dated(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        fill(corpus, MINE)
        answer = await asked(fakediscord, BOTH)
        assert "Sources differ" in labels(answer)
        handle = await pressed(fakediscord, answer, "Sources differ")
        message = await handle.final()
        assert handle.ephemeral
        (field,) = embed(message)["fields"]
        lines = read(field["value"]).shown.splitlines()
        assert len(lines) == 2
        assert any("killed 12 people" in line and "Arlen Courier · 7 May 2024" in line for line in lines)
        assert any("killed 15 people" in line and "Valley News · 7 May 2024" in line for line in lines)


class TestWhoMayPress:
    @pytest.mark.parametrize("button", ["Passages", "Ask a follow-up", "Helpful", "Not helpful"])
    async def test_an_answer_for_one_is_for_one(
        self, fakediscord: FakeDiscord, bot: BylineBot, button: str
    ) -> None:
        handle = await fakediscord.slash("ask", {"question": HURT, "private": True})
        message = await handle.final()
        pressed = await fakediscord.click(message, button, user=fakediscord.user("Ada"))
        assert "shown to somebody else" in (await pressed.final())["content"]
        assert pressed.modal_data is None
        assert bot.desk.archive._answers.count() == (0, 0)

    async def test_a_key_of_another_channel_or_server_opens_nothing(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        message = await asked(fakediscord)
        other = fakediscord.channel("elsewhere", next(iter(fakediscord.world.guilds)))
        forged = message | {"channel_id": other.id}
        shown = await (await fakediscord.click(forged, "Passages")).final()
        assert "or elsewhere" in shown["content"]

    @pytest.mark.parametrize(
        "custom_id",
        [
            "byline:answer:passages:Never-was-a-key",
            "byline:passage:n:1:Never-was-a-key",
            "byline:answer:good:Never-was-a-key",
            "byline:answer:something:Never-was-a-key",
        ],
    )
    async def test_what_is_not_kept_any_more_is_said(
        self, fakediscord: FakeDiscord, bot: BylineBot, custom_id: str
    ) -> None:
        message = await asked(fakediscord)
        button = {"type": 2, "style": 2, "label": "Old", "custom_id": custom_id}
        old = message | {"components": [{"type": 1, "components": [button]}]}
        handle = await fakediscord.click(old, "Old")
        assert "no longer kept" in embed(await handle.final())["description"]
        assert handle.ephemeral


class TestAfterARestart:
    async def test_passages_turn_and_where_sources_differ_is_shown(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot
    ) -> None:
        fill(corpus, MINE)
        answer = await asked(fakediscord, BOTH)
        first = await (await pressed(fakediscord, answer, "Passages")).final()
        async with restarted(fakediscord, corpus, memory, bot):
            second = await (await pressed(fakediscord, first, "Next")).final()
            assert embed(second)["title"].startswith("Passage 2 of 2")
            again = await (await pressed(fakediscord, answer, "Passages")).final()
            assert embed(again) == embed(first)
            differ = await (await pressed(fakediscord, answer, "Sources differ")).final()
            assert embed(differ)["title"] == "Sources differ"

    async def test_votes_count_and_a_form_that_was_open_is_taken(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot
    ) -> None:
        answer = await asked(fakediscord)
        form = await pressed(fakediscord, answer, "Not helpful")
        await form.modal()
        async with restarted(fakediscord, corpus, memory, bot):
            sent = await fakediscord.submit(form, {"why": "It is about another ferry."})
            assert "reason" in (await sent.final())["content"]
            await (await pressed(fakediscord, answer, "Helpful")).final()
        (vote,) = corpus.library.answers.votes()
        assert vote.good

    async def test_a_follow_up_opens_its_thread_and_the_thread_its_form(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot
    ) -> None:
        answer = await asked(fakediscord, "When did Engineers close the Kestrel bridge?")
        async with restarted(fakediscord, corpus, memory, bot) as second:
            opened = await pressed(fakediscord, answer, "Ask a follow-up")
            assert f"<#{answer['id']}>" in (await opened.final())["content"]
            how = fakediscord.said(channel=None)[-1]
            async with restarted(fakediscord, corpus, memory, second):
                form = await pressed(fakediscord, how, "Ask")
                sent = await fakediscord.submit(form, {"question": "why?"})
                answered = await sent.final()
                assert embed(answered)["title"] == "Why did Engineers close the Kestrel bridge?"


@pytest.mark.usefixtures("bot")
async def test_in_a_kind_of_channel_that_is_not_known_yet_there_is_an_answer_without_buttons(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    guild = fakediscord.guild("Of tomorrow")
    fakediscord.world.channels[guild.general.id]["type"] = 99
    asked = await fakediscord.slash("ask", {"question": HURT}, channel=guild.general)
    answer = await asked.final()
    assert answer["embeds"]
    assert answer["components"] == []
    with corpus.library._connections.reading() as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (0,)
