"""What sites ask of programs: read as RFC 9309 says, once a day, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import DisallowedError, FetchError
from corpus.fetch import fetch
from corpus.fetch.robots import KEPT, RETRY, Robots, Rules, rules_from
from tests.corpus.hostile_links import page, status, to
from tests.corpus.site import STORY, Clock, Site, site

__all__ = ["site"]


def rules(text: str) -> Rules:
    return rules_from(200, text.encode())


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /news", False),
        ("User-agent: *\nDisallow: /sport", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: *\nDisallow: /*.php$", True),
        ("User-agent: byline\nDisallow: /\nUser-agent: *\nAllow: /", False),
        ("User-agent: Byline/1.0\nDisallow: /", False),
        ("user agent:BYLINE # us\nDisallow: /", False),
        ("User-agent: byline\nUser-agent: other\nDisallow: /", False),
        ("User-agent: byline\nAllow: /\nUser-agent: *\nDisallow: /", True),
        ("User-agent: bylines\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: other\nDisallow: /a\n\nUser-agent: *\nDisallow: /news", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("Disallow: /", True),
        ("<html><body>Not found</body></html>", True),
        ("\x00\xff\n" * 50, True),
    ],
)
def test_rules_are_read_as_their_standard_says(text: str, allowed: bool) -> None:
    assert rules(text).allow("https://news.example/news/1.html") is allowed


@pytest.mark.parametrize("answered", [400, 401, 403, 404, 410, 418, 204, 301])
def test_a_site_without_rules_asks_nothing(answered: int) -> None:
    said = rules_from(answered, b"User-agent: *\nDisallow: /")
    assert (said.allow("https://news.example/"), said.unknown) == (True, None)


@pytest.mark.parametrize("answered", [429, 500, 503, 599])
def test_a_site_whose_rules_cannot_be_read_is_left_alone_for_now(answered: int) -> None:
    assert "at the moment" in (rules_from(answered, b"").unknown or "")


@pytest.mark.parametrize(
    ("delay", "pause"), [("5", 5.0), ("0.5", 0.5), ("-1", 0.0), ("nan", 0.0), ("inf", 0.0), ("soon", 0.0)]
)
def test_the_pause_that_a_site_asks_for_is_read(delay: str, pause: float) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {delay}").pause == pause


@given(st.text())
def test_no_rules_fail_to_be_read(text: str) -> None:
    assert isinstance(rules(text).allow("https://news.example/a?b"), bool)


def test_what_comes_after_the_bound_is_not_read() -> None:
    assert rules("#" * 600_000 + "\nUser-agent: *\nDisallow: /").allow("https://news.example/")


def test_rules_are_kept_for_a_day_and_unknown_ones_for_a_minute() -> None:
    robots, read = Robots(), []

    def ask(now: float, answer: Rules) -> None:
        robots.of("https://news.example:443", now, lambda: read.append(now) or answer)  # type: ignore[func-returns-value]

    down = Rules(unknown="down")
    ask(0.0, down)
    ask(RETRY - 1, down)
    ask(RETRY, Rules())
    ask(RETRY + KEPT - 1, Rules())
    ask(RETRY + KEPT, Rules())
    assert read == [0.0, RETRY, RETRY + KEPT]


def test_the_rules_of_the_sites_visited_last_are_kept_within_bounds() -> None:
    robots = Robots(most=3, size=100)
    for number in range(5):
        robots.of(f"site {number}", 0.0, lambda: Rules(size=10))
    assert len(robots) == 3
    robots.of("large", 0.0, lambda: Rules(size=95))
    assert len(robots) == 1


def test_a_page_that_the_rules_forbid_is_not_asked_for(site: Site) -> None:
    site.pages |= {"/robots.txt": page(b"User-agent: *\nDisallow: /secret"), "/": page(STORY)}
    with pytest.raises(DisallowedError, match=r"robots\.txt"):
        site.fetch("/secret/story")
    site.fetch("/")
    assert [path for _, path, _ in site.seen] == ["/robots.txt", "/"]


def test_a_redirect_to_a_page_that_the_rules_forbid_is_not_followed(site: Site) -> None:
    site.pages |= {
        "news.example/": to(site.link("/secret", "other.example")),
        "other.example/robots.txt": page(b"User-agent: *\nDisallow: /secret"),
    }
    with pytest.raises(DisallowedError):
        site.fetch()
    assert site.asked == ["/"]


def test_the_rules_themselves_may_always_be_fetched(site: Site) -> None:
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /", content_type="text/plain")
    assert b"Disallow" in site.fetch("/robots.txt").content


def test_rules_are_followed_to_where_they_moved_and_never_for_ever(site: Site) -> None:
    site.pages |= {
        "news.example/robots.txt": to(site.link("/rules", "other.example"), 301),
        "/rules": page(b"User-agent: *\nDisallow: /"),
        "other.example/robots.txt": to("/robots.txt"),
        "/": page(STORY),
    }
    with pytest.raises(DisallowedError):
        site.fetch()
    assert fetch(site.link("/", "other.example"), network=site.network).content == STORY


def test_a_site_whose_rules_are_down_is_asked_again_after_a_minute(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages |= {"/robots.txt": status(503), "/": page(STORY)}
    for _ in range(2):
        with pytest.raises(FetchError, match="cannot be read at the moment"):
            site.fetch()
    assert [path for _, path, _ in site.seen] == ["/robots.txt"] * 3
    site.pages["/robots.txt"] = status(404)
    clock.now += RETRY
    assert site.fetch().content == STORY
