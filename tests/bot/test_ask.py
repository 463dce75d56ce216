from __future__ import annotations

import asyncio
import io
import logging
import re
from pathlib import Path
from threading import Event

import pytest

from bot import BylineBot
from bot.desk import ServerDesk
from bot.log import configure
from bot.settings import LogSettings
from corpus import Corpus
from tests.bot.markdown import read
from tests.bot.newsroom import FERRY, MARKET, running
from tests.bot.wire import is_over
from tests.fakediscord import FakeDiscord, Json
from tests.fakediscord.handle import DEFERRED

HURT = "How many passengers were hurt when the ferry Aurora ran aground?"
CALM = "Who told people to keep calm about the market hall of Dunmore?"

pytestmark = pytest.mark.usefixtures("bot")


def field(embed: Json, name: str) -> str:
    return next(field["value"] for field in embed["fields"] if field["name"] == name)


async def test_an_answer_quotes_the_article_and_links_to_the_very_sentence(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("ask", {"question": HURT})
    (embed,) = (await asked.final())["embeds"]
    assert embed["title"] == HURT
    sentence = "Twelve passengers were hurt when the ferry Aurora ran aground, the coast guard said."
    assert sentence in FERRY
    assert f"{sentence} [1]" in read(embed["description"]).shown
    source = field(embed, "Sources").splitlines()[0]
    assert source.startswith(
        "[1] [Ferry Aurora runs aground](https://harbour.example/ferry#:~:text=Twelve%20passengers"
    )
    assert source.endswith(" · Harbour Post · 10 Sep 2024")
    assert "Newest source: 10 Sep 2024 · only one source" in embed["footer"]["text"]


async def test_the_acknowledgement_comes_before_anything_else(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("ask", {"question": HURT})
    await asked.final()
    acknowledged = await asked.acknowledgement()
    assert acknowledged.type == DEFERRED
    assert acknowledged.after < 3
    after_sync = [r for r in fakediscord.requests if "callback" in r.path or "webhooks" in r.path]
    assert ["callback" in request.path for request in after_sync] == [True, False]
    assert after_sync[1].method == "PATCH"


async def test_an_answer_is_for_all_unless_it_is_asked_for_in_private(fakediscord: FakeDiscord) -> None:
    public = await fakediscord.slash("ask", {"question": HURT})
    private = await fakediscord.slash("ask", {"question": HURT, "private": True})
    await public.final()
    await private.final()
    assert (public.ephemeral, private.ephemeral) == (False, True)


async def test_a_refusal_says_what_was_searched_and_cites_nothing(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("ask", {"question": "What is the capital of Australia?"})
    (embed,) = (await asked.final())["embeds"]
    assert "do not hold an answer" in embed["description"]
    assert "Searched 3 articles, published from 10 Sep 2024 to 1 Oct 2024" in embed["description"]
    assert "Harbour Post" in embed["description"]
    assert "Sources" not in [field["name"] for field in embed.get("fields", [])]


async def test_filters_narrow_the_search(fakediscord: FakeDiscord) -> None:
    options = {
        "question": "What is the capital of Australia?",
        "publisher": "harbour post",
        "since": "2024-10",
    }
    asked = await fakediscord.slash("ask", options)
    (embed,) = (await asked.final())["embeds"]
    assert (
        "Searched 1 article for the given publisher and dates, published on 1 Oct 2024"
        in embed["description"]
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "last tuesday-ish"}, "is not a date I can read"),
        ({"since": "2024-10-02", "until": "2024-10-01"}, "later than"),
    ],
)
async def test_a_bad_date_is_answered_with_a_sentence(
    fakediscord: FakeDiscord, options: Json, sentence: str
) -> None:
    asked = await fakediscord.slash("ask", {"question": HURT, **options})
    message = await asked.final()
    assert sentence in message["content"]
    assert message["embeds"] == []


async def test_blank_questions_are_answered_with_a_sentence(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("ask", {"question": "   "})
    assert (await asked.final())["content"].startswith("There was no question.")


async def test_everyone_in_an_article_never_pings(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("ask", {"question": CALM})
    message = await asked.final()
    (embed,) = message["embeds"]
    assert "@everyone" in MARKET
    assert "@everyone" not in str(message)
    assert "@everyone" in read(embed["description"]).shown
    await fakediscord.mention(CALM)
    await fakediscord.message(1)
    bodies = [
        r.body for r in fakediscord.requests if r.method in ("PATCH", "POST") and "embeds" in str(r.body)
    ]
    assert len(bodies) == 2
    assert [body["allowed_mentions"]["parse"] for body in bodies] == [[], []]


async def test_an_article_without_an_address_shows_its_words_instead_of_a_link(
    fakediscord: FakeDiscord,
) -> None:
    asked = await fakediscord.slash(
        "ask", {"question": "When will the market hall of Dunmore be pulled down?"}
    )
    (embed,) = (await asked.final())["embeds"]
    assert re.match(
        r"\[1\] Market hall of Dunmore to go · Dunmore Times · 12 Sep 2024: “.+”", field(embed, "Sources")
    )


async def test_a_mention_is_answered_by_a_reply(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.mention(HURT)
    answer = await fakediscord.message()
    assert answer["message_reference"]["message_id"] == asked["id"]
    assert answer["embeds"][0]["title"] == HURT


async def test_a_reply_to_the_bot_is_a_question(fakediscord: FakeDiscord) -> None:
    await fakediscord.mention(HURT)
    first = await fakediscord.message()
    asked = await fakediscord.reply(first, "When will the Kestrel bridge open again?")
    second = await fakediscord.message(1)
    assert second["message_reference"]["message_id"] == asked["id"]
    assert second["embeds"][0]["title"] == "When will the Kestrel bridge open again?"


async def test_a_reply_that_leans_on_the_answer_is_completed_and_shown_in_full(
    fakediscord: FakeDiscord,
) -> None:
    await fakediscord.mention("When did Engineers close the Kestrel bridge?")
    first = await fakediscord.message()
    await fakediscord.reply(first, "why?")
    second = await fakediscord.message(1)
    assert second["embeds"][0]["title"] == "Why did Engineers close the Kestrel bridge?"
    assert "cracks" in second["embeds"][0]["description"]


async def test_a_new_question_or_somebody_else_s_is_not_completed(fakediscord: FakeDiscord) -> None:
    await fakediscord.mention("When did Engineers close the Kestrel bridge?")
    first = await fakediscord.message()
    await fakediscord.mention("why?")
    assert (await fakediscord.message(1))["embeds"][0]["title"] == "why?"
    await fakediscord.reply(first, "where?", user=fakediscord.user("Ada"))
    assert (await fakediscord.message(2))["embeds"][0]["title"] == "where?"


async def test_a_private_question_is_not_carried_into_an_open_one(fakediscord: FakeDiscord) -> None:
    private = await fakediscord.slash("ask", {"question": HURT, "private": True})
    await private.final()
    await fakediscord.mention(CALM)
    first = await fakediscord.message(1)
    await fakediscord.reply(first, "when?")
    title = (await fakediscord.message(2))["embeds"][0]["title"]
    assert "ferry" not in title
    assert "market hall" in title


async def test_a_private_message_is_a_question(fakediscord: FakeDiscord) -> None:
    channel = fakediscord.dm(fakediscord.user("Ada"))
    await fakediscord.say(HURT, user=fakediscord.user("Ada"), channel=channel)
    assert (await fakediscord.message(channel=channel))["embeds"][0]["title"] == HURT


async def test_a_mention_without_a_question_is_told_how(fakediscord: FakeDiscord) -> None:
    await fakediscord.mention("")
    assert "could not read a question" in (await fakediscord.message())["content"]


async def test_messages_that_are_not_for_the_bot_are_left_alone(fakediscord: FakeDiscord) -> None:
    await fakediscord.say("@everyone who denied it?")
    await fakediscord.say("<@1> who denied it?")
    await fakediscord.mention(HURT)
    await fakediscord.message()
    assert len(fakediscord.said()) == 1


async def test_a_question_asked_by_a_deleted_message_is_still_answered(fakediscord: FakeDiscord) -> None:
    held = fakediscord.hold("POST", "/channels/*/messages")
    asked = await fakediscord.mention(HURT)
    await fakediscord.until(lambda: held.waiting, "the reply")
    await fakediscord.delete_message(asked)
    held.release()
    assert (await fakediscord.message())["embeds"]


async def test_publishers_are_offered_while_typing(fakediscord: FakeDiscord) -> None:
    typing = await fakediscord.autocomplete("ask", ("publisher", "dun"), {"question": "x"})
    assert await typing.choices() == [{"name": "Dunmore Times", "value": "Dunmore Times"}]
    typing = await fakediscord.autocomplete("ask", ("publisher", ""), {"question": "x"})
    assert [choice["name"] for choice in await typing.choices()] == ["Harbour Post", "Dunmore Times"]


async def test_offering_publishers_is_never_an_error(
    fakediscord: FakeDiscord, bot: BylineBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: ServerDesk) -> list[tuple[str, int]]:
        raise OSError("disk gone")

    monkeypatch.setattr(ServerDesk, "publishers", broken)
    typing = await fakediscord.autocomplete("ask", ("publisher", "x"), {"question": "x"})
    assert await typing.choices() == []


async def test_sources_shows_what_is_searched(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("sources")
    (embed,) = (await asked.final())["embeds"]
    assert embed["description"] == "3 articles, published from 10 Sep 2024 to 1 Oct 2024."
    assert field(embed, "Articles by publisher") == "- Harbour Post: 2\n- Dunmore Times: 1"
    assert asked.ephemeral


async def test_an_unexpected_error_is_told_with_a_reference(
    fakediscord: FakeDiscord,
    bot: BylineBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret of the code")

    monkeypatch.setattr(ServerDesk, "answer", broken)
    asked = await fakediscord.slash("ask", {"question": HURT})
    content = (await asked.final())["content"]
    reference = re.search(r"reference (\w+)\.", content)
    assert reference is not None
    assert f"Error {reference[1]}" in caplog.text
    assert "secret" not in content
    await fakediscord.mention(HURT)
    assert "reference" in (await fakediscord.message(1))["content"]


class TestTrouble:
    async def test_a_rate_limit_and_a_broken_gateway_of_discord_s_delay_the_answer_only(
        self, fakediscord: FakeDiscord
    ) -> None:
        fakediscord.fail("PATCH", "/webhooks/**", status=429)
        fakediscord.fail("PATCH", "/webhooks/**", status=502)
        asked = await fakediscord.slash("ask", {"question": HURT})
        assert (await asked.final())["embeds"]

    async def test_an_expired_interaction_is_answered_in_the_channel(self, fakediscord: FakeDiscord) -> None:
        held = fakediscord.hold("PATCH", "/webhooks/**")
        asked = await fakediscord.slash("ask", {"question": HURT})
        await fakediscord.until(lambda: held.waiting, "the edit")
        asked.expire()
        held.release()
        await fakediscord.until(lambda: len(fakediscord.said()) > 1, "a channel message")
        assert fakediscord.said()[-1]["embeds"][0]["title"] == HURT

    async def test_an_expired_private_question_is_not_answered_before_everybody(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        held = fakediscord.hold("PATCH", "/webhooks/**")
        asked = await fakediscord.slash("ask", {"question": HURT, "private": True})
        await fakediscord.until(lambda: held.waiting, "the edit")
        asked.expire(404, 10015)
        held.release()
        public = await fakediscord.slash("ask", {"question": CALM})
        await public.final()
        assert "private reply came too late" in caplog.text
        assert fakediscord.requests_to("POST", "/channels/*/messages") == []

    async def test_an_acknowledgement_that_comes_too_late_still_leads_to_an_answer(
        self, fakediscord: FakeDiscord
    ) -> None:
        fakediscord.fail("POST", "/interactions/**", status=404, code=10062)
        asked = await fakediscord.slash("ask", {"question": HURT})
        asked.expire(404, 10015)
        assert (await fakediscord.message())["embeds"][0]["title"] == HURT

    async def test_a_channel_that_takes_nothing_costs_a_log_line(
        self, fakediscord: FakeDiscord, caplog: pytest.LogCaptureFixture
    ) -> None:
        fakediscord.fail("POST", "/channels/*/messages", status=403)
        await fakediscord.mention(HURT)
        await fakediscord.request("POST", "/channels/*/messages")
        asked = await fakediscord.slash("ask", {"question": HURT})
        await asked.final()
        assert "could not be sent" in caplog.text


async def test_an_ingest_under_way_does_not_stall_an_answer(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot
) -> None:
    await bot.close()
    go = Event()

    def slow(*_: object) -> object:
        assert go.wait(30)
        return iter(())

    async with running(fakediscord, corpus, memory, slow):  # type: ignore[arg-type]
        adding = await fakediscord.slash(
            "corpus add link", {"link": "https://x.example/"}, user=fakediscord.admin()
        )
        await adding.acknowledgement()
        asked = await fakediscord.slash("ask", {"question": HURT})
        assert (await asked.final())["embeds"]
        assert not any(is_over(message) for message in adding.shown)
        go.set()
        assert (await adding.final(is_over))["embeds"][0]["title"] == "Nothing added"


async def test_a_question_under_way_is_answered_before_the_bot_closes(
    fakediscord: FakeDiscord, bot: BylineBot
) -> None:
    held = fakediscord.hold("PATCH", "/webhooks/**")
    asked = await fakediscord.slash("ask", {"question": HURT})
    await fakediscord.until(lambda: held.waiting, "the edit")
    closing = asyncio.create_task(bot.close())
    await asyncio.sleep(0)
    assert not bot.is_closed()
    held.release()
    assert (await asked.final())["embeds"]
    await closing


async def test_no_token_of_discord_s_is_in_the_log_of_a_question(
    fakediscord: FakeDiscord, bot: BylineBot
) -> None:
    stream = io.StringIO()
    level = logging.getLogger().level
    handler = configure([fakediscord.token], LogSettings(), debug=True, stream=stream)
    try:
        asked = await fakediscord.slash("ask", {"question": HURT})
        await asked.final()
        await fakediscord.gateway.drop()
        await fakediscord.until(lambda: fakediscord.gateway.resumed, "a RESUME")
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(level)
    assert "INTERACTION_CREATE" in stream.getvalue()
    assert asked.token not in stream.getvalue()
    assert fakediscord.token not in stream.getvalue()
