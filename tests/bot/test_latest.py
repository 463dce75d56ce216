from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.listing import MOST_LATEST, latest_card
from corpus import Article, StoredArticle
from tests.bot.markdown import read
from tests.bot.test_buttons import embed
from tests.fakediscord import FakeDiscord


@pytest.mark.usefixtures("bot")
class TestCommand:
    async def test_the_newest_articles_come_first_with_their_first_words(
        self, fakediscord: FakeDiscord
    ) -> None:
        handle = await fakediscord.slash("latest", {})
        card = embed(await handle.final())
        assert card["title"] == "Latest articles"
        lines = read(card["description"]).shown.splitlines()
        heads = [line for line in lines if " · " in line]
        assert "1 Oct 2024" in heads[0]
        assert "12 Sep 2024" in heads[1]
        assert "10 Sep 2024" in heads[2]
        assert any(line.startswith("Engineers closed the Kestrel bridge") for line in lines)
        assert "(https://harbour.example/bridge)" in card["description"]

    async def test_a_publisher_or_a_topic_narrows_them(self, fakediscord: FakeDiscord) -> None:
        by = embed(await (await fakediscord.slash("latest", {"publisher": "harbour post"})).final())
        assert by["title"] == "Latest articles by harbour post"
        assert "Dunmore" not in by["description"]
        on = embed(await (await fakediscord.slash("latest", {"topic": "ferry Aurora"})).final())
        assert on["title"] == "Latest articles on ferry Aurora"
        assert on["description"].count("Sep 2024") == 1
        none = embed(await (await fakediscord.slash("latest", {"topic": "chess in Lisbon"})).final())
        assert none["description"] == "There are none here."

    async def test_publishers_are_offered_while_typing(self, fakediscord: FakeDiscord) -> None:
        typing = await fakediscord.autocomplete("latest", ("publisher", "dun"), {})
        assert await typing.choices() == [{"name": "Dunmore Times", "value": "Dunmore Times"}]

    async def test_everyone_in_an_article_never_pings(self, fakediscord: FakeDiscord) -> None:
        handle = await fakediscord.slash("latest", {"topic": "@everyone"})
        assert "@everyone" not in str((await handle.final())["embeds"])


@pytest.mark.parametrize("address", [None, "https://courier.example/" + "a" * 480])
def test_any_ten_fit(address: str | None) -> None:
    published = datetime(2024, 3, 1, tzinfo=UTC)
    article = Article("*" * 300, "_*" * 400, "*" * 90, url=address, published_at=published)
    articles = [StoredArticle("0" * 16, article, 1)] * MOST_LATEST
    card = latest_card(articles, "*" * 300, "*" * 300)
    assert card.problems() == []
    assert card.description.count("\n- ") == MOST_LATEST - 1
