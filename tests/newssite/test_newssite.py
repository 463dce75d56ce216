"""Links and feeds of a whole news site: every story is in with every field right, everything else is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from corpus import (
    Article,
    Corpus,
    FeedPolicy,
    FeedWorld,
    Library,
    NotModified,
    Outcome,
    RefreshOutcome,
    Validators,
    add_feed,
    ingest,
    refresh_feed,
)
from corpus.fetch import Kind, fetch, fetch_if_changed
from tests.corpus.articles import QuietIndex
from tests.corpus.site import Site, site
from tests.fakes import WordEmbedder
from tests.newssite.designs import HOUSES
from tests.newssite.refusals import GERMAN_PATH, REFUSALS
from tests.newssite.site import FEEDS, GUARDED, OLD, NewsSite, open_site
from tests.newssite.stories import Story, stories

__all__ = ["site"]


@pytest.fixture
def news(site: Site) -> NewsSite:
    return open_site(site)


@pytest.fixture
def corpus(tmp_path: Path, news: NewsSite) -> Iterator[Corpus]:
    with Library.open(tmp_path / "corpus") as library:
        embedder = WordEmbedder()
        library.adopt(embedder.identity)
        yield Corpus(library, cast(Any, QuietIndex()), embedder, news.site.network)


def held(corpus: Corpus) -> dict[str, Article]:
    """What the library holds, by headline."""
    return {one.article.title: one.article for one in corpus.library.articles(limit=100)}


def told(article: Article) -> tuple[object, ...]:
    return (
        article.title, article.publisher, article.author, article.published_at, article.updated_at, article.text,
    )  # fmt: skip


def meant(story: Story) -> tuple[object, ...]:
    publisher = HOUSES[story.design].publisher
    return story.title, publisher, story.author, story.published_at, story.updated_at, story.text


def test_every_story_is_added_by_its_link_with_every_field_right(corpus: Corpus, news: NewsSite) -> None:
    links = [news.link(story) for story in stories()]
    assert {ingested.outcome for ingested in ingest(links, corpus)} == {Outcome.ADDED}
    articles = held(corpus)
    assert len(articles) == len(stories()) == 20
    for story in stories():
        article = articles[story.title]
        assert told(article) == meant(story)
        assert article.url is not None
        assert article.url.rstrip("/") == news.link(story)


def test_everything_else_is_refused_with_its_reason(corpus: Corpus, news: NewsSite) -> None:
    links = [news.home("ledger") + refusal.path for refusal in REFUSALS]
    refused = list(ingest(links, corpus))
    wrong = [
        (refusal.path, ingested.outcome, ingested.reason)
        for refusal, ingested in zip(REFUSALS, refused, strict=True)
        if ingested.outcome is not Outcome.REFUSED or refusal.reason not in str(ingested.reason)
    ]
    assert wrong == []
    assert held(corpus) == {}


def test_a_moved_story_is_followed_to_where_it_is_and_added_once(corpus: Corpus, news: NewsSite) -> None:
    story = stories()[0]
    links = [news.home("ledger") + OLD, news.link(story) + "?utm_source=mail", news.link(story) + "/"]
    outcomes = [ingested.outcome for ingested in ingest(links, corpus)]
    assert outcomes == [Outcome.ADDED, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert held(corpus)[story.title].url == news.link(story)


def test_the_same_story_in_another_house_is_linked_as_a_copy_and_counts_once(
    corpus: Corpus, news: NewsSite
) -> None:
    story = stories()[0]
    copy = replace(story, design="beacon", published="2024-10-12T07:00:00Z", updated=None, author=None)
    news.publish(copy)
    outcomes = [one.outcome for one in ingest([news.link(story), news.link(copy)], corpus)]
    assert outcomes == [Outcome.ADDED, Outcome.SYNDICATED]
    by_house = {one.article.publisher: one for one in corpus.library.articles()}
    origin, linked = by_house["The Harbour Ledger"], by_house["Stranmore Beacon"]
    assert linked.syndicated_from == origin.id
    assert [one.id for one in corpus.library.copies(origin.id)] == [linked.id]
    assert corpus.library.passages_of(linked.id) == []


@pytest.mark.parametrize("house", FEEDS)
def test_a_story_that_its_house_changes_is_updated_by_its_feed_and_its_earlier_version_kept(
    corpus: Corpus, news: NewsSite, house: str
) -> None:
    world = FeedWorld(FeedPolicy(), news.site.network)
    feed, _ = add_feed(news.home(house) + FEEDS[house], corpus.library, world=world)
    refresh_feed(feed.id, corpus, world=world)
    story = next(story for story in stories() if story.design == house)
    later = replace(
        story,
        title=f"{story.title} (corrected)",
        text=f"{story.text}\n\nA correction was made on Monday: the first report had the wrong day in it.",
        updated="2025-03-03T09:00:00+00:00",
    )
    news.publish(later)
    news.list_stories(house, [later if one.slug == story.slug else one for one in stories()])
    refreshed = refresh_feed(feed.id, corpus, world=world)
    assert [one.outcome for one in refreshed.items] == [Outcome.UPDATED]
    (held,) = [one for one in corpus.library.articles() if one.article.title == later.title]
    versions = [version.article.text for version in corpus.library.versions(held.id)]
    assert versions == [later.text, story.text]
    assert len(corpus.library.articles()) == sum(one.design == house for one in stories())


def test_a_redirect_to_a_consent_page_is_refused_as_one(corpus: Corpus, news: NewsSite) -> None:
    (refused,) = ingest([news.home("ledger") + GUARDED], corpus)
    assert (refused.outcome, "consent page" in str(refused.reason)) == (Outcome.REFUSED, True)


def test_a_page_that_is_not_there_fails_and_may_come_back(corpus: Corpus, news: NewsSite) -> None:
    (failed,) = ingest([news.home("ledger") + "/nowhere"], corpus)
    assert failed.outcome is Outcome.FAILED
    assert "404" in str(failed.reason)


def test_a_story_in_another_language_is_refused_where_the_corpus_takes_only_some(
    tmp_path: Path, corpus: Corpus, news: NewsSite
) -> None:
    link = news.home("ledger") + GERMAN_PATH
    english = Corpus(corpus.library, corpus.index, corpus.embedder, corpus.network, frozenset({"en"}))
    (refused,) = ingest([link], english)
    assert (refused.outcome, "another language (de)" in str(refused.reason)) == (Outcome.REFUSED, True)
    added = list(ingest([news.link(stories()[3])], english))
    assert [one.outcome for one in added] == [Outcome.ADDED]
    (taken,) = ingest([link], corpus)
    assert taken.outcome is Outcome.ADDED


def test_a_page_that_has_not_changed_is_not_sent_again(news: NewsSite) -> None:
    link, network = news.link(stories()[5]), news.site.network
    page = fetch(link, network=network)
    assert isinstance(fetch_if_changed(link, page.validators, Kind.PAGE, network=network), NotModified)
    by_date = Validators(last_modified=page.validators.last_modified)
    assert isinstance(fetch_if_changed(link, by_date, Kind.PAGE, network=network), NotModified)


@pytest.mark.parametrize("house", FEEDS)
def test_every_story_of_a_feed_is_in_and_right_and_asked_for_once(
    corpus: Corpus, news: NewsSite, house: str
) -> None:
    world = FeedWorld(FeedPolicy(), news.site.network)
    feed, new = add_feed(news.home(house) + FEEDS[house], corpus.library, world=world)
    refreshed = refresh_feed(feed.id, corpus, world=world)
    ours = [story for story in stories() if story.design == house]
    assert (new, refreshed.outcome, refreshed.count(Outcome.ADDED)) == (
        True,
        RefreshOutcome.REFRESHED,
        len(ours),
    )
    # The ledger's feed lists a stub for subscribers too.
    assert refreshed.count(Outcome.REFUSED) == (house == "ledger")
    assert [told(held(corpus)[story.title]) for story in ours] == [meant(story) for story in ours]
    asked = len(news.site.asked)
    assert refresh_feed(feed.id, corpus, world=world).outcome is RefreshOutcome.UNCHANGED
    assert news.site.asked[asked:] == [FEEDS[house]]
