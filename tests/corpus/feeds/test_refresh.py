"""A refresh, from the question to the site to the articles in the library."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from corpus import Outcome, RefreshOutcome, RefreshProgress, ingest, refresh_due, refresh_feed
from corpus.library.feeds import MOST_ATTEMPTS
from tests.corpus.feeds.press import (
    NOON,
    Newsroom,
    entry,
    if_none_match,
    index,
    moved,
    newsroom,
    outcomes,
    page,
    rss,
    serving,
    site,
    sitemap,
)
from tests.corpus.site import Answer

__all__ = ["newsroom", "site"]


def test_new_items_are_added_newest_first_and_only_once(newsroom: Newsroom) -> None:
    newsroom.stories(1, 2, 3)
    newsroom.serve(rss(entry(1), entry(2)))
    newsroom.follow()
    assert outcomes(newsroom.refresh()) == ["added", "added"]
    assert newsroom.fetched() == ["/story/2", "/story/1"]
    newsroom.serve(rss(entry(3), entry(2), entry(1)))
    assert outcomes(newsroom.refresh()) == ["added"]
    assert newsroom.fetched() == ["/story/3"]
    assert newsroom.refresh().outcome == RefreshOutcome.UNCHANGED
    assert newsroom.titles() == ["Ferry 1 aground", "Ferry 2 aground", "Ferry 3 aground"]
    assert newsroom.status.items_added == 3


def test_an_item_that_the_feed_says_has_changed_is_fetched_again_and_updates_the_article(
    newsroom: Newsroom,
) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1, description="Nobody was hurt.")))
    newsroom.follow()
    newsroom.refresh()
    newsroom.site.pages["/story/1"] = serving(page(1, more="Two people were hurt after all."), "text/html")
    newsroom.serve(rss(entry(1, description="Two were hurt.")))
    assert outcomes(newsroom.refresh()) == ["updated"]
    (stored,) = newsroom.library.articles()
    assert stored.version == 2
    assert "hurt after all" in stored.article.text


def test_what_the_page_does_not_say_the_feed_fills_in(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.stories(2, publisher="Ostby Times")
    newsroom.serve(rss(entry(1), entry(2)))
    newsroom.follow()
    newsroom.refresh()
    named = {stored.article.title: stored.article for stored in newsroom.library.articles()}
    assert named["Ferry 1 aground"].publisher == "Harbour Ledger"
    assert named["Ferry 2 aground"].publisher == "Ostby Times"
    assert named["Ferry 1 aground"].published_at == NOON - timedelta(days=30) + timedelta(hours=1)


def test_a_name_that_the_feed_gave_is_kept_when_the_page_is_added_by_its_link(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1)))
    newsroom.follow()
    newsroom.refresh()
    (again,) = ingest([newsroom.site.link("/story/1")], newsroom.corpus)
    assert again.outcome == "unchanged"
    assert newsroom.library.articles()[0].article.publisher == "Harbour Ledger"


def test_who_collects_links_to_other_sites_is_not_their_publisher(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1, link=newsroom.site.link("/story/1", "other.example"))))
    newsroom.follow()
    newsroom.refresh()
    assert newsroom.library.articles()[0].article.publisher == "other.example"


def test_a_link_to_a_private_address_in_a_feed_is_refused_and_the_rest_is_added(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(3, link="http://printer/x"), entry(2, link="http://10.0.0.1/x"), entry(1)))
    newsroom.follow()
    refreshed = newsroom.refresh()
    assert outcomes(refreshed) == ["refused", "refused", "added"]
    assert refreshed.items[1].reason == "The link leads to a private or reserved network address."
    assert refreshed.some_failed


def test_a_feed_that_has_not_changed_is_asked_with_its_validators_and_costs_nothing(
    newsroom: Newsroom,
) -> None:
    newsroom.stories(1)
    newsroom.site.pages["/feed"] = if_none_match('"7"', rss(entry(1)))
    newsroom.follow()
    newsroom.refresh()
    newsroom.fetched()
    assert newsroom.refresh().outcome == RefreshOutcome.UNCHANGED
    assert newsroom.site.headers["if-none-match"] == '"7"'
    assert newsroom.status.last_success == NOON
    assert newsroom.fetched() == []


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(newsroom: Newsroom, status: int) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1)))
    newsroom.follow()
    newsroom.serve(rss(entry(1)), "/new")
    newsroom.site.pages["/feed"] = moved("/new", status)
    newsroom.refresh()
    assert newsroom.status.feed.address == newsroom.site.link("/new")
    newsroom.site.seen.clear()
    newsroom.refresh()
    assert newsroom.site.asked == ["/new"]


def test_a_feed_that_moved_for_a_while_keeps_its_address(newsroom: Newsroom) -> None:
    newsroom.serve(rss(entry(1)))
    newsroom.follow()
    newsroom.serve(rss(), "/new")
    newsroom.site.pages["/feed"] = moved("/new", 302)
    newsroom.refresh()
    assert newsroom.status.feed.address == newsroom.site.link("/feed")


def test_a_feed_whose_address_now_leads_to_the_front_page_does_not_move_there(newsroom: Newsroom) -> None:
    newsroom.serve(rss(entry(1)))
    newsroom.follow()
    newsroom.serve(b"<html><body>Welcome</body></html>", "/", content_type="text/html")
    newsroom.site.pages["/feed"] = moved("/")
    refreshed = newsroom.refresh()
    assert refreshed.outcome == RefreshOutcome.FAILED
    assert newsroom.status.feed.address == newsroom.site.link("/feed")
    assert newsroom.status.last_error == "The address leads to a web page, not to a feed."


def test_two_feeds_that_became_one_are_asked_once(newsroom: Newsroom) -> None:
    newsroom.serve(rss(), "/new")
    newsroom.serve(rss())
    old, new = newsroom.follow(), newsroom.follow("/new")
    newsroom.site.pages["/feed"] = moved("/new")
    assert newsroom.refresh(old).outcome == RefreshOutcome.ENDED
    assert [one.feed.id for one in refresh_due(newsroom.corpus, world=newsroom.world)] == [new.id]


def test_a_feed_that_is_gone_ends_and_is_asked_again_only_by_name(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss())
    newsroom.follow()
    newsroom.site.pages["/feed"] = serving(b"", status=410)
    refreshed = newsroom.refresh()
    assert (refreshed.outcome, newsroom.status.next_refresh) == (RefreshOutcome.ENDED, None)
    assert newsroom.status.ended == "The page is gone for good (410)."
    newsroom.later(days=400)
    assert list(refresh_due(newsroom.corpus, world=newsroom.world)) == []
    newsroom.serve(rss(entry(1)))
    assert outcomes(newsroom.refresh()) == ["added"]
    assert newsroom.status.ended is None
    assert newsroom.status.next_refresh is not None


def test_a_failing_feed_is_left_alone_for_longer_each_time_and_recovers(newsroom: Newsroom) -> None:
    newsroom.serve(rss())
    newsroom.follow()
    newsroom.site.pages["/feed"] = serving(b"", status=404)
    pauses = []
    for _ in range(8):
        newsroom.refresh()
        assert newsroom.status.next_refresh is not None
        pauses.append(newsroom.status.next_refresh - newsroom.now)
        newsroom.later(hours=25)
    assert pauses[0] > newsroom.policy.every
    assert max(pauses) <= newsroom.policy.ceiling
    assert newsroom.status.failures == 8
    newsroom.serve(rss())
    newsroom.refresh()
    assert (newsroom.status.failures, newsroom.status.last_error) == (0, None)
    assert newsroom.status.next_refresh == newsroom.now + newsroom.policy.every


def test_a_site_that_asks_for_a_pause_gets_it(newsroom: Newsroom) -> None:
    newsroom.serve(rss())
    newsroom.follow()
    newsroom.site.pages["/feed"] = serving(b"", status=429, retry_after=str(3 * 86_400))
    newsroom.refresh()
    assert newsroom.status.next_refresh == newsroom.now + timedelta(days=3)


def test_only_feeds_whose_turn_it_is_are_refreshed_longest_overdue_first(newsroom: Newsroom) -> None:
    newsroom.serve(rss(head="<title>B</title><ttl>600</ttl>"), "/b")
    newsroom.serve(rss(head="<title>A</title>"), "/a")
    newsroom.follow("/b")
    newsroom.later(minutes=1)
    newsroom.follow("/a")

    def due() -> list[str]:
        return [one.feed.name for one in refresh_due(newsroom.corpus, world=newsroom.world)]

    assert due() == ["B", "A"]
    assert due() == []
    newsroom.later(hours=2)
    assert due() == ["A"]
    newsroom.later(hours=10)
    assert due() == ["A", "B"]
    assert newsroom.library.feeds.next_due() == newsroom.now + newsroom.policy.every


def test_a_long_list_is_taken_newest_first_a_bounded_part_at_a_time(newsroom: Newsroom) -> None:
    days = [(f"/story/{number}", f"2024-08-{number:02}") for number in range(1, 8)]
    newsroom.stories(*range(1, 8))
    newsroom.site.pages["/feed"] = if_none_match('"1"', sitemap(*days))
    newsroom.policy = replace(newsroom.policy, most_items=3)
    newsroom.follow()
    refreshed = newsroom.refresh()
    assert newsroom.fetched() == ["/story/7", "/story/6", "/story/5"]
    assert refreshed.waiting == 4
    newsroom.refresh()
    assert newsroom.fetched() == ["/story/4", "/story/3", "/story/2"]
    assert newsroom.refresh().waiting == 0


def test_what_is_new_goes_before_what_was_left_over_and_before_what_only_changed(newsroom: Newsroom) -> None:
    newsroom.stories(*range(1, 6))
    newsroom.policy = replace(newsroom.policy, most_items=2)
    first = ("/story/1", "2024-08-01")
    newsroom.serve(sitemap(first, ("/story/2", "2024-08-02"), ("/story/3", "2024-08-03")))
    newsroom.follow()
    newsroom.refresh()
    newsroom.fetched()
    newsroom.serve(sitemap(first, ("/story/3", "2024-09-01"), ("/story/5", "2024-08-05")))
    newsroom.refresh()
    assert newsroom.fetched() == ["/story/5", "/story/1"]
    newsroom.refresh()
    assert newsroom.fetched() == ["/story/3"]


def test_an_index_of_sitemaps_is_read_newest_first_and_each_sitemap_only_when_it_changed(
    newsroom: Newsroom,
) -> None:
    newsroom.stories(1, 2, 3)
    newsroom.policy = replace(newsroom.policy, most_parts=1)
    newsroom.serve(index(("/old.xml", "2024-01-01"), ("/new.xml", "2024-09-01")))
    newsroom.serve(sitemap(("/story/1", "2024-01-01")), "/old.xml")
    newsroom.serve(sitemap(("/story/2", "2024-09-01")), "/new.xml")
    newsroom.follow()
    newsroom.refresh()
    assert newsroom.fetched() == ["/story/2"]
    newsroom.refresh()
    assert newsroom.fetched() == ["/story/1"]
    newsroom.refresh()
    assert newsroom.site.asked == ["/feed"]
    newsroom.serve(sitemap(("/story/2", "2024-09-01"), ("/story/3", "2024-09-09")), "/new.xml")
    newsroom.serve(index(("/old.xml", "2024-01-01"), ("/new.xml", "2024-09-09")))
    newsroom.refresh()
    assert newsroom.fetched() == ["/story/3"]


def test_an_index_that_lists_itself_or_leads_on_for_ever_ends(newsroom: Newsroom) -> None:
    newsroom.serve(index(("/feed", None), ("/1.xml", "2024-01-01")))
    for number in range(1, 30):
        newsroom.serve(index((f"/{number + 1}.xml", "2024-01-01"), ("/feed", None)), f"/{number}.xml")
    newsroom.follow()
    for _ in range(10):
        newsroom.refresh()
        newsroom.later(hours=2)
    asked = {path for path in newsroom.site.asked if path.endswith(".xml")}
    assert asked == {"/1.xml", "/2.xml", "/3.xml"}


def test_a_sitemap_of_an_index_that_cannot_be_read_is_told_and_the_others_are_read(
    newsroom: Newsroom,
) -> None:
    newsroom.stories(1)
    newsroom.serve(index(("/gone.xml", "2024-09-01"), ("/here.xml", "2024-01-01")))
    newsroom.serve(sitemap(("/story/1", None)), "/here.xml")
    newsroom.follow()
    refreshed = newsroom.refresh()
    assert outcomes(refreshed) == ["added"]
    assert (
        refreshed.reason == f"{newsroom.site.link('/gone.xml')}: The site has no page at this address (404)."
    )
    assert newsroom.status.last_error == refreshed.reason


def test_an_item_that_fails_is_tried_again_but_not_for_ever(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1), entry(2)))
    newsroom.follow()
    assert outcomes(newsroom.refresh()) == ["failed", "added"]
    for _ in range(5):
        newsroom.refresh()
    assert newsroom.fetched().count("/story/2") == MOST_ATTEMPTS
    assert newsroom.status.waiting == 0


def test_a_page_that_is_no_article_is_refused_once(newsroom: Newsroom) -> None:
    newsroom.site.pages["/story/1"] = serving(b"<html><body>Hi.</body></html>", "text/html")
    newsroom.serve(rss(entry(1)))
    newsroom.follow()
    (refused,) = newsroom.refresh().items
    assert refused.outcome == Outcome.REFUSED
    assert refused.title == "Ferry 1"
    assert newsroom.refresh().items == ()


def test_a_site_that_fails_again_and_again_is_left_alone(newsroom: Newsroom) -> None:
    newsroom.serve(rss(*(entry(number) for number in range(40))))
    newsroom.follow()
    refreshed = newsroom.refresh()
    assert len(refreshed.items) == newsroom.policy.most_failures
    assert refreshed.reason == "5 items in a row failed; the others wait for next time."
    assert refreshed.waiting == 40


def test_an_item_that_always_says_it_changed_is_not_fetched_for_ever(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss())
    newsroom.follow()
    for number in range(40):
        newsroom.serve(rss(entry(1, description=f"Read {number} times")))
        newsroom.refresh()
    assert 10 < len(newsroom.fetched()) < 30


def test_a_date_that_lies_ahead_is_none(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1, pubDate="Mon, 01 Jan 2085 00:00:00 GMT")))
    newsroom.follow()
    newsroom.refresh()
    assert newsroom.library.articles()[0].article.published_at is None


def test_one_feed_is_refreshed_by_one_at_a_time(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    asked, go_on = threading.Event(), threading.Event()
    newsroom.serve(rss(entry(1)))
    feed = newsroom.follow()

    def slow(answer: Answer) -> None:
        asked.set()
        go_on.wait(30)
        answer.answer(200, rss(entry(1)), content_type="application/rss+xml")

    newsroom.site.pages["/feed"] = slow
    first: list[RefreshOutcome] = []
    thread = threading.Thread(target=lambda: first.append(newsroom.refresh(feed).outcome))
    thread.start()
    assert asked.wait(30)
    second = newsroom.refresh(feed)
    assert second.outcome == RefreshOutcome.BUSY
    assert list(refresh_due(newsroom.corpus, world=newsroom.world)) == []
    go_on.set()
    thread.join()
    assert first == [RefreshOutcome.REFRESHED]


def test_the_lease_of_a_refresh_that_was_killed_runs_out(newsroom: Newsroom) -> None:
    newsroom.serve(rss())
    feed = newsroom.follow()
    newsroom.library.feeds.take(feed.id, "killed", newsroom.now, newsroom.now + newsroom.policy.lease)
    assert newsroom.refresh().outcome == RefreshOutcome.BUSY
    newsroom.later(minutes=5)
    assert newsroom.refresh().outcome == RefreshOutcome.UNCHANGED


def test_who_lost_the_lease_stops(newsroom: Newsroom) -> None:
    newsroom.stories(1, 2)
    newsroom.serve(rss(entry(1), entry(2)))
    feed = newsroom.follow()

    def take_over(progress: RefreshProgress) -> None:
        if progress.done == 1:
            late = newsroom.now + timedelta(hours=1)
            assert newsroom.library.feeds.take(feed.id, "another", late, late + timedelta(hours=1))

    refreshed = refresh_feed(feed.id, newsroom.corpus, take_over, newsroom.world)
    assert (refreshed.outcome, len(refreshed.items)) == (RefreshOutcome.BUSY, 1)


def test_a_refresh_that_is_interrupted_gives_the_feed_back_and_goes_on_where_it_was(
    newsroom: Newsroom,
) -> None:
    newsroom.stories(1, 2)
    newsroom.serve(rss(entry(1), entry(2)))
    feed = newsroom.follow()

    def interrupt(progress: RefreshProgress) -> None:
        if progress.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh_feed(feed.id, newsroom.corpus, interrupt, newsroom.world)
    assert outcomes(newsroom.refresh()) == ["added"]
    assert newsroom.fetched() == ["/story/2", "/story/1"]


def test_a_feed_that_is_removed_during_its_refresh_stays_removed(newsroom: Newsroom) -> None:
    newsroom.stories(1, 2)
    newsroom.serve(rss(entry(1), entry(2)))
    feed = newsroom.follow()

    def remove(progress: RefreshProgress) -> None:
        newsroom.library.feeds.remove(feed.id)

    assert refresh_feed(feed.id, newsroom.corpus, remove, newsroom.world).outcome == RefreshOutcome.BUSY
    assert newsroom.library.feeds.statuses() == []
