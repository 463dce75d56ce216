"""Three servers and a private message, through real sockets: nothing of one is seen in another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import BylineBot
from corpus import Actor, Corpus, Feed, FeedKind, Hints, utc_now
from tests.bot.newsroom import ARTICLES, fill, placed, running
from tests.bot.wire import Wire, is_over, link, shown
from tests.fakediscord import FakeChannel, FakeDiscord

FERRY, MARKET, BRIDGE = ARTICLES
WORDS = {
    "red": ("Aurora", "Harbour Post", "Maria Lund", "red.example"),
    "blue": ("Dunmore", "Market hall", "Okafor", "blue.example"),
}
"""What only one server's articles, feeds and log hold."""
SHARED = ("Kestrel", "Road Gazette")
QUESTIONS = ("How many passengers were hurt?", "What will happen to the market hall?", "When was it closed?")


class Servers:
    """A server of each colour, with what its admin added, and one that added nothing."""

    def __init__(self, fake: FakeDiscord, corpus: Corpus) -> None:
        self.fake, self.corpus = fake, corpus
        guilds = {name: fake.guild(name.title()) for name in ("red", "blue", "plain")}
        self.places: dict[str, FakeChannel] = {name: guild.general for name, guild in guilds.items()}
        self.ids = {name: guild.id for name, guild in guilds.items()}
        self.articles: dict[str, str] = {}
        text, said = BRIDGE
        fill(corpus, [(text, Hints(said.title, "Road Gazette", None, said.published_at))])
        for name, story, feed_id in (("red", FERRY, "aa00aa00"), ("blue", MARKET, "bb00bb00")):
            own = corpus.by(Actor(f"{name}-admin", "discord", server=self.ids[name]))
            (added,) = fill(own, [story])
            self.articles[name] = added.article_id or ""
            now, address = utc_now(), f"https://{name}.example/feed"
            feed = Feed(feed_id, address, FeedKind.RSS, None, None, None, now, self.ids[name])
            own.library.feeds.add(feed, None)
            own.library.feeds.succeed(feed_id, now, now + timedelta(days=1))  # nobody asks it now

    async def run(self, command: str, options: dict[str, Any] | None, place: FakeChannel) -> str:
        """All that a command shows to an admin."""
        asked = await self.fake.slash(command, options, user=self.fake.admin(), channel=place)
        return shown(await asked.final())

    async def check(self, claim: str, place: FakeChannel) -> str:
        """What the menu of a message with a claim shows."""
        message = await self.fake.say(claim, user=self.fake.user("Ben"), channel=place)
        asked = await self.fake.context_menu("Check against sources", message, user=self.fake.admin())
        return shown(await asked.final())

    async def offered(self, command: str, typing: tuple[str, str], place: FakeChannel, **others: str) -> str:
        asked = await self.fake.autocomplete(command, typing, others, user=self.fake.admin(), channel=place)
        return str(await asked.choices())

    async def everything(self, place: FakeChannel, articles: list[str]) -> str:
        """All that anybody can get shown in a place."""
        said = [await self.run("ask", {"question": question}, place) for question in QUESTIONS]
        said += [await self.run("timeline", {"topic": topic}, place) for topic in ("ferry", "market hall")]
        said.append(await self.run("sources", None, place))
        said.append(await self.run("latest", None, place))
        said.append(await self.check("Twelve passengers were hurt when the ferry ran aground.", place))
        said.append(await self.run("ask", {"question": "Who was hurt?", "publisher": "Harbor Post"}, place))
        said.append(await self.offered("ask", ("publisher", ""), place, question="x"))
        if place.guild_id is None:
            return "\n".join(said)
        for command in ("corpus list", "corpus log", "corpus status", "corpus feed list"):
            said.append(await self.run(command, None, place))
        for article in articles:
            said.append(await self.run("corpus show", {"article": article}, place))
            said.append(await self.run("corpus remove", {"article": article[:8]}, place))
        said.append(await self.offered("corpus remove", ("article", ""), place))
        said.append(await self.offered("corpus feed remove", ("feed", ""), place))
        return "\n".join(said)


@pytest.fixture
def servers(fakediscord: FakeDiscord, corpus: Corpus) -> Servers:
    return Servers(fakediscord, corpus)


@pytest_asyncio.fixture(autouse=True)
async def running_bot(servers: Servers, memory: Path) -> AsyncIterator[BylineBot]:
    async with running(servers.fake, servers.corpus, memory, Wire().ingest) as bot:
        yield bot


@pytest.mark.parametrize("name", ["red", "blue", "plain", "private"])
async def test_nothing_of_another_server_is_shown_whatever_is_asked(servers: Servers, name: str) -> None:
    fake = servers.fake
    place = fake.dm(fake.admin()) if name == "private" else servers.places[name]
    others = [one for one in WORDS if one != name]
    said = await servers.everything(place, [servers.articles[one] for one in others])
    for other in others:
        assert servers.articles[other] not in said
        for word in WORDS[other]:
            assert word not in said, f"{word} of {other} in {name}"
    for word in SHARED:
        assert word in said
    if name in WORDS:
        assert all(word in said for word in WORDS[name][:2])


async def test_a_follow_up_is_completed_from_what_its_own_server_has(servers: Servers) -> None:
    fake = servers.fake
    for name in ("red", "plain"):
        await fake.mention(QUESTIONS[0], channel=servers.places[name])
        await fake.reply(await fake.message(0, servers.places[name]), "And according to the Harbour Post?")
        said = shown(await fake.message(1, servers.places[name]))
        assert ("Maria Lund" in said or "Aurora" in said) == (name == "red")


async def test_an_admin_removes_nothing_of_another_servers_and_nothing_of_the_operators(
    servers: Servers,
) -> None:
    fake, place, red = servers.fake, servers.places["blue"], servers.places["red"]
    named = {"article": servers.articles["red"]}
    asked = await fake.slash("corpus remove", named, user=fake.admin(), channel=red)
    question = {**await asked.final(), "channel_id": place.id}
    pressed = await fake.click(question, "Remove", user=fake.admin())
    assert "There is no such article" in shown(await pressed.final())
    (shared,) = [one for one in servers.corpus.library.articles() if one.owner is None]
    said = await servers.run("corpus remove", {"article": shared.id}, place)
    assert "only the bot's operator can remove it" in said
    assert servers.corpus.library.coverage().articles == 3


async def test_what_is_added_in_a_server_is_answered_there_and_nowhere_else(servers: Servers) -> None:
    fake = servers.fake
    asked = await fake.slash(
        "corpus add link", {"link": link("Ottery")}, user=fake.admin(), channel=servers.places["red"]
    )
    await asked.final(lambda message: "added" in shown(message).lower())
    (added,) = [one for one in servers.corpus.library.articles() if "Ottery" in one.article.title]
    assert added.owner == servers.ids["red"]
    question = {"question": "What did the council of Ottery decide about its harbour wall?"}
    assert "Council of Ottery decides" in await servers.run("ask", question, servers.places["red"])
    for name in ("blue", "plain"):
        said = await servers.run("ask", question, servers.places[name])
        assert "Council of Ottery" not in said.replace(question["question"], "")


async def test_a_job_is_stopped_only_from_its_own_server(servers: Servers) -> None:
    fake = servers.fake
    red = servers.corpus.library.by(Actor("x", "discord", server=servers.ids["red"]))
    number = red.jobs.submit("another bot", "{}", [])
    button = {"type": 2, "style": 2, "label": "Cancel", "custom_id": f"byline:stop:{number}"}
    asked = await fake.slash("corpus status", user=fake.admin(), channel=servers.places["blue"])
    message = {**await asked.final(), "components": [{"type": 1, "components": [button]}]}
    pressed = await fake.click(message, "Cancel", user=fake.admin())
    assert "may manage the server" in shown(await pressed.response())


async def test_what_another_server_holds_already_is_added_as_if_nobody_held_it(servers: Servers) -> None:
    fake = servers.fake
    for name in ("red", "blue"):
        asked = await fake.slash(
            "corpus add link", {"link": link("Ottery")}, user=fake.admin(), channel=servers.places[name]
        )
        report = shown(await asked.final(is_over))
        assert "Added" in report
        assert "uplicate" not in report
    assert {one.owner for one in servers.corpus.library.articles() if "Ottery" in one.article.title} == {
        servers.ids["red"],
        servers.ids["blue"],
    }


async def test_how_much_is_searched_is_counted_without_other_servers(servers: Servers) -> None:
    nothing = {"question": "What is the capital of Australia?"}
    for name, said in (("red", "Searched 2 articles"), ("plain", "Searched 1 article,")):
        assert said in await servers.run("ask", nothing, servers.places[name])
    other = {**nothing, "publisher": "Harbour Post"}
    assert "Harbour Post" in await servers.run("ask", other, servers.places["red"])
    plain = await servers.run("ask", other, servers.places["plain"])
    never = await servers.run("ask", {**nothing, "publisher": "Gazette of Nowhere"}, servers.places["plain"])
    assert plain.replace("Harbour Post", "X") == never.replace("Gazette of Nowhere", "X"), (
        "a publisher of another server is as unknown as one that nobody has"
    )


async def test_votes_and_corrections_stay_in_their_server(servers: Servers, running_bot: BylineBot) -> None:
    fake, red, blue = servers.fake, servers.places["red"], servers.places["blue"]
    text, said = FERRY
    twin = servers.corpus.by(Actor("blue-admin", "discord", server=servers.ids["blue"]))
    fill(twin, [FERRY])
    answers = {}
    for place in (red, blue):
        asked = await fake.slash("ask", {"question": QUESTIONS[0]}, channel=place)
        answers[place.id] = await asked.final(lambda message: bool(message["components"]))
    await (await fake.click(answers[red.id], "Helpful")).final()
    assert "Helpful: 1" in await servers.run("corpus feedback", None, red)
    assert "Nobody has voted" in await servers.run("corpus feedback", None, blue)
    fill(twin, [(text.replace("Twelve", "Fourteen"), said)])
    for answer in answers.values():
        await placed(fake, servers.corpus, answer)
    assert await running_bot.correcting.mark_all() == 1
    assert "corrected" in fake.world.messages[answers[blue.id]["id"]]["content"]
    assert not fake.world.messages[answers[red.id]["id"]]["content"]
