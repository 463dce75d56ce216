"""What admins add is a job: one message, in order, to be cancelled, over restarts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot import BotSettings, BylineBot, Desk
from bot.office import MOST_JOBS_OF_ONE
from bot.ticket import Ticket
from corpus import Action, Actor, Corpus, Ingested, ItemKind, JobItem, JobState, Outcome
from retrieval import RetrievalSettings, build_answerer
from tests.bot.newsroom import running
from tests.bot.wire import Wire, article, is_over, link, shown
from tests.fakediscord import FakeDiscord, InteractionHandle
from tests.fakediscord.fixtures import run_client

ADA = Actor("Ada", "discord", id="7")


@dataclass
class Newsroom:
    """A bot whose links come over the wire."""

    fake: FakeDiscord
    corpus: Corpus
    memory: Path
    wire: Wire

    async def add(self, *names: str) -> InteractionHandle:
        links = " ".join(link(name) for name in names)
        return await self.fake.slash("corpus add link", {"link": links}, user=self.fake.admin())

    async def reaches(self, name: str) -> None:
        await self.fake.until(lambda: self.wire.is_at(link(name)), f"{name} to be fetched")

    def titles(self) -> list[str]:
        return sorted(stored.article.title for stored in self.corpus.library.articles())

    def bot(self) -> AbstractAsyncContextManager[BylineBot]:
        return running(self.fake, self.corpus, self.memory, self.wire.ingest)


@pytest.fixture
def newsroom(fakediscord: FakeDiscord, corpus: Corpus, memory: Path) -> Newsroom:
    return Newsroom(fakediscord, corpus, memory, Wire())


@pytest_asyncio.fixture
async def bot(newsroom: Newsroom) -> AsyncIterator[BylineBot]:
    async with newsroom.bot() as bot:
        yield bot


@pytest.mark.usefixtures("bot")
async def test_a_batch_of_links_has_one_message_that_shows_progress_and_then_each_outcome(
    newsroom: Newsroom,
) -> None:
    newsroom.wire.hold(link("Brae"))
    asked = await newsroom.add("Arden", "Brae", "Corrie", "Arden")
    await asked.final(lambda message: "1 of 3" in shown(message))
    newsroom.wire.release(link("Brae"))
    message = shown(await asked.final(is_over))
    assert "3 items" in message
    assert all(f"**Added** · Council of {name} decides" in message for name in ("Arden", "Brae", "Corrie"))
    assert asked.followups == []
    assert len(newsroom.fake.said()) == 1
    assert asked.ephemeral


@pytest.mark.usefixtures("bot")
async def test_what_is_no_link_in_a_batch_is_refused_and_the_rest_goes_in(newsroom: Newsroom) -> None:
    asked = await newsroom.fake.slash(
        "corpus add link", {"link": f"/etc/passwd {link('Arden')}"}, user=newsroom.fake.admin()
    )
    message = shown(await asked.final(is_over))
    assert "**Refused** · /etc/passwd" in message
    assert "Refused: 1" in message
    assert newsroom.titles() == ["Council of Arden decides"]
    assert newsroom.wire.asked == [link("Arden")]


@pytest.mark.usefixtures("bot")
async def test_jobs_are_done_one_after_another_in_the_order_they_came(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Arden"))
    first = await newsroom.add("Arden")
    await newsroom.reaches("Arden")
    second = await newsroom.add("Brae")
    assert "Waits for one job before it." in shown(await second.response())
    third = await newsroom.add("Corrie")
    assert "Waits for 2 jobs before it." in shown(await third.response())
    newsroom.wire.release(link("Arden"))
    for asked in (first, second, third):
        assert "**Added**" in shown(await asked.final(is_over))
    assert newsroom.wire.asked == [link("Arden"), link("Brae"), link("Corrie")]


@pytest.mark.usefixtures("bot")
async def test_a_job_stops_when_an_admin_presses_cancel_and_what_is_in_stays(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Brae"))
    asked = await newsroom.add("Arden", "Brae", "Corrie")
    progress = await asked.final(lambda message: "1 of 3" in shown(message))
    pressed = await newsroom.fake.click(progress, "Cancel", user=newsroom.fake.admin())
    await pressed.acknowledgement()
    await asked.final(lambda message: "Stopping" in shown(message))
    newsroom.wire.release(link("Brae"))
    message = shown(await asked.final(is_over))
    assert "Stopped" in message
    assert "1 of 3 asked for were left out" in message
    assert newsroom.titles() == ["Council of Arden decides", "Council of Brae decides"]
    assert newsroom.corpus.library.log.entries(limit=2)[-1].change.action == Action.CANCEL


@pytest.mark.usefixtures("bot")
async def test_nobody_else_can_cancel_a_job(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Brae"))
    asked = await newsroom.add("Arden", "Brae")
    progress = await asked.final(lambda message: "1 of 2" in shown(message))
    pressed = await newsroom.fake.click(progress, "Cancel", user=newsroom.fake.user("Ada"))
    refusal = await pressed.final()
    assert refusal["content"] == "This command is for members who may manage the server."
    newsroom.wire.release(link("Brae"))
    assert "2 items" in shown(await asked.final(is_over))


@pytest.mark.usefixtures("bot")
async def test_a_job_that_waits_is_cancelled_at_once(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Arden"))
    first = await newsroom.add("Arden")
    await newsroom.reaches("Arden")
    second = await newsroom.add("Brae")
    await newsroom.fake.click(await second.response(), "Cancel", user=newsroom.fake.admin())
    assert "Stopped" in shown(await second.final(is_over))
    newsroom.wire.release(link("Arden"))
    await first.final(is_over)
    assert newsroom.wire.asked == [link("Arden")]


@pytest.mark.usefixtures("bot")
async def test_cancelling_what_is_over_says_so(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Brae"))
    asked = await newsroom.add("Arden", "Brae")
    progress = await asked.final(lambda message: "1 of 2" in shown(message))
    newsroom.wire.release(link("Brae"))
    await asked.final(is_over)
    pressed = await newsroom.fake.click(progress, "Cancel", user=newsroom.fake.admin())
    assert (await pressed.final())["content"] == "This is over already, or stopping."


async def test_a_restart_goes_on_where_the_job_was_in_the_same_message(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Brae"))
    async with newsroom.bot() as bot:
        asked = await newsroom.add("Arden", "Brae", "Corrie")
        await asked.final(lambda message: "1 of 3" in shown(message))
        closing = asyncio.create_task(bot.close())
        await newsroom.fake.until(lambda: bot.board.is_closing, "the bot to close")
        newsroom.wire.release(link("Brae"))
        await closing
    assert "Interrupted" in shown(asked.shown[-1])
    assert "2 of 3" in shown(asked.shown[-1])
    async with newsroom.bot():
        message = shown(await asked.final(is_over))
    assert "3 items" in message
    assert newsroom.wire.asked == [link("Arden"), link("Brae"), link("Corrie")]
    assert len(newsroom.fake.said()) == 1


@pytest.mark.parametrize("expiry", [(401, 50027), (404, 10015)])
async def test_once_the_token_has_expired_the_job_goes_on_in_one_message_of_the_channel(
    newsroom: Newsroom, expiry: tuple[int, int]
) -> None:
    newsroom.wire.hold(link("Brae"))
    async with newsroom.bot() as bot:
        asked = await newsroom.add("Arden", "Brae", "Corrie", "Dunmore")
        await asked.final(lambda message: "1 of 4" in shown(message))
        asked.expire(*expiry)
        closing = asyncio.create_task(bot.close())
        await newsroom.fake.until(lambda: bot.board.is_closing, "the bot to close")
        newsroom.wire.release(link("Brae"))
        await closing
    newsroom.wire.hold(link("Dunmore"))
    async with newsroom.bot():
        await newsroom.reaches("Dunmore")
        message = await newsroom.fake.message(1)
        assert message["flags"] == 0
        newsroom.wire.release(link("Dunmore"))
        await newsroom.fake.until(lambda: is_over(newsroom.fake.said()[1]), "the end of the job")
    assert "4 items" in shown(newsroom.fake.said()[1])
    assert len(newsroom.fake.said()) == 2


@pytest.mark.usefixtures("bot")
async def test_where_the_bot_may_not_speak_the_admin_is_told_in_private(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Arden"))
    asked = await newsroom.add("Arden")
    await newsroom.reaches("Arden")
    asked.expire()
    channel = next(iter(newsroom.fake.world.guilds.values())).general
    newsroom.fake.fail("POST", f"/channels/{channel.id}/messages", status=403, times=None)
    newsroom.wire.release(link("Arden"))
    private = newsroom.fake.dm(newsroom.fake.admin())
    await newsroom.fake.until(
        lambda: any("**Added**" in shown(one) for one in newsroom.fake.said(private)), "a private message"
    )


@pytest.mark.usefixtures("bot")
async def test_a_message_that_was_deleted_stops_nothing(newsroom: Newsroom) -> None:
    newsroom.wire.hold(link("Brae"))
    asked = await newsroom.add("Arden", "Brae")
    await asked.final(lambda message: "1 of 2" in shown(message))
    await newsroom.fake.delete_message(newsroom.fake.said()[0])
    newsroom.wire.release(link("Brae"))
    await newsroom.fake.until(lambda: len(newsroom.titles()) == 2, "both articles")
    again = await newsroom.add("Corrie")
    assert "**Added**" in shown(await again.final(is_over))


@pytest.mark.usefixtures("bot")
async def test_a_job_that_breaks_says_so_and_the_next_one_is_done(newsroom: Newsroom) -> None:
    newsroom.wire.broken.add(link("Brae"))
    broken = await newsroom.add("Arden", "Brae", "Corrie")
    good = await newsroom.add("Dunmore")
    message = shown(await broken.final(is_over))
    assert "Something went wrong, and not through you." in message
    assert "2 of 3 asked for were left out" in message
    assert "**Added**" in shown(await good.final(is_over))


async def test_a_file_goes_on_behind_what_was_reported_before_the_kill(newsroom: Newsroom) -> None:
    lines = [
        {"title": article(name).title, "text": article(name).text} for name in ("Arden", "Brae", "Corrie")
    ]
    data = "\n".join(map(json.dumps, lines)).encode()
    general = next(iter(newsroom.fake.world.guilds.values())).general
    ticket = Ticket(int(general.guild_id or 0), int(general.id), None, 7)
    jobs = newsroom.corpus.library.by(ADA).jobs
    owner = newsroom.fake.world.application_id
    number = jobs.submit(owner, ticket.packed(), [JobItem(ItemKind.FILE, "many.jsonl", data=data)])
    for line in (1, 2):
        jobs.report(number, 0, Ingested(f"many.jsonl:{line}", Outcome.ADDED, "0123", f"Line {line}"))
    async with newsroom.bot():
        await newsroom.fake.until(lambda: jobs.open(owner) == [], "the job to end")
    assert newsroom.titles() == ["Council of Corrie decides"]
    assert jobs.counts(number) == {Outcome.ADDED: 3}
    ended = jobs.job(number)
    assert ended is not None
    assert ended.state is JobState.DONE


@pytest.mark.usefixtures("bot")
async def test_a_long_report_is_attached_and_every_outcome_is_in_it(newsroom: Newsroom) -> None:
    lines = [json.dumps({"title": f"Story {n}", "text": ""}) for n in range(150)]
    upload = newsroom.fake.file("many.jsonl", "\n".join(lines).encode())
    asked = await newsroom.fake.slash("corpus add file", {"file": upload}, user=newsroom.fake.admin())
    message = await asked.final(is_over)
    assert "150 items" in shown(message)
    assert "The attached report has each of them." in shown(message)
    (attachment,) = message["attachments"]
    text = newsroom.fake.world.files[attachment["id"]].data.decode()
    assert len(text.splitlines()) == 151
    assert "many.jsonl:150" in text


@pytest.mark.usefixtures("bot")
async def test_the_files_and_links_of_a_message_go_in_by_its_menu_with_one_report(
    newsroom: Newsroom,
) -> None:
    fake = newsroom.fake
    story = article("Eilean")
    files = (
        fake.file("eilean.txt", f"{story.title}\n\n{story.text}\n".encode(), "text/plain"),
        fake.file("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png"),
    )
    message = await fake.say(
        f"Please add <{link('Arden')}>, [this]({link('Brae')}).", user=fake.admin(), files=files
    )
    asked = await fake.context_menu("Add to corpus", message, user=fake.admin())
    report = shown(await asked.final(is_over))
    assert "4 items" in report
    assert "Added: 3, Refused: 1" in report
    assert newsroom.wire.asked == [link("Arden"), link("Brae")]
    empty = await fake.context_menu("Add to corpus", await fake.say("Nothing."), user=fake.admin())
    assert (await empty.final())["content"] == "There is no file and no link in it: nothing was added."
    other = await fake.context_menu("Add to corpus", message, user=fake.user("Ada"))
    assert (await other.final())["content"] == "This command is for members who may manage the server."


@pytest.mark.usefixtures("bot")
async def test_what_comes_in_is_in_the_log_with_who_added_it_and_where(newsroom: Newsroom) -> None:
    asked = await newsroom.add("Arden")
    await asked.final(is_over)
    admin = newsroom.fake.admin()
    (entry,) = newsroom.corpus.library.log.entries()
    assert (entry.by.name, entry.by.id, entry.by.place) == ("admin", admin.id, "discord")
    assert (entry.by.server, entry.by.channel) == (asked.guild_id, asked.channel_id)
    assert (entry.change.target, entry.change.outcome) == (link("Arden"), "added")


@pytest.mark.usefixtures("bot")
async def test_nobody_keeps_the_token_of_a_job_that_is_over(newsroom: Newsroom) -> None:
    asked = await newsroom.add("Arden")
    await asked.final(is_over)

    def spent() -> bool:
        job = newsroom.corpus.library.jobs.job(1)
        return job is not None and asked.token not in job.ticket

    await newsroom.fake.until(spent, "the token to be forgotten")


async def test_a_message_is_edited_no_more_often_than_the_pauses_between_allow(newsroom: Newsroom) -> None:
    names = [f"Town{number}" for number in range(30)]
    pauses: list[float] = []
    go = asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await go.wait()

    answerer = build_answerer(newsroom.corpus, RetrievalSettings())
    desk = Desk(newsroom.corpus, answerer, newsroom.wire.ingest)
    bot = BylineBot(desk, BotSettings(newsroom.fake.token), newsroom.memory, pause=pause)
    try:
        async with run_client(bot, newsroom.fake):
            asked = await newsroom.add(*names)
            jobs, owner = newsroom.corpus.library.jobs, newsroom.fake.world.application_id
            await newsroom.fake.until(lambda: len(newsroom.titles()) == 30, "all articles")
            await newsroom.fake.until(lambda: not jobs.open(owner), "the job to end")
            assert asked.shown == []
            go.set()
            assert "30 items" in shown(await asked.final(is_over))
            # One before the end at most: it was over when the first pause was.
            assert len(asked.shown) <= 2
            assert pauses
            assert min(pauses) >= 1.0
    finally:
        desk.close()


@pytest.mark.usefixtures("bot")
async def test_discord_is_told_that_the_menu_is_for_admins(newsroom: Newsroom) -> None:
    registered = newsroom.fake.world.find_command("Add to corpus", None, kind=3)
    assert int(registered["default_member_permissions"]) == 32
    assert registered["contexts"] == [0]


async def test_one_server_does_not_fill_the_queue_for_all(newsroom: Newsroom, bot: BylineBot) -> None:
    newsroom.wire.hold(link("Arden"))
    first = await newsroom.add("Arden")
    await newsroom.reaches("Arden")
    server, other = next(iter(newsroom.fake.world.guilds)), newsroom.fake.guild("Other")
    own = newsroom.corpus.library.by(Actor("Ada", "discord", server=server))
    for _ in range(MOST_JOBS_OF_ONE - 1):
        own.jobs.submit(str(bot.application_id), "{}", [])
    refused = await newsroom.add("Brae")
    assert "Too many additions are waiting" in shown(await refused.final())
    asked = await newsroom.fake.slash(
        "corpus add link",
        {"link": link("Corrie")},
        user=newsroom.fake.admin(),
        channel=other.general,
    )
    await asked.final()
    waiting = newsroom.corpus.library.jobs.open(str(bot.application_id))
    assert [job.by.server for job in waiting].count(other.id) == 1
    for job in waiting:
        newsroom.corpus.library.jobs.cancel(job.number)
    newsroom.wire.release(link("Arden"))
    await first.final(is_over)
