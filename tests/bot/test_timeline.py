from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import BylineBot
from bot.desk import ServerDesk
from bot.timelines import CHART, MOST_ENTRIES, timeline_card, with_chart
from corpus import Corpus, Coverage, Filters
from retrieval import Entry, Report, Searched, Timeline
from tests.bot.hostile import citations, moments, texts
from tests.bot.markdown import read
from tests.bot.newsroom import fill, hints
from tests.fakediscord import FakeDiscord
from tests.fakediscord.handle import DEFERRED

TOPIC = "ferry Aurora aground"
PNG = b"\x89PNG\r\n\x1a\n"


def uploads(fake: FakeDiscord) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The bodies with their files, of every request that sent a file."""
    return [(request.body, request.files) for request in fake.requests if request.files]


@pytest.mark.usefixtures("bot")
class TestCommand:
    async def test_a_timeline_quotes_the_article_says_both_days_and_shows_a_chart(
        self, fakediscord: FakeDiscord
    ) -> None:
        asked = await fakediscord.slash("timeline", {"topic": TOPIC})
        message = await asked.final()
        (embed,) = message["embeds"]
        assert embed["title"] == TOPIC
        shown = read(embed["description"]).shown
        assert "9 Sep 2024 “The ferry Aurora ran aground near Port Ellis on Monday evening.”" in shown
        assert "(https://harbour.example/ferry#:~:text=" in embed["description"]
        assert "Harbour Post · 10 Sep 2024" in shown
        assert embed["footer"]["text"] == "1 report"
        assert embed["image"]["url"].endswith(CHART)
        assert [one["filename"] for one in message["attachments"]] == [CHART]

    async def test_the_chart_is_a_png_with_words_for_who_cannot_see_it(
        self, fakediscord: FakeDiscord
    ) -> None:
        asked = await fakediscord.slash("timeline", {"topic": TOPIC})
        await asked.final()
        ((body, files),) = uploads(fakediscord)
        (file,) = files.values()
        assert file.data.startswith(PNG)
        (attachment,) = body["attachments"]
        assert attachment["description"] == (
            f"1 report on {TOPIC} by day, 10 Sep 2024. By publisher: Harbour Post 1."
        )
        assert body["allowed_mentions"]["parse"] == []

    async def test_it_is_acknowledged_first_and_for_everybody(self, fakediscord: FakeDiscord) -> None:
        asked = await fakediscord.slash("timeline", {"topic": TOPIC})
        await asked.final()
        assert (await asked.acknowledgement()).type == DEFERRED
        assert not asked.ephemeral

    async def test_a_topic_that_nothing_is_about_says_what_was_searched(
        self, fakediscord: FakeDiscord
    ) -> None:
        asked = await fakediscord.slash("timeline", {"topic": "chess championship in Lisbon"})
        message = await asked.final()
        (embed,) = message["embeds"]
        assert "No article here is about this topic." in embed["description"]
        assert "Searched 3 articles" in embed["description"]
        assert message["attachments"] == []

    async def test_filters_narrow_it(self, fakediscord: FakeDiscord) -> None:
        for options, found in (
            ({"publisher": "harbour post"}, True),
            ({"publisher": "Dunmore Times"}, False),
            ({"since": "2024-09-11"}, False),
            ({"until": "2024-09-10"}, True),
        ):
            asked = await fakediscord.slash("timeline", {"topic": TOPIC, **options})
            (embed,) = (await asked.final())["embeds"]
            assert ("image" in embed) == found

    async def test_a_bad_date_and_a_blank_topic_are_answered_with_a_sentence(
        self, fakediscord: FakeDiscord
    ) -> None:
        asked = await fakediscord.slash("timeline", {"topic": TOPIC, "since": "lately-ish"})
        assert "is not a date I can read" in (await asked.final())["content"]
        asked = await fakediscord.slash("timeline", {"topic": "   "})
        assert (await asked.final())["content"].startswith("There was no topic.")

    async def test_publishers_are_offered_while_typing(self, fakediscord: FakeDiscord) -> None:
        typing = await fakediscord.autocomplete("timeline", ("publisher", "dun"), {"topic": "x"})
        assert await typing.choices() == [{"name": "Dunmore Times", "value": "Dunmore Times"}]

    async def test_everyone_in_an_article_never_pings(self, fakediscord: FakeDiscord, corpus: Corpus) -> None:
        text = "The @everyone dam of <@123456789012345678> broke on Monday. Nobody was hurt there."
        fill(
            corpus, [(text, hints("@everyone dam [free](https://evil.example)", "<@&1> Post", "2024-09-12"))]
        )
        asked = await fakediscord.slash("timeline", {"topic": "everyone dam broke"})
        message = await asked.final()
        assert "@everyone" not in str(message["embeds"])
        assert "](https://evil.example)" not in message["embeds"][0]["description"]
        assert "@everyone dam" in read(message["embeds"][0]["description"]).shown

    async def test_where_no_file_may_be_attached_the_words_come_alone(self, fakediscord: FakeDiscord) -> None:
        fakediscord.app_permissions &= ~(1 << 15)
        asked = await fakediscord.slash("timeline", {"topic": TOPIC})
        message = await asked.final()
        assert "ran aground" in message["embeds"][0]["description"]
        assert message["attachments"] == []

    async def test_an_expired_interaction_is_answered_in_the_channel_with_the_chart(
        self, fakediscord: FakeDiscord
    ) -> None:
        held = fakediscord.hold("PATCH", "/webhooks/**")
        asked = await fakediscord.slash("timeline", {"topic": TOPIC})
        await fakediscord.until(lambda: held.waiting, "the edit")
        asked.expire()
        held.release()
        await fakediscord.until(lambda: len(fakediscord.said()) > 1, "a channel message")
        assert [one["filename"] for one in fakediscord.said()[-1]["attachments"]] == [CHART]

    async def test_an_unexpected_error_is_told_with_a_reference(
        self, fakediscord: FakeDiscord, bot: BylineBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def broken(*_: object) -> None:
            raise ZeroDivisionError("a secret of the code")

        monkeypatch.setattr(ServerDesk, "timeline", broken)
        asked = await fakediscord.slash("timeline", {"topic": TOPIC})
        assert "reference" in (await asked.final())["content"]


@st.composite
def _timelines(draw: st.DrawFn) -> Timeline:
    """A timeline of anything, well-formed in its structure only."""
    names = st.lists(texts, max_size=6).map(tuple)
    entries = []
    for number in range(1, draw(st.integers(0, MOST_ENTRIES)) + 1):
        day = draw(st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)))
        entries.append(Entry(day, draw(st.none() | texts), draw(citations(number)), draw(names)))
    reports = st.lists(st.builds(Report, moments, st.none() | texts), max_size=8)
    coverage = Coverage(draw(st.integers(0, 10**6)), 1, draw(names), draw(moments), draw(moments))
    return Timeline(
        topic=draw(texts),
        entries=tuple(entries),
        left_out=draw(st.integers(0, 10**6)),
        reports=tuple(draw(reports)),
        complete=draw(st.booleans()),
        searched=Searched(coverage, Filters()),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_timelines())
def test_any_timeline_fits_into_a_card_with_its_chart(timeline: Timeline) -> None:
    card = with_chart(timeline_card(timeline), timeline)
    assert card.problems() == []
    assert card.description
    assert (card.picture is None) == (not any(report.published_at for report in timeline.reports))


def test_what_does_not_fit_is_counted() -> None:
    from corpus import Article, StoredArticle
    from retrieval import Citation

    text = "The dam *above* Arlen broke. " * 20
    published = datetime(2024, 3, 1, tzinfo=UTC)
    url = "https://courier.example/" + "a" * 470
    entries = tuple(
        Entry(
            published.date(),
            None,
            Citation(
                number,
                text,
                0,
                len(text),
                "p",
                StoredArticle(
                    "0" * 16, Article("*" * 300, text, "*" * 90, url=url, published_at=published), 1
                ),
            ),
            ("*" * 90,) * 5,
        )
        for number in range(MOST_ENTRIES)
    )
    coverage = Coverage(10, 10, (), None, None)
    card = timeline_card(Timeline("dam", entries, 3, (), False, Searched(coverage, Filters())))
    assert card.problems() == []
    shown = card.description.count("(reported)")
    assert 1 < shown < MOST_ENTRIES
    assert card.footer is not None
    assert f"{3 + MOST_ENTRIES - shown} left out" in card.footer
    assert "there may be more" in card.footer
