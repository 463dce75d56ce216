"""Bytes into what a feed lists, whatever the bytes."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import NotAFeedError
from corpus.feed import FeedDocument, FeedKind
from corpus.feeds.item import absolute, distinct, item, moment, name
from corpus.feeds.jsonfeed import read_json_feed
from corpus.feeds.parse import parse
from corpus.feeds.read import read_feed
from corpus.feeds.sitemap import read_lines, read_sitemap
from corpus.feeds.syndication import document
from corpus.models import Page
from tests.corpus.feeds.press import NOON, entry, index, rss, sitemap

ADDRESS = "https://ledger.example/news/feed"
PARTS = st.sampled_from(
    [
        "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>",
        "</link>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<id>", "<updated>",
        "2024-01-01", "<urlset>", "<url>", "<loc>", "</loc>", "</url>", "<lastmod>", "<sitemapindex>",
        "<sitemap>", "<?xml version='1.0'", "encoding='utf-16'?>", "<!DOCTYPE a [", "<!ENTITY a 'b'>",
        "]>", "&a;", "&#0;", "&#xD800;", "<![CDATA[", "]]>", "<!--", "-->", "{", "}", "[", "]",
        '"items":', '"url":', '"/a"', ",", ":", "1e999", "http://a.example/", "javascript:x", "\x00",
        "\ufeff", "<html>", "<a:b xmlns:a='c'>", "=", "'", "99999-01-01", "\u2028",
    ]
)  # fmt: skip
SOUP = st.one_of(
    st.binary(max_size=400), st.lists(PARTS, max_size=40).map(lambda parts: "".join(parts).encode())
)


def page(content: bytes, charset: str | None = None) -> Page:
    return Page(ADDRESS, content, "application/xml", charset, NOON)


def parsed(content: bytes) -> FeedDocument:
    """What feedparser and we make of it, in this process."""
    return document(parse(content, ADDRESS, "application/xml"), ADDRESS)


@given(SOUP)
def test_a_sitemap_of_any_bytes_is_read_or_refused(content: bytes) -> None:
    with suppress(NotAFeedError):
        assert read_sitemap(content, ADDRESS).kind == FeedKind.SITEMAP
    read_lines(content, ADDRESS)


@given(SOUP)
def test_json_of_any_bytes_is_read_or_refused(content: bytes) -> None:
    with suppress(NotAFeedError):
        read_json_feed(content, ADDRESS)


@settings(deadline=None)
@given(SOUP)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    def in_this_process(content: bytes, address: str, content_type: str) -> dict[str, Any]:
        try:
            return parse(content, address, content_type)
        except Exception as error:  # what ends the other process
            raise NotAFeedError(address, "The feed is broken in a way that cannot be read.") from error

    with pytest.MonkeyPatch.context() as patch, suppress(NotAFeedError):
        # A process for each example would take minutes; the process itself has tests of its own.
        patch.setattr("corpus.feeds.syndication._parsed", in_this_process)
        assert all(each.link.startswith("http") for each in read_feed(page(content)).items)


@given(st.text(max_size=60))
def test_a_link_is_absolute_or_none(link: str) -> None:
    found = absolute(link, ADDRESS)
    assert found is None or found.startswith(("http://", "https://"))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5))))
def test_items_keep_links_and_keys_apart(pairs: list[tuple[int, int]]) -> None:
    items = [item(f"/{link}", ADDRESS, f"id {identity}") for link, identity in pairs]
    found = distinct(one for one in items if one)
    assert {each.link for each in found} == {f"https://ledger.example/{link}" for link, _ in pairs}
    assert len({each.key for each in found}) == len(found)


def test_an_rss_feed_is_read_with_all_that_it_says() -> None:
    head = "<title>Harbour &amp; Ledger</title><link>https://www.ledger.example/</link><ttl>90</ttl>"
    found = read_feed(page(rss(entry(3, link="story/3#comments"), head=head)))
    assert (found.kind, found.title) == (FeedKind.RSS, "Harbour & Ledger")
    assert (found.site, found.every) == ("https://www.ledger.example/", timedelta(minutes=90))
    (only,) = found.items
    assert (only.link, only.title) == ("https://ledger.example/news/story/3", "Ferry 3")
    assert only.published_at == NOON - timedelta(days=30) + timedelta(hours=3)


def test_an_atom_feed_is_read_with_relative_links_and_its_updates() -> None:
    found = parsed(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/x/"><title type="html">'
        b"&lt;b&gt;Ledger&lt;/b&gt;</title><entry><id>urn:1</id><link href='y'/><title>One</title>"
        b"<published>2024-01-01T00:00:00+02:00</published><updated>2024-01-02T00:00:00Z</updated></entry></feed>"
    )
    (only,) = found.items
    assert (found.kind, found.title) == (FeedKind.ATOM, "Ledger")
    assert only.link == "https://base.example/x/y"
    assert only.published_at == datetime(2023, 12, 31, 22, tzinfo=UTC)
    assert only.dated == only.updated_at == datetime(2024, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("<ttl>30</ttl>", 30),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 60),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>inf</ttl>", None),
        ("<ttl>1e300</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
        ("", None),
    ],
)
def test_how_often_a_feed_wants_to_be_asked(said: str, minutes: float | None) -> None:
    content = rss(head=said).replace(
        b"<channel>", b'<channel xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
    )
    assert parsed(content).every == (timedelta(minutes=minutes) if minutes else None)


def test_an_item_with_an_address_for_an_id_and_no_link_is_found_there() -> None:
    content = b"<rss version='2.0'><channel><item><guid isPermaLink='false'>https://a.example/x</guid></item>"
    assert [each.link for each in parsed(content).items] == ["https://a.example/x"]


def test_a_character_that_does_not_exist_costs_no_item() -> None:
    assert parsed(rss(entry(1, title="A &#xD800; &#0; &#99999999;B"))).items[0].title == "A ? ? ?B"


def test_an_item_taken_over_from_another_outlet_names_it() -> None:
    content = rss(
        entry(1).replace("</item>", "<source url='https://p.example/'>Morning Post</source></item>")
    )
    assert parsed(content).items[0].publisher == "Morning Post"


def test_an_item_whose_words_change_has_another_fingerprint_and_the_same_key() -> None:
    before, after = (parsed(rss(entry(1, description=words))).items[0] for words in ("One.", "Two."))
    assert before.key == after.key
    assert before.fingerprint != after.fingerprint


def test_a_json_feed_is_read() -> None:
    found = read_json_feed(
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Ledger", "home_page_url": "/", "items": ['
        b'{"id": 5, "url": "/5", "title": "Five", "date_published": "2024-01-01T10:00:00+01:00"},'
        b'{"id": "https://ledger.example/6"}, {"id": 7}]}',
        ADDRESS,
    )
    assert (found.title, found.site) == ("Ledger", "https://ledger.example/")
    assert [each.link for each in found.items] == ["https://ledger.example/5", "https://ledger.example/6"]
    assert found.items[0].published_at == datetime(2024, 1, 1, 9, tzinfo=UTC)


def test_ampersands_are_read_however_they_are_written() -> None:
    written = (
        b"?a=1&b=2",
        b"?a=1&amp;b=3",
        b"<![CDATA[?a=1&b=4]]>",
        b"<![CDATA[?a=1]]>&b=5",
        b"?a&b=<![CDATA[6",
    )
    urls = b"".join(b"<url><loc>/" + link + b"</loc></url>" for link in written)
    found = read_sitemap(b"<urlset>" + urls + b"</urlset>", ADDRESS)
    assert [each.link.partition("?")[2] for each in found.items] == [
        "a=1&b=2",
        "a=1&b=3",
        "a=1&b=4",
        "a=1&b=5",
    ]


def test_a_news_sitemap_names_headline_publisher_and_date() -> None:
    found = read_sitemap(
        b"<urlset><url><loc>https://ledger.example/?a=1&b=2</loc><image:image><image:loc>/i.png</image:loc>"
        b"</image:image><news:news><news:publication><news:name>Harbour Ledger</news:name></news:publication>"
        b"<news:publication_date>2024-03-05</news:publication_date><news:title>Ferry</news:title></news:news>"
        b"</url></urlset>",
        ADDRESS,
    )
    (only,) = found.items
    assert only.link == "https://ledger.example/?a=1&b=2"
    assert (only.title, only.publisher) == ("Ferry", "Harbour Ledger")
    assert only.published_at == datetime(2024, 3, 5, tzinfo=UTC)


def test_an_index_of_sitemaps_is_read_as_its_parts() -> None:
    found = read_sitemap(index(("/a.xml", "2024-05"), ("javascript:x", None), ("/a.xml", None)), ADDRESS)
    (only,) = found.parts
    assert (only.address, only.changed_at) == (
        "https://ledger.example/a.xml",
        datetime(2024, 5, 1, tzinfo=UTC),
    )


def test_a_sitemap_of_lines_is_read() -> None:
    found = read_feed(page(b"https://ledger.example/1\nhttps://ledger.example/2\n"))
    assert [each.link for each in found.items] == ["https://ledger.example/1", "https://ledger.example/2"]


def test_of_more_items_than_a_sitemap_may_have_the_newest_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.feeds.item.MOST_ITEMS", 3)
    days = [(f"/{day}", f"2024-01-{day:02}") for day in range(1, 9)]
    found = read_sitemap(sitemap(("/undated", None), *days), ADDRESS).items
    assert [each.link[-2:] for each in found] == ["/8", "/7", "/6"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-05", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024-05-06T07:08:09+02:00", datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)),
        ("2024-05-06T07:08:09", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", None),
        ("2024-13-01", None),
        ("yesterday", None),
        (7, None),
    ],
)
def test_a_time_is_read_or_none(written: object, found: datetime | None) -> None:
    assert moment(written) == found


def test_a_name_is_one_line_without_markup() -> None:
    assert name("<b>Harbour</b>\n &amp;\x1b[31m Ledger ") == "Harbour & [31m Ledger"
    assert name(" <br> ") is None
    assert name(7) is None
