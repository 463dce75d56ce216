from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import BylineBot
from corpus import Corpus
from tests.bot.newsroom import fill, running
from tests.bot.test_buttons import asked, embed, labels
from tests.fakediscord import FakeChannel, FakeDiscord, Json
from tests.fakediscord.gateway import MESSAGE_CONTENT

CLOSED = "When did Engineers close the Kestrel bridge?"
WHY = "Why did Engineers close the Kestrel bridge?"
CREATE_THREADS = 1 << 35


async def opened(fake: FakeDiscord, question: str = CLOSED, **options: str) -> tuple[FakeChannel, Json]:
    """A thread below an answer, and what the bot says first in it."""
    answer = await asked(fake, question, **options)
    handle = await fake.click(answer, "Ask a follow-up")
    await handle.final()
    thread = fake.world.channels[answer["id"]]
    channel = FakeChannel(thread["id"], thread["name"], thread["guild_id"])
    return channel, await fake.message(channel=channel)


@contextlib.asynccontextmanager
async def reading(fake: FakeDiscord, corpus: Corpus, memory: Path) -> AsyncIterator[BylineBot]:
    """A bot that is shown what everybody writes."""
    fill(corpus)
    fake.gateway.allowed_intents |= MESSAGE_CONTENT
    async with running(fake, corpus, memory, message_content=True) as bot:
        yield bot


@pytest.mark.usefixtures("bot")
class TestThread:
    async def test_it_is_named_after_the_question_and_says_how_to_ask(self, fakediscord: FakeDiscord) -> None:
        thread, how = await opened(fakediscord)
        assert thread.name == CLOSED
        assert "mention me" in how["content"]
        assert labels(how) == ["Ask"]

    async def test_who_pressed_is_shown_the_way_again(self, fakediscord: FakeDiscord) -> None:
        answer = await asked(fakediscord, CLOSED)
        for _ in range(2):
            handle = await fakediscord.click(answer, "Ask a follow-up")
            assert f"<#{answer['id']}>" in (await handle.final())["content"]
            assert handle.ephemeral
        assert len(fakediscord.requests_to("POST", "/channels/*/messages/*/threads")) == 1

    async def test_a_mention_in_it_leans_on_the_answer_whoever_asks(self, fakediscord: FakeDiscord) -> None:
        thread, _ = await opened(fakediscord)
        await fakediscord.mention("why?", user=fakediscord.user("Ada"), channel=thread)
        answer = await fakediscord.message(1, thread)
        assert embed(answer)["title"] == WHY
        await fakediscord.mention("until when will it stay closed?", channel=thread)
        assert "Kestrel bridge" in embed(await fakediscord.message(2, thread))["title"]

    async def test_the_form_s_question_leans_on_it_too(self, fakediscord: FakeDiscord) -> None:
        _, how = await opened(fakediscord)
        form = await fakediscord.click(how, "Ask")
        sent = await fakediscord.submit(form, {"question": "why?"})
        answer = await sent.final()
        assert embed(answer)["title"] == WHY
        assert not sent.ephemeral
        assert "Passages" in labels(answer)

    async def test_an_answer_in_it_has_buttons_of_its_own(self, fakediscord: FakeDiscord) -> None:
        thread, _ = await opened(fakediscord)
        await fakediscord.mention("why?", channel=thread)
        answer = await fakediscord.message(1, thread)
        shown = await (await fakediscord.click(answer, "Passages")).final()
        assert "cracks" in embed(shown)["description"]
        form = await fakediscord.click(answer, "Ask a follow-up")
        assert (await form.modal())["title"] == "Ask a follow-up"

    async def test_what_is_asked_in_the_form_of_an_answer_in_it_is_remembered(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        thread, _ = await opened(fakediscord)
        await fakediscord.mention("why?", channel=thread)
        answer = await fakediscord.message(1, thread)
        form = await fakediscord.click(answer, "Ask a follow-up")
        asked_in_form = "Who told people to keep calm about the market hall?"
        sent = await fakediscord.submit(form, {"question": asked_in_form})
        await sent.final()

        def asked_in_thread() -> list[str]:
            kept = corpus.library.answers.thread(thread.id)
            return [turn.question for turn in kept.turns] if kept else []

        await fakediscord.until(lambda: len(asked_in_thread()) == 3, "three turns")
        assert asked_in_thread() == [CLOSED, WHY, asked_in_form]
        await fakediscord.mention("when?", channel=thread)
        await fakediscord.until(lambda: len(asked_in_thread()) == 4, "the fourth")
        assert "market hall" in asked_in_thread()[-1]
        form = await fakediscord.click(answer, "Ask a follow-up")
        await (await fakediscord.submit(form, {"question": "until when will it stay closed?"})).final()
        await fakediscord.until(lambda: len(asked_in_thread()) == 5, "the fifth")
        assert "Kestrel bridge" in asked_in_thread()[-1], "it follows the answer that it stands below"

    async def test_it_keeps_to_the_publisher_that_was_asked_for(self, fakediscord: FakeDiscord) -> None:
        thread, _ = await opened(fakediscord, publisher="Harbour Post")
        await fakediscord.mention("Who told people to keep calm about the market hall?", channel=thread)
        answer = await fakediscord.message(1, thread)
        assert "do not hold an answer" in embed(answer)["description"]
        assert "for the given publisher" in embed(answer)["description"]

    async def test_what_the_bot_is_not_shown_is_answered_once_with_how(
        self, fakediscord: FakeDiscord
    ) -> None:
        thread, _ = await opened(fakediscord)
        await fakediscord.say("why?", channel=thread)
        told = await fakediscord.message(1, thread)
        assert "mention me" in told["content"]
        assert labels(told) == ["Ask"]
        await fakediscord.say("why?", channel=thread)
        await fakediscord.mention("why?", channel=thread)
        await fakediscord.message(2, thread)
        assert len(fakediscord.said(thread)) == 3

    async def test_what_is_said_between_people_is_left_alone(self, fakediscord: FakeDiscord) -> None:
        thread, _ = await opened(fakediscord)
        ada = fakediscord.user("Ada")
        await fakediscord.say(f"{ada.mention} look", channel=thread)
        await fakediscord.mention("why?", channel=thread)
        await fakediscord.message(1, thread)
        assert len(fakediscord.said(thread)) == 2


class TestEveryMessage:
    async def test_where_the_bot_is_shown_everything_every_message_is_a_follow_up(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path
    ) -> None:
        async with reading(fakediscord, corpus, memory):
            thread, how = await opened(fakediscord)
            assert "every message is a question" in how["content"]
            await fakediscord.say("why?", channel=thread)
            assert embed(await fakediscord.message(1, thread))["title"] == WHY

    async def test_outside_a_thread_of_ours_it_still_reads_only_what_is_for_it(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path
    ) -> None:
        async with reading(fakediscord, corpus, memory):
            await fakediscord.say(CLOSED)
            await fakediscord.mention(CLOSED)
            await fakediscord.message()
            assert len(fakediscord.said()) == 1

    async def test_a_thread_remembers_across_a_restart(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path
    ) -> None:
        async with reading(fakediscord, corpus, memory):
            thread, _ = await opened(fakediscord)
            await fakediscord.say("Who told people to keep calm about the market hall?", channel=thread)
            await fakediscord.message(1, thread)
        async with running(fakediscord, corpus, memory, message_content=True):
            await fakediscord.say("when?", channel=thread)
            title = embed(await fakediscord.message(2, thread))["title"]
        assert "market hall" in title


@pytest.mark.usefixtures("bot")
class TestForm:
    async def test_where_no_thread_may_be_opened_a_form_asks(self, fakediscord: FakeDiscord) -> None:
        fakediscord.app_permissions &= ~CREATE_THREADS
        answer = await asked(fakediscord, CLOSED)
        form = await fakediscord.click(answer, "Ask a follow-up")
        sent = await fakediscord.submit(form, {"question": "why?"})
        assert embed(await sent.final())["title"] == WHY
        assert not sent.ephemeral

    async def test_a_private_answer_is_followed_in_private(self, fakediscord: FakeDiscord) -> None:
        handle = await fakediscord.slash("ask", {"question": CLOSED, "private": True})
        form = await fakediscord.click(await handle.final(), "Ask a follow-up")
        sent = await fakediscord.submit(form, {"question": "why?"})
        assert embed(await sent.final())["title"] == WHY
        assert sent.ephemeral

    async def test_in_a_private_message_too(self, fakediscord: FakeDiscord) -> None:
        ada = fakediscord.user("Ada")
        channel = fakediscord.dm(ada)
        await fakediscord.say(CLOSED, user=ada, channel=channel)
        answer = await fakediscord.message(channel=channel)
        form = await fakediscord.click(answer, "Ask a follow-up", user=ada)
        sent = await fakediscord.submit(form, {"question": "why?"})
        assert embed(await sent.final())["title"] == WHY

    async def test_a_blank_question_is_answered_with_a_sentence(self, fakediscord: FakeDiscord) -> None:
        fakediscord.app_permissions &= ~CREATE_THREADS
        form = await fakediscord.click(await asked(fakediscord), "Ask a follow-up")
        sent = await fakediscord.submit(form, {"question": "  "})
        assert "There was no question" in (await sent.final())["content"]

    async def test_the_form_of_a_thread_that_is_not_ours_says_so(self, fakediscord: FakeDiscord) -> None:
        _, how = await opened(fakediscord)
        elsewhere = how | {"channel_id": fakediscord.channel("x", next(iter(fakediscord.world.guilds))).id}
        handle = await fakediscord.click(elsewhere, "Ask")
        assert "no longer kept" in (await handle.final())["content"]
