"""Bad feeds: each ends in its plain sentence, adds nothing, and is tried again later, within its bound."""

from __future__ import annotations

import gzip
import json

import pytest

from corpus import LinkError, RefreshOutcome
from tests.corpus.feeds.press import Newsroom, entry, index, moved, newsroom, rss, serving, site, sitemap
from tests.corpus.site import Answer, Serve

__all__ = ["newsroom", "site"]

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
TANGLED = b'<rss version="2.0" ' + b" ".join(b'a%d="1"' % n for n in range(50_000)) + b"><channel/></rss>"
LOGIN = b"<!doctype html><html><body><form>Sign in: <input type=password></form></body></html>"
ENTITIES = "The feed declares entities of its own; those are not read."
NO_FEED = "The address leads neither to a feed nor to a sitemap."
WEB_PAGE = "The address leads to a web page, not to a feed."
BAD_JSON = "The feed cannot be read: it is not well-formed JSON."
NOT_JSON_FEED = "The address leads to JSON that is not a feed."
EMPTY = "The feed is empty: the site sent nothing."
NOT_XML = "The sitemap cannot be read: it is not well-formed XML."


def broken_off(answer: Answer) -> None:
    answer.send_response(200)
    answer.send_header("content-type", "application/rss+xml")
    answer.send_header("content-length", "5000")
    answer.end_headers()
    answer.wfile.write(b"<rss>")
    answer.close_connection = True


BAD: dict[str, tuple[Serve, str]] = {
    "nothing": (serving(b""), EMPTY),
    "white space": (serving(b" \r\n\t \n"), EMPTY),
    "a byte order mark alone": (serving(b"\xef\xbb\xbf"), EMPTY),
    "a page": (serving(b"<html><body>Hello</body></html>", "text/html"), WEB_PAGE),
    "a page called a feed": (serving(b"<html><body>Hello</body></html>", "application/rss+xml"), WEB_PAGE),
    "a page to sign in": (serving(LOGIN), WEB_PAGE),
    "a page that quotes a feed": (serving(b"<html><body><rss></body></html>"), WEB_PAGE),
    "prose": (serving(b"The ferry ran aground.", "text/plain"), NO_FEED),
    "a drawing": (serving(b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>"), NO_FEED),
    "an envelope": (serving(b"<?xml version='1.0'?><soap:Envelope xmlns:soap='x'/>"), NO_FEED),
    "letters of nothing": (serving(bytes(range(1, 256)) * 20), NO_FEED),
    "JSON of another kind": (serving(b'{"error": "no"}', "application/json"), NOT_JSON_FEED),
    "a list in JSON": (serving(b"[1, 2, 3]", "application/json"), NOT_JSON_FEED),
    "items that are no list": (serving(b'{"items": "many"}', "application/json"), NOT_JSON_FEED),
    "half of a JSON feed": (serving(b'{"version": "1", "items": [', "application/json"), BAD_JSON),
    "JSON without end": (serving(b'{"a":' * 100_000, "application/json"), BAD_JSON),
    "an entity bomb": (serving(f"{BOMB}<rss><channel><title>&i;</title></channel></rss>".encode()), ENTITIES),
    "an entity bomb of a sitemap": (
        serving(f"{BOMB}<urlset><url><loc>&i;</loc></url></urlset>".encode()),
        ENTITIES,
    ),
    "an entity from outside": (
        serving(f"{OUTSIDE}<feed xmlns='http://www.w3.org/2005/Atom'><title>&a;</title></feed>".encode()),
        ENTITIES,
    ),
    "an entity in wide letters": (
        serving(f"{BOMB}<rss><channel/></rss>".replace("utf-8", "utf-16").encode("utf-16")),
        ENTITIES,
    ),
    "a tangle": (serving(TANGLED), "The feed is made so that reading it takes longer than 1 seconds."),
    "a huge feed": (serving(rss(*["<!---->" * 20_000])), "The feed is larger than 90,000 bytes."),
    "more than is fetched": (serving(b" " * 2_000_001), "The page is larger than 2,000,000 bytes."),
    "a packed feed that is more than is fetched": (
        serving(gzip.compress(b"<rss>" + b" " * 3_000_000), content_encoding="gzip"),
        "The page is larger than 2,000,000 bytes.",
    ),
    "a sitemap nested too deeply": (
        serving(b"<urlset>" + b"<url>" * 100_000),
        "The sitemap is nested more deeply than any sitemap is.",
    ),
    "a sitemap of no XML": (serving(b"<urlset <url><loc>x"), NOT_XML),
    "a sitemap in no alphabet": (serving(b"<?xml version='1.0' encoding='x-none'?><urlset/>"), NOT_XML),
    "a page that is missing": (serving(b"", status=404), "The site has no page at this address (404)."),
    "a redirect to a private address": (
        moved("http://10.0.0.1/feed"),
        "The link leads to a private or reserved network address.",
    ),
    "a redirect to a file": (
        moved("file:///etc/passwd"),
        "Only links that begin with http:// or https:// are fetched.",
    ),
}


@pytest.mark.parametrize("kind", list(BAD))
def test_a_bad_feed_ends_in_its_sentence(
    kind: str, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.serve(rss())
    newsroom.follow()
    monkeypatch.setattr("corpus.feeds.world.MOST_BYTES", 2_000_000)
    monkeypatch.setattr(
        "corpus.feeds.syndication.MOST_BYTES", 90_000 if kind == "a huge feed" else 10_000_000
    )
    monkeypatch.setattr("corpus.feeds.syndication.MOST_SECONDS", 1.0 if kind == "a tangle" else 60.0)
    serve, sentence = BAD[kind]
    newsroom.site.pages["/feed"] = serve
    refreshed = newsroom.refresh()
    assert (refreshed.outcome, refreshed.reason, refreshed.items) == (RefreshOutcome.FAILED, sentence, ())
    status = newsroom.status
    assert (status.last_error, status.failures, status.waiting) == (sentence, 1, 0)
    assert status.next_refresh is not None
    assert status.next_refresh > newsroom.now
    assert newsroom.titles() == []


@pytest.mark.parametrize(
    ("serve", "words"),
    [
        (serving(b"no", status=500), "500"),
        (serving(b"no", status=403), "403"),
        (serving(b"%PDF-1.7 ", "application/pdf"), "PDF"),
        (serving(b"\x89PNG\r\n\x1a\n", "image/png"), "image/png|picture"),
        (serving(gzip.compress(rss())[:-9], content_encoding="gzip"), "cannot be read"),
        (moved("/feed"), "redirected"),
        (broken_off, "broke off"),
    ],
)
def test_a_site_that_does_not_give_its_feed_is_told_so(newsroom: Newsroom, serve: Serve, words: str) -> None:
    newsroom.serve(rss())
    newsroom.follow()
    newsroom.site.pages["/feed"] = serve
    refreshed = newsroom.refresh()
    assert refreshed.outcome == RefreshOutcome.FAILED
    assert refreshed.reason is not None
    assert any(word in refreshed.reason for word in words.split("|")), refreshed.reason


def test_a_site_that_wants_no_programs_at_its_feed_is_left_alone(newsroom: Newsroom) -> None:
    newsroom.serve(b"User-agent: *\nDisallow: /feed", "/robots.txt", content_type="text/plain")
    newsroom.serve(rss())
    with pytest.raises(LinkError, match="robots"):
        newsroom.follow()
    assert newsroom.site.asked == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "file:///etc/passwd", "ftp://a.example/",
        "http://", "http://[::1", "https://user:word@a.example/", "http://a.example:99999/", "", "  ",
        "http://a.example/" + "x" * 3_000, "//", "\x00",
    ],
)  # fmt: skip
def test_an_item_whose_link_cannot_be_followed_is_passed_over_and_the_rest_is_added(
    newsroom: Newsroom, link: str
) -> None:
    newsroom.stories(1)
    record = {"version": "1", "items": [{"url": link, "id": "x"}, {"url": "/story/1"}, {}, 7, None]}
    newsroom.serve(json.dumps(record).encode(), content_type="application/json")
    newsroom.follow()
    assert [item.target for item in newsroom.refresh().items] == [newsroom.site.link("/story/1")]


def test_a_feed_with_items_of_one_id_loses_none_of_them(newsroom: Newsroom) -> None:
    newsroom.stories(1, 2)
    twice = entry(2, guid="same")
    newsroom.serve(rss(entry(1, guid="same"), twice, twice))
    newsroom.follow()
    newsroom.refresh()
    assert newsroom.titles() == ["Ferry 1 aground", "Ferry 2 aground"]
    assert newsroom.refresh().items == ()


TORN = {
    "cut off": rss(entry(1))[:-30],
    "bare signs": rss(entry(1)).replace(b"Harbour Ledger", b"Harbour & Ledger &nbsp; <b>"),
    "a warning before it": b"<br /><b>Warning</b>: mysql_connect()\n" + rss(entry(1)),
    "a letter of another alphabet": rss(entry(1)).replace(b"Ledger", b"L\xe9dger"),
    "an item without end": rss(entry(1)).replace(b"</item>", b""),
    "a mark and blank lines": b"\xef\xbb\xbf\n\n" + rss(entry(1)),
    "wide letters": rss(entry(1)).decode().encode("utf-16"),
    "a sitemap cut off": sitemap(("/story/1", "yesterday"))[:-9],
    "a sitemap after a blank line": b"\n" + sitemap(("/story/1", None)),
    "a packed sitemap": gzip.compress(sitemap(("/story/1", None))),
}


@pytest.mark.parametrize("kind", list(TORN))
def test_a_feed_that_is_only_torn_is_read(newsroom: Newsroom, kind: str) -> None:
    newsroom.stories(1)
    newsroom.serve(TORN[kind])
    newsroom.follow()
    assert [item.outcome.value for item in newsroom.refresh().items] == ["added"]


def test_an_index_of_sitemaps_that_are_no_sitemaps_is_told(newsroom: Newsroom) -> None:
    newsroom.serve(index(("/page", None), ("http://10.0.0.1/map.xml", None)))
    newsroom.serve(b"<html><body>Hello</body></html>", "/page", content_type="text/html")
    newsroom.follow()
    reason = newsroom.refresh().reason
    assert reason is not None
    assert WEB_PAGE in reason
    assert "private or reserved" in reason


def test_the_suite_is_as_large_as_it_says() -> None:
    assert len(BAD) >= 30
