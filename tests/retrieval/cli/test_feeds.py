"""`byline feeds`."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import CorpusSettings, Feed, FeedKind, FeedPolicy, FeedWorld, Library
from corpus.fetch import Network
from tests.corpus.feeds.press import NOON, entry, page, rss, serving, site
from tests.corpus.site import Site
from tests.retrieval.cli.conftest import Byline

__all__ = ["site"]


@pytest.fixture
def web(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with a feed of two stories, reached by the programs' own settings."""
    site.pages["/feed"] = serving(rss(entry(1), entry(2)))
    for number in (1, 2):
        site.pages[f"/story/{number}"] = serving(page(number), "text/html")
    monkeypatch.setenv("CORPUS_FETCH_PORTS", f"80,443,{site.port}")
    monkeypatch.setattr("corpus.fetch.Network", lambda **_: site.network)
    return site


def test_a_feed_is_added_listed_refreshed_and_removed(byline: Byline, web: Site) -> None:
    (added,) = byline("feeds", "add", web.link("/feed"), "--every", "30", "--json").json()["feeds"]
    assert (added["outcome"], added["feed"]["name"]) == ("added", "Harbour Ledger")
    assert added["feed"]["every_minutes"] == 30
    ran = byline("feeds", "refresh", "--json")
    assert ran.code == 0
    (refreshed,) = ran.json()["feeds"]
    assert [item["outcome"] for item in refreshed["items"]] == ["added", "added"]
    (listed,) = byline("feeds", "list", "--json").json()["feeds"]
    assert (listed["items_added"], listed["waiting"], listed["last_error"]) == (2, 0, None)
    assert byline("articles", "list", "--json").json()["total"] == 2
    removed = byline("feeds", "remove", added["feed"]["id"], "--json").json()["removed"]
    assert [feed["id"] for feed in removed] == [added["feed"]["id"]]
    assert byline("feeds", "list", "--json").json() == {"feeds": []}
    assert byline("articles", "list", "--json").json()["total"] == 2


def test_people_read_what_happens(byline: Byline, web: Site) -> None:
    del web.pages["/story/2"]
    ran = byline("feeds", "add", web.link("/feed"))
    assert ran.out.startswith("Following Harbour Ledger (rss, ")
    ran = byline("feeds", "refresh")
    assert ran.code == 4
    assert "Ferry 1 aground" in ran.out
    assert "Harbour Ledger: 1 failed, 1 added; 1 wait for next time." in ran.err
    ran = byline("feeds", "list")
    assert "Harbour Ledger" in ran.out
    assert "well" in ran.out


def test_only_due_feeds_are_refreshed_when_asked_so(byline: Byline, web: Site) -> None:
    byline("feeds", "add", web.link("/feed"))
    assert len(byline("feeds", "refresh", "--due", "--json").json()["feeds"]) == 1
    ran = byline("feeds", "refresh", "--due", "--json")
    assert (ran.code, ran.json()) == (0, {"feeds": []})
    assert byline("feeds", "refresh", "--due", "x").code == 2


def test_a_feed_that_cannot_be_read_is_a_failure_and_its_neighbour_is_refreshed(
    byline: Byline, web: Site
) -> None:
    web.pages["/other"] = serving(rss(head="<title>Other</title>"))
    byline("feeds", "add", web.link("/feed"), web.link("/other"))
    web.pages["/other"] = serving(b"gone", status=404)
    ran = byline("feeds", "refresh", "--json")
    assert ran.code == 4
    assert {one["feed"]["name"]: one["outcome"] for one in ran.json()["feeds"]} == {
        "Harbour Ledger": "refreshed",
        "Other": "failed",
    }
    assert byline("feeds", "refresh", web.link("/other")).code == 1
    assert "(404)." in byline("feeds", "list").out


def test_what_is_no_feed_is_said_in_one_line(byline: Byline, web: Site) -> None:
    ran = byline("feeds", "add", web.link("/nothing"), web.link("/feed"))
    assert ran.code == 4
    assert "The site has no page at this address (404)." in ran.err
    assert byline("feeds", "add", web.link("/nothing")).code == 1
    ran = byline("feeds", "remove", "nobody")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "No feed is followed under 'nobody'" in ran.err


def test_nothing_to_refresh_is_said(filled: Byline) -> None:
    ran = filled("feeds", "refresh")
    assert (ran.code, ran.err) == (0, "No feed is followed.\n")
    assert filled("feeds", "list").err.startswith("No feed is followed.")


def test_a_title_gives_a_terminal_no_orders(byline: Byline, web: Site) -> None:
    web.pages["/feed"] = serving(rss(entry(1, title="A\x9b31mB"), head="<title>Red &#x9b;31m</title>"))
    assert "\x9b" not in byline("feeds", "add", web.link("/feed")).out
    assert "\x9b" not in byline("feeds", "list").out


def test_the_settings_reach_the_world(tmp_path: Path) -> None:
    settings = CorpusSettings.from_environment({"CORPUS_DIR": str(tmp_path), "CORPUS_FEED_MINUTES": "90"})
    world = FeedWorld.of(settings)
    assert world.policy.every.total_seconds() == 90 * 60
    assert isinstance(world.network, Network)


def test_two_processes_take_turns(tmp_path: Path) -> None:
    with Library.open(tmp_path) as one, Library.open(tmp_path) as other:
        feed = Feed("00000000", "https://ledger.example/feed", FeedKind.RSS, None, None, None, NOON)
        one.feeds.add(feed, None)
        lease = FeedPolicy().lease
        assert one.feeds.take(feed.id, "one", NOON, NOON + lease)
        assert not other.feeds.take(feed.id, "other", NOON, NOON + lease)
        assert other.feeds.due(NOON) == []
        one.feeds.give_back(feed.id, "one")
        assert other.feeds.take(feed.id, "other", NOON, NOON + lease)
        assert not one.feeds.renew(feed.id, "one", NOON + lease)
