from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import BylineBot
from bot.checkcards import check_card
from bot.questions import spoken
from corpus import Coverage, Filters
from retrieval import Checked, CheckedClaim, ClaimVerdict, Searched
from tests.bot.hostile import citations, texts
from tests.bot.markdown import read
from tests.bot.test_buttons import embed
from tests.fakediscord import FakeDiscord, Json

MENU = "Check against sources"


@pytest.mark.usefixtures("bot")
class TestMenu:
    async def test_each_claim_has_its_verdict_and_quotes(self, fakediscord: FakeDiscord) -> None:
        message = await fakediscord.say(
            "Twelve passengers were hurt when the ferry Aurora ran aground. Is that not awful?"
            " The ferry Aurora was built on the moon."
        )
        handle = await fakediscord.context_menu(MENU, message, user=fakediscord.user("Ada"))
        card = embed(await handle.final())
        assert handle.ephemeral
        assert card["title"] == "Checked against the sources"
        assert card["description"].startswith("**Supported: 1, not found: 1.**")
        assert "Not checked: 1 sentence" in card["description"]
        assert "Searched 3 articles" in card["description"]
        supported, unknown = card["fields"]
        assert supported["name"].startswith("Supported: Twelve passengers were hurt")
        assert "For: “Twelve passengers were hurt when the ferry Aurora ran aground" in supported["value"]
        assert "(https://harbour.example/ferry#:~:text=" in supported["value"]
        assert "Harbour Post · 10 Sep 2024" in supported["value"]
        assert unknown["name"] == "Not found: The ferry Aurora was built on the moon."
        assert unknown["value"] == "No article here says or denies it."

    async def test_a_claim_that_the_articles_deny_is_disputed_with_the_reason(
        self, fakediscord: FakeDiscord
    ) -> None:
        message = await fakediscord.say("Forty passengers were hurt when the ferry Aurora ran aground.")
        (field,) = embed(await (await fakediscord.context_menu(MENU, message)).final())["fields"]
        assert field["name"].startswith("Disputed: ")
        assert field["value"].startswith("Against: “Twelve passengers")
        assert "not “Forty”" in field["value"]

    async def test_mentions_in_the_message_and_in_articles_stay_words(self, fakediscord: FakeDiscord) -> None:
        message = await fakediscord.say(
            "<@55> **Councillor Brian Okafor** told @everyone to keep calm about the market hall of Dunmore."
        )
        shown = await (await fakediscord.context_menu(MENU, message)).final()
        assert "@everyone" not in str(shown["embeds"])
        (field,) = embed(shown)["fields"]
        assert read(field["name"]).shown.startswith("Supported: Councillor Brian Okafor told @everyone")

    async def test_the_bot_s_own_answer_can_be_checked(self, fakediscord: FakeDiscord) -> None:
        asked = await fakediscord.slash("ask", {"question": "How many passengers were hurt on the Aurora?"})
        shown = await (await fakediscord.context_menu(MENU, await asked.final())).final()
        assert embed(shown)["fields"][0]["name"].startswith("Supported: ")

    @pytest.mark.parametrize("content", ["", "<@55> <:smile:123>", "https://x.example/story"])
    async def test_a_message_without_words_is_answered_with_a_sentence(
        self, fakediscord: FakeDiscord, content: str
    ) -> None:
        message = await fakediscord.say(content)
        shown = await (await fakediscord.context_menu(MENU, message)).final()
        assert "no text in this message" in shown["content"]

    async def test_a_message_that_claims_nothing_says_so(self, fakediscord: FakeDiscord) -> None:
        message = await fakediscord.say("What do you think? Really?")
        card = embed(await (await fakediscord.context_menu(MENU, message)).final())
        assert "no claim in this message" in card["description"]

    async def test_a_message_that_is_passed_on_is_checked(
        self, fakediscord: FakeDiscord, bot: BylineBot
    ) -> None:
        message = await fakediscord.say("")
        snapshot: Json = {"message": message | {"content": "Engineers closed the Kestrel bridge."}}
        forwarded = message | {"message_snapshots": [snapshot]}
        card = embed(await (await fakediscord.context_menu(MENU, forwarded)).final())
        assert "Kestrel bridge" in card["fields"][0]["name"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("**He** said _that_ ~~never~~ ||ever||", "He said that never ever"),
        ("> quoted\n# Title\n- item", "quoted\nTitle\nitem"),
        ("[the report](https://x.example/a_b) and https://y.example", "the report and"),
        ("<@1> <#2> <:a:3> <t:1700000000:R> five", "five"),
        ("snake_case 3 \\* 4 = 12 [1][2]", "snake_case 3 * 4 = 12"),
        ("", ""),
    ],
)
def test_what_a_message_says_is_its_words(content: str, words: str) -> None:
    assert spoken(content) == words


@st.composite
def _checked(draw: st.DrawFn) -> Checked:
    searched = Searched(Coverage(3, 1, (), None, None), Filters())
    claims = []
    for _ in range(draw(st.integers(0, 12))):
        pro = tuple(draw(citations(number)) for number in range(1, draw(st.integers(0, 3)) + 1))
        con = tuple(draw(citations(number)) for number in range(1, draw(st.integers(0, 3)) + 1))
        verdict = draw(st.sampled_from(ClaimVerdict))
        reasons = tuple(draw(texts) for _ in con)
        claims.append(CheckedClaim(draw(texts), verdict, pro, con, searched, reasons, (True,) * len(pro)))
    return Checked("x", tuple(claims), (), searched)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_checked())
def test_any_check_fits_into_a_card(checked: Checked) -> None:
    card = check_card(checked)
    assert card.problems() == []
    assert card.description
