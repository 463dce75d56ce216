from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from corpus import Actor, Corpus, CorpusSettings, ItemKind, JobItem, Library, remove_article, utc_now
from corpus.feed import Feed, FeedKind
from corpus.models import Hints
from tests.bot.newsroom import fill
from tests.fakes import WordEmbedder

NOW = utc_now()


def feed(name: str) -> Feed:
    return Feed(name, f"https://{name}.example/rss", FeedKind.RSS, None, None, None, NOW)


def test_an_empty_library_counts_nothing(tmp_path: Path, library_url: str | None) -> None:
    with Library.open(tmp_path, url=library_url) as library:
        found = library.figures.measure(NOW)
    assert {getattr(found, name) for name in found.__slots__} == {0}


def test_what_there_is_and_what_waits_is_counted(tmp_path: Path, library_url: str | None) -> None:
    with Corpus.open(CorpusSettings(tmp_path, library_url=library_url), WordEmbedder()) as corpus:
        added = fill(corpus)
        assert added[0].article_id is not None
        remove_article(corpus, added[0].article_id)
        library = corpus.library
        for name in ("a", "b", "c"):
            library.feeds.add(feed(name), None)
        library.feeds.fail("b", NOW, "It is away.", NOW + timedelta(hours=1))
        library.feeds.end("c", NOW, "It is gone.")
        library.by(Actor("Ada", "discord")).jobs.submit("bot", "{}", [JobItem(ItemKind.LINK, "x", Hints())])
        found = library.figures.measure(NOW)
        assert (found.articles, found.jobs, found.backlog) == (2, 1, 0)
        assert found.passages == library.coverage().passages
        assert (found.feeds, found.feeds_due, found.feeds_failing, found.feeds_ended) == (3, 1, 1, 1)
        corpus.index.close()
        fill(corpus)
        assert library.figures.measure(NOW).backlog == 1
