"""Questions are kept only where a server's admins want it: for them alone, without names, for so long."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import BylineBot
from bot.questioncards import PAGE, questions_card
from corpus import AskedQuestion, Corpus, KeptQuestion, utc_now
from tests.bot.newsroom import fill, running
from tests.bot.test_buttons import HURT, embed, labels
from tests.bot.test_follow import WHY, opened
from tests.bot.test_privacy import forgotten
from tests.bot.test_settings_command import settings
from tests.bot.test_writer import at
from tests.bot.wire import shown
from tests.fakediscord import FakeChannel, FakeDiscord
from tests.retrieval.modelserver import answers, serving

REFUSED = "What is the capital of Australia?"
NEVER = "Who won the regatta in Lisbon?"


async def ask(fake: FakeDiscord, question: str, user: str = "Ben", **options: Any) -> None:
    await (await fake.slash("ask", {"question": question, **options}, user=fake.user(user))).final()


async def read(fake: FakeDiscord, channel: FakeChannel | None = None) -> Any:
    asked = await fake.slash("corpus questions", user=fake.admin(), channel=channel)
    return await asked.final()


def kept(corpus: Corpus) -> list[str]:
    return [one.question for one in corpus.library.questions.asked()]


def times(corpus: Corpus) -> int:
    return sum(one.times for one in corpus.library.questions.asked())


@pytest.mark.usefixtures("bot")
async def test_nothing_is_kept_unless_a_server_wants_it(fakediscord: FakeDiscord, corpus: Corpus) -> None:
    await ask(fakediscord, HURT)
    assert kept(corpus) == []
    assert "Questions are not kept here" in shown(await read(fakediscord))
    assert "not kept" in await settings(fakediscord)


@pytest.mark.usefixtures("bot")
async def test_admins_read_first_what_had_no_answer_and_never_who_asked(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    assert "kept for 30 days" in await settings(fakediscord, question_days=30)
    await ask(fakediscord, HURT)
    await ask(fakediscord, REFUSED)
    await fakediscord.mention(REFUSED, user=fakediscord.user("Cem"))
    await fakediscord.until(lambda: corpus.library.questions.count() == (1, 1), "three questions")
    await fakediscord.until(lambda: corpus.library.questions.asked()[0].times == 2, "the mention")
    card = embed(await read(fakediscord))
    assert card["title"] == "Questions 1 to 2 of 2"
    assert [field["name"] for field in card["fields"]] == ["The articles held no answer", "Answered"]
    assert f"{REFUSED} · 2 times" in card["fields"][0]["value"]
    assert f"{HURT} · once" in card["fields"][1]["value"]
    for name in ("Ben", "Cem"):
        assert fakediscord.user(name).id not in str(card)


@pytest.mark.usefixtures("bot")
async def test_what_only_the_asker_sees_is_not_kept_nor_what_is_asked_elsewhere(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    await settings(fakediscord, question_days=30)
    await ask(fakediscord, HURT, private=True)
    ada = fakediscord.user("Ada")
    await fakediscord.say(HURT, user=ada, channel=fakediscord.dm(ada))
    other = fakediscord.guild("Other").general
    await (await fakediscord.slash("ask", {"question": NEVER}, channel=other)).final()
    await ask(fakediscord, REFUSED)
    await fakediscord.until(lambda: kept(corpus) == [REFUSED], "the one question")
    assert "Questions are not kept here" in shown(await read(fakediscord, other)), "another server's"


@pytest.mark.usefixtures("bot")
async def test_a_follow_up_is_kept_as_the_question_that_it_is_in_full(
    fakediscord: FakeDiscord, corpus: Corpus
) -> None:
    thread, _ = await opened(fakediscord)
    await settings(fakediscord, question_days=30)
    await fakediscord.mention("why?", channel=thread)
    await fakediscord.until(lambda: kept(corpus) == [WHY], "the follow-up")


@pytest.mark.usefixtures("bot")
async def test_nobody_but_admins_reads_them(fakediscord: FakeDiscord) -> None:
    asked = await fakediscord.slash("corpus questions", user=fakediscord.user("Ben"))
    assert "may manage the server" in shown(await asked.response())


async def test_they_go_when_they_are_old_when_fewer_days_are_set_and_when_none_are(
    fakediscord: FakeDiscord, corpus: Corpus, bot: BylineBot
) -> None:
    server = next(iter(fakediscord.world.guilds))
    await settings(fakediscord, question_days=30)
    for days in (40, 20, 0):
        at = utc_now() - timedelta(days=days)
        corpus.library.questions.keep(KeptQuestion(at, server, "7", f"{days}?", True))
    await bot.upkeep.prune()
    assert kept(corpus) == ["0?", "20?"]
    await settings(fakediscord, question_days=10)
    assert kept(corpus) == ["0?"]
    assert "not kept" in await settings(fakediscord, reset="question_days")
    assert kept(corpus) == []


@pytest.mark.usefixtures("bot")
async def test_privacy_names_them_and_deletes_ones_own(fakediscord: FakeDiscord, corpus: Corpus) -> None:
    await settings(fakediscord, question_days=30)
    for name in ("Ben", "Ada"):
        await ask(fakediscord, HURT, name)
    said = embed(await (await fakediscord.slash("privacy")).final())["description"]
    assert "This server keeps those that all may see for 30 days" in said
    assert len(said.splitlines()) == 4
    await fakediscord.until(lambda: times(corpus) == 2, "both questions")
    assert "1 question kept for admins" in await forgotten(fakediscord, fakediscord.user("Ben"))
    assert times(corpus) == 1


@pytest.mark.usefixtures("bot")
async def test_their_pages_turn(fakediscord: FakeDiscord, corpus: Corpus) -> None:
    server = next(iter(fakediscord.world.guilds))
    await settings(fakediscord, question_days=30)
    for number in range(PAGE + 1):
        corpus.library.questions.keep(KeptQuestion(utc_now(), server, "7", f"{number}?", False))
    first = await read(fakediscord)
    assert labels(first) == ["Next"]
    second = await (await fakediscord.click(first, "Next", user=fakediscord.admin())).final()
    assert embed(second)["title"] == f"Questions {PAGE + 1} to {PAGE + 1} of {PAGE + 1}"
    assert labels(second) == ["Previous"]


async def test_privacy_says_what_a_language_model_is_sent_where_one_is(
    fakediscord: FakeDiscord, corpus: Corpus, memory: Path
) -> None:
    fill(corpus)
    with serving(answers("Twelve passengers were hurt [{1}].")) as server:
        async with running(fakediscord, corpus, memory, models=at(server)):
            said = embed(await (await fakediscord.slash("privacy")).final())["description"]
            assert "is sent the question and the passages" in said
            assert "openai" in said
            assert len(said.splitlines()) == 4
            await settings(fakediscord, model=False)
            said = embed(await (await fakediscord.slash("privacy")).final())["description"]
            assert "language model" not in said


def test_any_page_fits() -> None:
    asked = [AskedQuestion("7", "*_`~" * 500, bool(n % 2), 10**6, utc_now()) for n in range(PAGE)]
    assert questions_card(asked, (10**6, 10**6), 10**6, kept=True).problems() == []
