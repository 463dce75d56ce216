"""Feeds as an admin follows them in Discord, and the loop that refreshes them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.office import Office
from bot.refresh import LONGEST_REST, SHORTEST_REST, RefreshLoop
from corpus import Action, Corpus, CorpusSettings, FeedWorld, Library, LibraryError, add_feed, ingest
from tests.bot.newsroom import running
from tests.bot.wire import is_over, shown
from tests.corpus.feeds.press import entry, page, rss, serving
from tests.corpus.site import Site, site
from tests.fakediscord import FakeDiscord, InteractionHandle
from tests.fakes import WordEmbedder

__all__ = ["site"]


@pytest.fixture
def corpus(tmp_path: Path, site: Site) -> Iterator[Corpus]:
    """An empty corpus whose network is the site's."""
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), WordEmbedder()) as corpus:
        yield replace(corpus, network=site.network)


@dataclass
class Newsroom:
    fake: FakeDiscord
    corpus: Corpus
    site: Site

    def stories(self, *numbers: int) -> None:
        for number in numbers:
            self.site.pages[f"/story/{number}"] = serving(page(number), "text/html")
        self.site.pages["/feed"] = serving(rss(*map(entry, numbers)))

    async def feed(self, command: str, **options: str | int) -> InteractionHandle:
        return await self.fake.slash(f"corpus feed {command}", options, user=self.fake.admin())

    async def follow(self) -> str:
        """Follow the site's feed; its id."""
        asked = await self.feed("add", address=self.site.link("/feed"))
        await asked.final(lambda message: is_over(message) and "Following" not in shown(message))
        return self.corpus.library.feeds.statuses()[0].feed.id


@pytest_asyncio.fixture
async def newsroom(
    fakediscord: FakeDiscord, corpus: Corpus, site: Site, memory: Path
) -> AsyncIterator[Newsroom]:
    room = Newsroom(fakediscord, corpus, site)
    room.stories(1, 2)
    async with running(fakediscord, corpus, memory, world=FeedWorld(network=site.network)):
        yield room


async def test_a_feed_is_followed_and_what_it_lists_comes_in_at_once(newsroom: Newsroom) -> None:
    asked = await newsroom.feed("add", address=newsroom.site.link("/feed"), minutes=30)
    assert "Following [Harbour Ledger]" in shown(await asked.final(lambda m: "Following" in shown(m)))
    message = await asked.final(lambda m: "2 items" in shown(m))
    assert "**Harbour Ledger**" in shown(message)
    assert "Added: 2." in shown(message)
    (status,) = newsroom.corpus.library.feeds.statuses()
    assert status.feed.every == timedelta(minutes=30)
    actions = [one.change.action for one in newsroom.corpus.library.log.entries()]
    assert actions == [Action.ADD, Action.ADD, Action.FEED_ADD]
    newest = newsroom.corpus.library.log.entries(limit=1)[0]
    assert (newest.by.name, newest.by.via) == ("admin", newsroom.site.link("/feed"))
    again = await newsroom.feed("add", address=newsroom.site.link("/feed"))
    assert "is followed already" in shown(await again.final())


async def test_what_is_no_feed_is_refused_in_a_sentence(newsroom: Newsroom) -> None:
    del newsroom.site.pages["/feed"]
    asked = await newsroom.feed("add", address=newsroom.site.link("/story/1"))
    assert "There is no feed that can be read" in shown(await asked.final())
    asked = await newsroom.feed("add", address="http://localhost/feed")
    assert "Traceback" not in shown(await asked.final())
    assert newsroom.corpus.library.feeds.statuses() == []


async def test_feeds_are_listed_with_how_they_fare(newsroom: Newsroom) -> None:
    asked = await newsroom.feed("list")
    assert "No feed is followed yet." in shown(await asked.final())
    feed_id = await newsroom.follow()
    newsroom.site.pages["/feed"] = serving(b"gone", status=500)
    refreshed = await newsroom.feed("refresh", feed=feed_id)
    assert "**Failed** · Harbour Ledger" in shown(await refreshed.final(is_over))
    listed = shown(await (await newsroom.feed("list")).final())
    assert "Feeds 1 to 1 of 1" in listed
    assert "**error**" in listed
    assert "2 articles" in listed


async def test_a_feed_is_refreshed_when_an_admin_asks(newsroom: Newsroom) -> None:
    feed_id = await newsroom.follow()
    newsroom.stories(1, 2, 3)
    asked = await newsroom.feed("refresh", feed=feed_id)
    assert "**Added** · Ferry 3 aground" in shown(await asked.final(is_over))
    everything = await newsroom.feed("refresh")
    assert "**Unchanged** · Harbour Ledger" in shown(await everything.final(is_over))
    missing = await newsroom.feed("refresh", feed="ffffffff")
    assert "There is no such feed" in shown(await missing.final())


async def test_a_feed_is_given_up_only_when_the_button_says_so(newsroom: Newsroom) -> None:
    feed_id = await newsroom.follow()
    asked = await newsroom.feed("remove", feed=feed_id)
    question = await asked.final()
    assert question["embeds"][0]["title"] == "Follow this feed no more?"
    kept = await newsroom.fake.click(question, "Keep", user=newsroom.fake.admin())
    assert "Nothing was removed" in shown(await kept.final())
    assert len(newsroom.corpus.library.feeds.statuses()) == 1
    stranger = await newsroom.fake.click(question, "Stop following", user=newsroom.fake.user("Ada"))
    await stranger.acknowledgement()
    assert len(newsroom.corpus.library.feeds.statuses()) == 1
    pressed = await newsroom.fake.click(question, "Stop following", user=newsroom.fake.admin())
    assert "Followed no more: [Harbour Ledger]" in shown(await pressed.final())
    assert newsroom.corpus.library.feeds.statuses() == []
    assert newsroom.corpus.library.coverage().articles == 2
    assert newsroom.corpus.library.log.entries(limit=1)[0].change.action == Action.FEED_REMOVE


async def test_feeds_are_offered_to_admins_while_they_type(newsroom: Newsroom) -> None:
    feed_id = await newsroom.follow()
    fake = newsroom.fake
    typing = await fake.autocomplete("corpus feed remove", ("feed", "ledger"), user=fake.admin())
    (choice,) = await typing.choices()
    assert choice["value"] == feed_id
    assert choice["name"].startswith("Harbour Ledger · http")
    typing = await fake.autocomplete("corpus feed remove", ("feed", ""), user=fake.user("Ada"))
    assert await typing.choices() == []


async def test_a_member_who_is_no_admin_cannot_touch_feeds(newsroom: Newsroom) -> None:
    for command, options in (("add", {"address": "https://x.example"}), ("list", {}), ("refresh", {})):
        asked = await newsroom.fake.slash(f"corpus feed {command}", options, user=newsroom.fake.user("Ada"))
        said = await asked.response()
        assert said["content"] == "This command is for members who may manage the server."
    assert newsroom.site.asked == []


# The loop


class Rests:
    """Counts the loop's rests, and lets each end when the test says so."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._rested = asyncio.Event()
        self._go = asyncio.Event()

    async def rest(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self._rested.set()
        await self._go.wait()
        self._go.clear()

    async def again(self) -> None:
        """Let the loop go round once more, and wait until it rests."""
        self._rested.clear()
        self._go.set()
        await self._rested.wait()

    async def first(self) -> None:
        await self._rested.wait()


@pytest.fixture
def office(corpus: Corpus, site: Site) -> Iterator[Office]:
    office = Office(corpus, ingest, FeedWorld(network=site.network))
    yield office
    office.close()


async def test_the_loop_refreshes_what_is_due_and_rests_until_the_next_turn(
    office: Office, corpus: Corpus, site: Site
) -> None:
    site.pages["/feed"] = serving(rss(entry(1)))
    site.pages["/story/1"] = serving(page(1), "text/html")
    rests = Rests()
    loop = RefreshLoop(office, rests.rest)
    loop.start()
    await rests.first()
    assert rests.seconds == [LONGEST_REST]
    add_feed(site.link("/feed"), corpus.library, world=FeedWorld(network=site.network))
    await rests.again()
    assert [stored.article.title for stored in corpus.library.articles()] == ["Ferry 1 aground"]
    assert SHORTEST_REST <= rests.seconds[-1] <= LONGEST_REST
    added = corpus.library.log.entries(limit=1)[0]
    assert added.by.name == "the refresh of feeds"
    loop.close()


async def test_the_loop_outlives_what_goes_wrong(
    office: Office, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise LibraryError(corpus.library.path, "The disk is full.")

    rests = Rests()
    loop = RefreshLoop(office, rests.rest)
    with monkeypatch.context() as patched:
        patched.setattr("bot.office.refresh_due", broken)
        loop.start()
        await rests.first()
        await rests.again()
    await rests.again()
    assert len(rests.seconds) == 3
    assert "The feeds could not be refreshed." in caplog.text
    loop.close()


async def test_the_status_says_how_everything_stands(newsroom: Newsroom) -> None:
    await newsroom.follow()
    newsroom.site.pages["/feed"] = serving(b"gone", status=500)
    refreshed = await newsroom.feed("refresh")
    await refreshed.final(is_over)
    asked = await newsroom.fake.slash("corpus status", user=newsroom.fake.admin())
    said = json.dumps((await asked.final())["embeds"], ensure_ascii=False)
    assert "2 articles in" in said
    assert "1 followed, last refresh <t:" in said
    assert "Harbour Ledger" in said
    assert "None is waiting." in said
    assert re.search(r"\d MB used, [\d,.]+ [GM]B free", said)
    assert "Ready" in said
    assert f"<t:{int(datetime.now(UTC).timestamp()) // 10_000}" in said


@pytest.mark.parametrize(("behind", "words"), [(1, "one change not"), (12_000, "12,000 changes not")])
async def test_what_the_index_has_yet_to_take_over_is_said(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, behind: int, words: str
) -> None:
    monkeypatch.setattr(Library, "waiting", lambda _: behind)
    asked = await newsroom.fake.slash("corpus status", user=newsroom.fake.admin())
    assert f"Ready; {words} in it yet" in shown(await asked.final())
