"""The computer's clock is set back: feeds are asked all the same, and what is newest stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest

import corpus.library.log
import corpus.library.writer
from corpus import RefreshOutcome, utc_now
from tests.corpus.articles import article, keep
from tests.corpus.feeds.press import Newsroom, entry, newsroom, rss, site

__all__ = ["newsroom", "site"]


def test_a_feed_is_due_when_the_clock_was_set_back_behind_its_last_refresh(newsroom: Newsroom) -> None:
    newsroom.serve(rss(entry(1)))
    newsroom.stories(1, 2)
    newsroom.follow()
    newsroom.refresh()
    assert newsroom.library.feeds.due(newsroom.now) == []
    newsroom.later(days=-400)
    (due,) = newsroom.library.feeds.due(newsroom.now)
    newsroom.serve(rss(entry(2)))
    assert newsroom.refresh(due.feed).outcome is RefreshOutcome.REFRESHED
    assert newsroom.titles() == ["Ferry 1 aground", "Ferry 2 aground"]
    assert newsroom.library.feeds.due(newsroom.now) == []
    newsroom.later(days=1)
    assert len(newsroom.library.feeds.due(newsroom.now)) == 1


def test_a_feed_that_was_added_in_the_future_is_due(newsroom: Newsroom) -> None:
    newsroom.serve(rss(entry(1)))
    newsroom.follow()
    newsroom.later(days=-400)
    assert len(newsroom.library.feeds.due(newsroom.now)) == 1


def test_a_lease_from_before_the_clock_was_set_back_has_run_out(newsroom: Newsroom) -> None:
    newsroom.serve(rss(entry(1)))
    feed = newsroom.follow()
    lease = timedelta(minutes=5)
    feeds = newsroom.library.feeds
    assert feeds.take(feed.id, "one that died", newsroom.now, newsroom.now + lease)
    assert not feeds.take(feed.id, "another", newsroom.now, newsroom.now + lease)
    newsroom.later(days=-1)
    assert feeds.take(feed.id, "another", newsroom.now, newsroom.now + lease)
    assert not feeds.take(feed.id, "a third", newsroom.now, newsroom.now + lease)


def test_the_newest_version_and_the_newest_entry_do_not_go_by_the_clock(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = newsroom.library
    first = keep(library, article("The first text of the story is here.")).stored
    for module in (corpus.library.writer, corpus.library.log):
        monkeypatch.setattr(module, "utc_now", lambda: utc_now() - timedelta(days=400))
    second = keep(library, article("The second text of the story is here, later.")).stored
    assert [stored.version for stored in library.versions(first.id)] == [2, 1]
    assert library.article(first.id).article == second.article
    assert [entry.change.outcome for entry in library.log.entries()] == ["updated", "added"]
    assert library.newest(1)[0][0].startswith(f"{first.id}-2-")
