from __future__ import annotations

from pathlib import Path

import pytest

from bot import BylineBot
from bot.archive import Judged
from bot.feedbackcards import PAGE, feedback_card
from corpus import Corpus, Quoted, Vote, utc_now
from tests.bot.newsroom import placed, running
from tests.bot.test_buttons import HURT, asked, embed, key_of, labels
from tests.fakediscord import FakeDiscord

QUOTE = "Twelve passengers were hurt when the ferry Aurora ran aground, the coast guard said."


@pytest.mark.usefixtures("bot")
class TestVotes:
    async def test_a_vote_is_kept_with_question_answer_and_quotes(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        answer = await asked(fakediscord)
        ada = fakediscord.user("Ada")
        handle = await fakediscord.click(answer, "Helpful", user=ada)
        assert "admins of this server" in (await handle.final())["content"]
        assert handle.ephemeral
        (vote,) = corpus.library.answers.votes()
        assert (vote.good, vote.user, vote.answer) == (True, ada.id, key_of(answer))
        assert vote.question == HURT
        assert f"{QUOTE} [1]" in vote.said
        (cited,) = vote.citations
        assert (cited.number, cited.title, cited.publisher) == (
            1,
            "Ferry Aurora runs aground",
            "Harbour Post",
        )
        assert cited.quote == QUOTE

    async def test_another_press_changes_it_and_everybody_has_one(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        answer = await asked(fakediscord)
        await (await fakediscord.click(answer, "Helpful")).final()
        form = await fakediscord.click(answer, "Not helpful")
        await (await fakediscord.submit(form, {})).final()
        await (await fakediscord.click(answer, "Helpful", user=fakediscord.user("Ada"))).final()
        assert corpus.library.answers.count() == (1, 1)

    async def test_a_thumb_down_asks_why_and_counts_without_a_reason(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        answer = await asked(fakediscord)
        form = await fakediscord.click(answer, "Not helpful")
        modal = await form.modal()
        assert modal["title"] == "What is wrong with this answer?"
        await fakediscord.until(lambda: corpus.library.answers.count() == (0, 1), "the vote")
        sent = await fakediscord.submit(form, {"why": "  It is @everyone old.  "})
        assert "reason is kept" in (await sent.final())["content"]
        (vote,) = corpus.library.answers.votes()
        assert vote.reason == "It is @everyone old."

    async def test_in_private_it_says_who_reads_it(self, fakediscord: FakeDiscord) -> None:
        ada = fakediscord.user("Ada")
        channel = fakediscord.dm(ada)
        await fakediscord.say(HURT, user=ada, channel=channel)
        answer = await fakediscord.message(channel=channel)
        shown = await (await fakediscord.click(answer, "Helpful", user=ada)).final()
        assert "for the bot's operator" in shown["content"]

    async def test_a_refusal_can_be_voted_on(self, fakediscord: FakeDiscord, corpus: Corpus) -> None:
        answer = await asked(fakediscord, "What is the capital of Australia?")
        await (await fakediscord.click(answer, "Helpful")).final()
        (vote,) = corpus.library.answers.votes()
        assert "do not hold an answer" in vote.said
        assert vote.citations == ()


@pytest.mark.usefixtures("bot")
class TestCommand:
    async def test_admins_read_question_answer_quotes_and_why(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        answer = await asked(fakediscord)
        await placed(fakediscord, corpus, answer)
        form = await fakediscord.click(answer, "Not helpful")
        await (await fakediscord.submit(form, {"why": "Not what I **meant**."})).final()
        handle = await fakediscord.slash("corpus feedback", user=fakediscord.admin())
        card = embed(await handle.final())
        assert handle.ephemeral
        assert card["title"] == "Feedback 1 to 1 of 1"
        assert card["description"] == "Helpful: 0 · not helpful: 1. The newest first."
        (field,) = card["fields"]
        assert field["name"].startswith("👎 Not helpful · ")
        assert f"**{HURT}**" in field["value"]
        assert "Why: “Not what I \\*\\*meant\\*\\*.”" in field["value"]
        assert "Quoted: [1] Ferry Aurora runs aground" in field["value"]
        where = f"{answer['channel_id']}/{answer['id']}"
        assert where in field["value"]

    async def test_nobody_else_does(self, fakediscord: FakeDiscord) -> None:
        handle = await fakediscord.slash("corpus feedback")
        assert "may manage the server" in (await handle.final())["content"]

    async def test_only_the_votes_of_this_server_are_shown(
        self, fakediscord: FakeDiscord, corpus: Corpus
    ) -> None:
        corpus.library.answers.vote(vote(1, server="12345"))
        handle = await fakediscord.slash("corpus feedback", user=fakediscord.admin())
        assert embed(await handle.final())["description"] == "Nobody has voted on an answer yet."

    async def test_it_is_paged_and_the_pages_turn_after_a_restart_for_admins(
        self, fakediscord: FakeDiscord, corpus: Corpus, memory: Path, bot: BylineBot
    ) -> None:
        server = next(iter(fakediscord.world.guilds))
        for number in range(PAGE + 1):
            corpus.library.answers.vote(vote(number, server=server))
        handle = await fakediscord.slash("corpus feedback", user=fakediscord.admin())
        first = await handle.final()
        assert labels(first) == ["Older"]
        await bot.close()
        async with running(fakediscord, corpus, memory):
            refused = await fakediscord.click(first, "Older")
            assert "may manage the server" in (await refused.final())["content"]
            second = await (await fakediscord.click(first, "Older", user=fakediscord.admin())).final()
            assert embed(second)["title"] == f"Feedback {PAGE + 1} to {PAGE + 1} of {PAGE + 1}"
            assert labels(second) == ["Newer"]


def vote(number: int, server: str, text: str = "Who?") -> Vote:
    cited = tuple(Quoted(one, "a" * 16, text, text, text) for one in range(1, 9))
    return Vote(f"k{number}", "55", utc_now(), bool(number % 2), text, text, cited, server, text)


def test_any_page_fits() -> None:
    everything = [
        Judged(vote(n, "7", "*_`~" * 400), "https://discord.com/channels/1/2/3") for n in range(PAGE)
    ]
    assert feedback_card(everything, (10**6, 10**6), 10**6).problems() == []
