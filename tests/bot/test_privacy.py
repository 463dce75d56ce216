"""What is kept of people is said, and a button deletes what is of whoever presses it; nobody is pinged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot import BylineBot
from bot.cogs.privacy import told_of
from corpus import Corpus, Forgotten
from tests.bot.newsroom import fill, running
from tests.bot.test_buttons import HURT, asked, embed, key_of, labels
from tests.bot.test_follow import CLOSED, WHY, opened
from tests.fakediscord import FakeChannel, FakeDiscord, FakeUser

DELETE = "Delete what is mine"


async def forgotten(fake: FakeDiscord, user: FakeUser, channel: FakeChannel | None = None) -> str:
    """What the button says to somebody."""
    shown = await fake.slash("privacy", user=user, channel=channel)
    pressed = await fake.click(await shown.final(), DELETE, user=user)
    said = (await pressed.final())["content"]
    assert pressed.ephemeral
    return str(said)


@pytest.mark.usefixtures("bot")
class TestCommand:
    async def test_it_says_in_four_lines_what_is_kept_to_whoever_asks(self, fakediscord: FakeDiscord) -> None:
        handle = await fakediscord.slash("privacy")
        message = await handle.final()
        lines = embed(message)["description"].splitlines()
        assert len(lines) == 4
        assert [line.split()[0].strip("*:") for line in lines] == ["Votes", "Questions", "Answers", "Log"]
        assert handle.ephemeral
        assert labels(message) == [DELETE]

    async def test_it_works_in_private_messages(self, fakediscord: FakeDiscord) -> None:
        ada = fakediscord.user("Ada")
        channel = fakediscord.dm(ada)
        await fakediscord.say(HURT, user=ada, channel=channel)
        answer = await fakediscord.message(channel=channel)
        said = await forgotten(fakediscord, ada, channel)
        assert said == "Deleted: 1 private answer, 1 conversation in memory."
        gone = await (await fakediscord.click(answer, "Passages", user=ada)).final()
        assert "no longer kept" in embed(gone)["description"]

    async def test_who_left_nothing_is_told_so(self, fakediscord: FakeDiscord) -> None:
        assert await forgotten(fakediscord, fakediscord.user("Eve")) == "Nothing of yours is kept."


@pytest.mark.usefixtures("bot")
class TestForget:
    async def test_it_deletes_votes_and_private_answers_of_whoever_presses(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        answer = await asked(fakediscord)
        ada, ben = fakediscord.user("Ada"), fakediscord.user("Ben")
        for user in (ada, ben):
            await (await fakediscord.click(answer, "Helpful", user=user)).final()
        own = []
        for user in (ada, ben):
            private = await fakediscord.slash("ask", {"question": HURT, "private": True}, user=user)
            own.append(key_of(await private.final()))
        assert await forgotten(fakediscord, ada) == "Deleted: 1 vote, 1 private answer."
        assert [vote.user for vote in corpus.library.answers.votes()] == [ben.id]
        assert [corpus.library.answers.find(key) is None for key in own] == [True, False]
        assert corpus.library.answers.find(key_of(answer)), "an answer for everybody names nobody, and stays"

    async def test_private_messages_are_found_from_a_server_too(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        ada = fakediscord.user("Ada")
        channel = fakediscord.dm(ada)
        await fakediscord.say(HURT, user=ada, channel=channel)
        key = key_of(await fakediscord.message(channel=channel))
        assert "1 private answer" in await forgotten(fakediscord, ada)
        assert corpus.library.answers.find(key) is None

    async def test_where_discord_does_not_name_their_channel_the_rest_is_deleted_and_that_is_said(
        self, fakediscord: FakeDiscord
    ) -> None:
        ada = fakediscord.user("Ada")
        await (await fakediscord.click(await asked(fakediscord), "Helpful", user=ada)).final()
        fakediscord.fail("POST", "/users/@me/channels", status=403, code=50007)
        said = await forgotten(fakediscord, ada)
        assert "1 vote" in said
        assert "press the button there" in said

    async def test_it_takes_their_questions_out_of_threads_and_leaves_others(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        ada, ben = fakediscord.user("Ada"), fakediscord.user("Ben")
        handle = await fakediscord.slash("ask", {"question": CLOSED}, user=ada)
        opening = await fakediscord.click(await handle.final(), "Ask a follow-up", user=ben)
        await opening.final()
        thread, how = _thread(fakediscord, (await handle.final())["id"]), await _last(fakediscord)
        await fakediscord.mention("why?", user=ben, channel=thread)
        await fakediscord.message(1, thread)
        form = await fakediscord.click(how, "Ask", user=ada)
        await (await fakediscord.submit(form, {"question": "until when will it stay closed?"})).final()
        await fakediscord.until(lambda: len(_turns(corpus, thread)) == 3, "three turns")
        assert [user for _, user in _turns(corpus, thread)] == [ada.id, ben.id, ada.id]
        said = await forgotten(fakediscord, ada)
        assert said == "Deleted: 2 questions in threads, 1 conversation in memory."
        assert _turns(corpus, thread) == [(WHY, ben.id)]

    async def test_what_was_asked_before_a_mention_is_leant_on_no_more(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        ada = fakediscord.user("Ada")
        await fakediscord.mention(CLOSED, user=ada)
        answer = await fakediscord.message()
        assert await forgotten(fakediscord, ada) == "Deleted: 1 conversation in memory."
        assert len(bot.desk._parts.conversations) == 0
        assert answer["id"] in {message["id"] for message in fakediscord.said()}, "messages are Discord's"


@pytest.mark.parametrize(
    ("gone", "conversations", "words"),
    [
        (Forgotten(), 0, "Nothing of yours is kept."),
        (Forgotten(votes=1), 0, "Deleted: 1 vote."),
        (
            Forgotten(1200, 2, 1),
            2,
            "Deleted: 1,200 votes, 2 private answers, 1 question in threads, 2 conversations in memory.",
        ),
    ],
)
def test_how_much_was_deleted_is_said_in_words(gone: Forgotten, conversations: int, words: str) -> None:
    assert told_of(gone, conversations) == words


async def test_no_message_mentions_anybody_and_the_intents_are_the_default_ones(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fill(corpus)
    async with running(fakediscord, corpus, memory):
        await _tour(fakediscord)
    messages = [body for body in map(_message_in, fakediscord.requests) if body is not None]
    assert len(messages) > 12
    assert {tuple(body["allowed_mentions"]["parse"]) for body in messages} == {()}
    assert not any(body["allowed_mentions"].get(key) for body in messages for key in ("users", "roles"))
    assert not any(body["allowed_mentions"].get("replied_user") for body in messages)
    assert {one["intents"] for one in fakediscord.gateway.identifies} == {discord.Intents.default().value}


async def _tour(fake: FakeDiscord) -> None:
    """Everything that people press and ask, so that the bot says all kinds of things."""
    thread, how = await opened(fake)
    await fake.mention("why?", channel=thread)
    answer = await fake.message(1, thread)
    for button in ("Passages", "Helpful"):
        await (await fake.click(answer, button)).final()
    await (await fake.submit(await fake.click(answer, "Not helpful"), {"why": "@everyone"})).final()
    await (await fake.submit(await fake.click(how, "Ask"), {"question": "why?"})).final()
    await fake.mention("")
    for command in ("sources", "latest", "privacy"):
        await (await fake.slash(command)).final()
    await (await fake.slash("timeline", {"topic": "Kestrel bridge"})).final()
    for command in ("corpus status", "corpus list", "corpus log", "corpus feedback", "corpus settings"):
        await (await fake.slash(command, user=fake.admin())).final()
    refused = await fake.slash("corpus status", user=fake.user("Ben"))
    await refused.response()
    await forgotten(fake, fake.user("Ben"))
    market = await fake.say("Councillor Brian Okafor told @everyone to keep calm.")
    await (await fake.context_menu("Check against sources", market)).final()


def _message_in(request: Any) -> Any:
    """The message that a request sends or edits, or nothing."""
    body = request.body if isinstance(request.body, dict) else {}
    if request.path.endswith("/callback"):
        body = body.get("data") or {}
    return body if body.keys() & {"content", "embeds"} else None


def _thread(fake: FakeDiscord, thread_id: str) -> FakeChannel:
    thread = fake.world.channels[thread_id]
    return FakeChannel(thread["id"], thread["name"], thread["guild_id"])


async def _last(fake: FakeDiscord) -> Any:
    return next(message for message in reversed(fake.said()) if "Ask" in labels(message))


def _turns(corpus: Corpus, thread: FakeChannel) -> list[tuple[str, str | None]]:
    kept = corpus.library.answers.thread(thread.id)
    return [(turn.question, turn.user) for turn in kept.turns] if kept else []
