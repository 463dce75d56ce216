from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.card import Card
from bot.jobcards import SHOWN, results_card
from bot.listing import articles_card, removal_card, removed_card, sources_card
from corpus import Article, Coverage, Ingested, Outcome, StoredArticle
from tests.bot.hostile import stored_articles, texts
from tests.bot.markdown import read

STORED = StoredArticle(
    "00112233445566ff",
    Article(
        "Ferry aground",
        "…",
        "Harbour Post",
        None,
        "https://harbour.example/1",
        datetime(2024, 9, 10, tzinfo=UTC),
    ),
    1,
)


def ingested_card(items: list[Ingested]) -> Card:
    """What a job's message shows at its end."""
    ordered = sorted(items, key=lambda item: item.outcome not in (Outcome.REFUSED, Outcome.FAILED))
    return results_card(ordered[:SHOWN], Counter(item.outcome for item in items))


ingested = st.builds(
    Ingested,
    texts,
    st.sampled_from(list(Outcome)),
    st.just("a"),
    st.one_of(st.none(), texts),
    st.one_of(st.none(), texts),
)
hostile = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def harmless(card: Card) -> None:
    assert card.problems() == []
    for text in (card.title or "", card.description, *[field.value for field in card.fields]):
        assert {kind for kind, _ in read(text).acts} <= {"link", "style", "block"}


def test_one_item_is_one_line() -> None:
    card = ingested_card([Ingested("story.txt", Outcome.ADDED, "a", "Ferry aground")])
    assert card.description == "**Added** · Ferry aground"


def test_a_refusal_names_the_target_and_the_reason() -> None:
    card = ingested_card([Ingested("login.html", Outcome.REFUSED, reason="It is a login page.")])
    assert card.description == "**Refused** · login.html: It is a login page."


def test_a_batch_counts_its_outcomes_and_shows_the_refused_first() -> None:
    items = [Ingested(f"l:{n}", Outcome.ADDED, "a", f"Story {n}") for n in range(300)]
    items.append(Ingested("l:300", Outcome.FAILED, reason="No text."))
    card = ingested_card(items)
    assert card.title == "301 items"
    assert card.description == "Added: 300, Failed: 1. The attached report has each of them."
    assert card.fields[0].value.startswith(r"**Failed** · l\:300: No text.")
    assert card.fields[-1].value.splitlines()[-1].startswith("… and ")


def test_articles_are_listed_with_what_removal_needs() -> None:
    card = articles_card([STORED, replace(STORED, syndicated_from="x")], total=12, first=11)
    assert card.title == "Articles 11 to 12 of 12"
    first, second = card.fields[0].value.splitlines()
    assert first == (
        "- [Ferry aground](https://harbour.example/1) · Harbour Post · 10 Sep 2024 · `00112233445566ff`"
    )
    assert "syndicated copy" in second


def test_an_empty_corpus_and_an_empty_page_differ() -> None:
    assert articles_card([], total=0, first=1).description == "There are no articles yet."
    assert articles_card([], total=3, first=11).description == "There are no articles here."


def test_sources_are_counted_by_publisher() -> None:
    coverage = Coverage(3, 9, ("A", "B"), datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC))
    card = sources_card(coverage, [("A", 2), ("B", 1)])
    assert card.description == "3 articles, published from 1 Jan 2024 to 1 Feb 2024."
    assert card.fields[0].value == "- A: 2\n- B: 1"


def test_removal_asks_with_the_article_in_view() -> None:
    assert "Ferry aground" in removal_card(STORED).description
    assert removed_card(STORED).description == "Removed: [Ferry aground](https://harbour.example/1)"


def test_an_emoji_s_name_cannot_end_in_the_words_of_the_card() -> None:
    harmless(sources_card(Coverage(1, 1, (), None, None), [(":smile", 1)]))


@hostile
@given(st.lists(ingested, max_size=30))
def test_any_report_stays_inside_the_limits_and_harms_nobody(items: list[Ingested]) -> None:
    harmless(ingested_card(items))


@hostile
@given(
    st.lists(stored_articles(), max_size=10), st.lists(st.tuples(texts, st.integers(1, 10**6)), max_size=60)
)
def test_any_list_stays_inside_the_limits_and_harms_nobody(
    articles: list[StoredArticle], publishers: list[tuple[str, int]]
) -> None:
    harmless(articles_card(articles, len(articles), 1))
    harmless(sources_card(Coverage(1, 1, (), None, None), publishers))
    for stored in articles[:2]:
        harmless(removal_card(stored))
