"""Politeness: one visitor at a time to each site, pauses between visits, rest for those who ask for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.errors import FetchError
from corpus.fetch import fetch
from corpus.fetch.hosts import LONGEST_PAUSE, LONGEST_REST, PAUSE, Hosts
from tests.corpus.hostile_links import page, status, to
from tests.corpus.site import STORY, Answer, Clock, Site, site

__all__ = ["site"]


def test_visits_to_one_site_are_a_pause_apart_and_those_to_others_are_not(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages["/"] = page(STORY)
    for host in ("news.example", "other.example", "news.example", "news.example"):
        fetch(site.link("/", host), network=site.network)
    assert clock.pauses == [PAUSE, PAUSE]


def test_redirects_within_a_site_are_one_visit(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages |= {"/": to("/a"), "/a": to(site.link("/b", "other.example")), "/b": page(STORY)}
    site.fetch()
    assert clock.pauses == []


@pytest.mark.parametrize(("asked", "pause"), [(4, 4.0), (0.1, PAUSE), (999, LONGEST_PAUSE)])
def test_the_pause_that_a_site_asks_for_is_kept_up_to_a_bound(site: Site, asked: float, pause: float) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: %.1f" % asked), "/": page(STORY)}
    site.fetch()
    site.fetch()
    assert clock.pauses == [pause]


def test_waiting_for_a_turn_costs_a_visit_none_of_its_time(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 10"), "/": page(STORY)}
    for _ in range(4):
        site.fetch()
    assert sum(clock.pauses) == 30.0


def test_a_busy_site_is_left_alone_for_as_long_as_it_asks(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages["/"] = status(503, retry_after="600")
    with pytest.raises(FetchError, match="503") as first:
        site.fetch()
    assert (first.value.status, first.value.retry_after) == (503, 600.0)
    clock.now += 120
    with pytest.raises(FetchError, match="left alone for 8 minutes") as second:
        site.fetch("/another")
    assert second.value.retry_after == pytest.approx(480.0)
    assert (len(site.asked), clock.pauses) == (1, [])
    clock.now += 480
    site.pages["/"] = page(STORY)
    assert site.fetch().content == STORY


def test_no_site_is_left_alone_for_longer_than_the_bound(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages["/"] = status(429, retry_after="99999999")
    with pytest.raises(FetchError):
        site.fetch()
    clock.now += LONGEST_REST
    site.pages["/"] = page(STORY)
    assert site.fetch().content == STORY


def test_one_site_has_one_visitor_at_a_time_and_a_slow_one_holds_up_no_other(site: Site) -> None:
    inside: list[str] = []
    most: list[int] = []
    other_was_served = threading.Event()

    def slow(answer: Answer) -> None:
        inside.append(answer.path)
        most.append(len(inside))
        assert other_was_served.wait(30)
        inside.remove(answer.path)
        answer.answer(200, STORY)

    def quick(answer: Answer) -> None:
        answer.answer(200, STORY)
        other_was_served.set()

    for number in range(4):
        site.pages[f"news.example/{number}"] = slow
    site.pages["other.example/"] = quick
    with ThreadPoolExecutor(5) as pool:
        visits = [pool.submit(site.fetch, f"/{number}") for number in range(4)]
        visits.append(pool.submit(fetch, site.link("/", "other.example"), network=site.network))
        assert all(visit.result().content == STORY for visit in visits)
    assert most == [1, 1, 1, 1]


def test_the_sites_visited_last_are_remembered_within_a_bound() -> None:
    hosts, clock = Hosts(most=3), Clock()
    with hosts.turn("held", clock.read, clock.pause):
        for number in range(9):
            with hosts.turn(f"site {number}", clock.read, clock.pause):
                assert len(hosts) <= 4
    with hosts.turn("site 8", clock.read, clock.pause):
        assert clock.pauses == [PAUSE]
