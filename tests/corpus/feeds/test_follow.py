"""Feeds are found behind a site's address, followed, listed and removed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from corpus import (
    Action,
    FeedNotFoundError,
    LogFilters,
    NotAFeedError,
    add_feed,
    find_feed,
    list_feeds,
    remove_feed,
)
from corpus.feeds.discover import MOST_REQUESTS, web_address
from tests.corpus.feeds.press import Newsroom, entry, moved, newsroom, rss, site, sitemap

__all__ = ["newsroom", "site"]


def front(*links: str) -> bytes:
    return f"<html><head>{''.join(links)}</head><body>Welcome</body></html>".encode()


def named(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_a_feed_that_the_page_names_is_followed_and_its_comments_are_not(newsroom: Newsroom) -> None:
    newsroom.serve(
        front(named("/c", "Comments"), named("news/rss", "News"), '<link rel="stylesheet" href="/s">'),
        "/",
        content_type="text/html",
    )
    newsroom.serve(rss(entry(1)), "/news/rss")
    newsroom.serve(rss(entry(2)), "/c")
    assert newsroom.follow("/").address == newsroom.site.link("/news/rss")


def test_a_named_feed_that_cannot_be_read_is_passed_over(newsroom: Newsroom) -> None:
    page = front(named("http://10.0.0.1/rss"), named("javascript:x"), named("/dead"), named("/alive"))
    newsroom.serve(page, "/", content_type="text/html")
    newsroom.serve(rss(entry(1)), "/alive")
    assert newsroom.follow("/").address == newsroom.site.link("/alive")


def test_a_feed_in_a_usual_place_is_found(newsroom: Newsroom) -> None:
    newsroom.serve(front(), "/", content_type="text/html")
    newsroom.serve(rss(entry(1)), "/rss.xml")
    assert newsroom.follow("/").address == newsroom.site.link("/rss.xml")


def test_the_sitemap_that_robots_txt_names_is_found_news_first(newsroom: Newsroom) -> None:
    newsroom.serve(front(), "/", content_type="text/html")
    robots = b"User-agent: *\nSitemap: /pages.xml\nsitemap: /news/map.xml\n"
    newsroom.serve(robots, "/robots.txt", content_type="text/plain")
    newsroom.serve(sitemap(("/about", None)), "/pages.xml")
    newsroom.serve(sitemap(("/story/1", None)), "/news/map.xml")
    assert newsroom.follow("/").address == newsroom.site.link("/news/map.xml")


def test_a_site_without_a_feed_is_asked_a_bounded_number_of_times(newsroom: Newsroom) -> None:
    page = front(*(named(f"/{number}") for number in range(100)))
    newsroom.serve(page, "/", content_type="text/html")
    with pytest.raises(NotAFeedError, match="No feed was found"):
        newsroom.follow("/")
    assert len(newsroom.site.asked) <= MOST_REQUESTS + 1
    assert newsroom.library.feeds.statuses() == []


def test_a_feed_that_is_followed_already_stays_as_it_is(newsroom: Newsroom) -> None:
    newsroom.serve(rss(entry(1)))
    feed = newsroom.follow()
    newsroom.site.pages["/old"] = moved("/feed")
    for path in ("/feed", "/feed/", "/old"):
        again, new = add_feed(newsroom.site.link(path), newsroom.library, world=newsroom.world)
        assert (again, new) == (feed, False)
    assert len(list_feeds(newsroom.library)) == 1


def test_an_address_that_a_feed_has_moved_from_is_that_feed(newsroom: Newsroom) -> None:
    newsroom.serve(rss(entry(1)))
    feed = newsroom.follow()
    newsroom.serve(rss(), "/new")
    newsroom.site.pages["/feed"] = moved("/new")
    newsroom.refresh()
    again, new = add_feed(newsroom.site.link("/feed"), newsroom.library, world=newsroom.world)
    assert (again.id, new) == (feed.id, False)


def test_a_chosen_interval_is_kept(newsroom: Newsroom) -> None:
    newsroom.serve(rss())
    add_feed(newsroom.site.link("/feed"), newsroom.library, timedelta(minutes=20), newsroom.world)
    newsroom.refresh()
    assert newsroom.status.feed.every == timedelta(minutes=20)
    assert newsroom.status.next_refresh == newsroom.now + timedelta(minutes=20)


def test_a_feed_is_found_by_address_id_or_beginning_of_it(newsroom: Newsroom) -> None:
    newsroom.serve(rss())
    feed = newsroom.follow()
    for words in (feed.id, feed.id[:4].upper(), feed.address, f" {feed.address}/ "):
        assert find_feed(newsroom.library, words).feed == feed
    for words in ("", feed.id[:3], "https://other.example/", "%", "zzzzzzzz"):
        with pytest.raises(FeedNotFoundError):
            find_feed(newsroom.library, words)


def test_a_removed_feed_leaves_its_articles_and_starts_anew_when_it_is_added_again(
    newsroom: Newsroom,
) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1)))
    feed = newsroom.follow()
    newsroom.refresh()
    assert remove_feed(newsroom.library, feed.address) == feed
    assert list_feeds(newsroom.library) == []
    assert newsroom.titles() == ["Ferry 1 aground"]
    newsroom.follow()
    assert [item.outcome.value for item in newsroom.refresh().items] == ["unchanged"]


def test_the_log_names_the_feed_that_brought_an_article(newsroom: Newsroom) -> None:
    newsroom.stories(1)
    newsroom.serve(rss(entry(1)))
    feed = newsroom.follow()
    newsroom.refresh()
    entries = newsroom.library.log.entries(LogFilters(action=Action.ADD))
    assert [one.by.via for one in entries] == [feed.address]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ledger.example", "https://ledger.example"),
        (" http://ledger.example/a ", "http://ledger.example/a"),
        ("feed://ledger.example/rss", "https://ledger.example/rss"),
        ("feed:https://ledger.example/rss", "https://ledger.example/rss"),
        ("feed:http://ledger.example/rss", "http://ledger.example/rss"),
        ("HTTPS://ledger.example/", "HTTPS://ledger.example/"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("ftp://ledger.example/", "ftp://ledger.example/"),
    ],
)
def test_an_address_is_taken_as_people_type_it(typed: str, address: str) -> None:
    assert web_address(typed) == address
