"""The one door to the network: what it bounds, what it hands on."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass, field, replace

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.charset import web_charset
from corpus.errors import BlockedError, FetchError, SettingsError, TooLargeError
from corpus.fetch import FetchBounds, Network, fetch, fetch_if_changed
from corpus.fetch.body import beginning, body
from corpus.models import NotModified, Page, Validators
from corpus.settings import CorpusSettings
from tests.corpus.site import STORY, Answer, Canary, Clock, Serve, Site, canary_resolve, drip, site

__all__ = ["site"]


def test_a_page_comes_with_what_the_site_says_of_it(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, STORY)
    page = fetch(f"http://news.example:{site.port}/", network=site.network)
    assert (page.content, page.content_type, page.charset) == (STORY, "text/html", "utf-8")
    assert page.fetched_at.tzinfo is not None
    assert site.headers["host"] == f"news.example:{site.port}"
    assert site.headers["user-agent"].startswith("Byline/")


def test_a_redirect_is_followed_and_the_final_address_kept(site: Site) -> None:
    site.pages["/old"] = lambda answer: answer.answer(301, location="/new")
    site.pages["/new"] = lambda answer: answer.answer(200, STORY)
    page = fetch(f"http://news.example:{site.port}/old", network=site.network)
    assert page.url == f"http://news.example:{site.port}/new"


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://rebound.example/",
        "file:///etc/passwd",
        "http://u:p@news.example/",
        "http://0x7f.1/",
    ],
)
def test_a_redirect_to_a_forbidden_place_is_refused(site: Site, location: str) -> None:
    site.pages["/"] = lambda answer: answer.answer(302, location=location)
    with pytest.raises(BlockedError):
        site.fetch()
    assert site.asked == ["/"]


def test_a_redirect_loop_ends(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(302, location="/")
    with pytest.raises(FetchError, match="redirected more than 5 times"):
        site.fetch()
    assert len(site.asked) == 6


def test_a_cookie_set_on_the_way_is_sent_along(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(302, location="/story", set_cookie="seen=yes")
    site.pages["/story"] = lambda answer: answer.answer(200, STORY)
    site.fetch()
    assert site.headers["cookie"] == "seen=yes"


def test_a_cookie_goes_back_to_the_host_that_set_it_and_to_no_other(site: Site) -> None:
    cookie = "seen=yes; Domain=example; Path=/"
    site.pages["/"] = lambda answer: answer.answer(
        302, location=site.link("/on", "other.example"), set_cookie="kept=here", authorization="Basic eDp5"
    )
    site.pages["/on"] = lambda answer: answer.answer(302, location=site.link("/back"), set_cookie=cookie)
    site.pages["/back"] = lambda answer: answer.answer(200, STORY)
    site.fetch()
    cookies = {(host, path): said.get("cookie") for host, path, said in site.seen}
    assert cookies["other.example", "/on"] is None
    assert cookies["news.example", "/back"] == "kept=here"
    assert not any("authorization" in said or "referer" in said for _, _, said in site.seen)


def test_who_asks_is_said_to_every_site_and_where_to_reach_them(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, STORY)
    site.network = replace(site.network, contact="https://our-server.example/bot")
    site.fetch()
    assert {said["user-agent"].partition("/")[0] for _, _, said in site.seen} == {"Byline"}
    assert all("(+https://our-server.example/bot" in said["user-agent"] for _, _, said in site.seen)


@pytest.mark.parametrize("media", ["application/pdf", "image/png", "application/json"])
def test_a_link_to_something_else_than_text_is_refused(site: Site, media: str) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, b"{}", content_type=media)
    with pytest.raises(FetchError, match=media):
        site.fetch()


def test_a_page_without_a_media_type_is_read_if_it_looks_like_text(site: Site) -> None:
    site.pages["/text"] = lambda answer: answer.answer(200, STORY, content_type="")
    site.pages["/file"] = lambda answer: answer.answer(200, b"%PDF-1.7 \x00", content_type="")
    page = fetch(f"http://news.example:{site.port}/text", network=site.network)
    assert page.content_type is None
    with pytest.raises(FetchError, match="a PDF file, not to a page of text"):
        site.fetch("/file")


def test_a_body_larger_than_the_bound_is_refused(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, b"x" * 2_001)
    with pytest.raises(TooLargeError, match="larger than 2,000 bytes"):
        site.fetch(bounds=FetchBounds(size=2_000))
    site.pages["/"] = lambda answer: answer.answer(200, b"x" * 2_000)
    site.fetch(bounds=FetchBounds(size=2_000))


def test_a_compressed_page_is_read_and_a_bomb_is_refused(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, gzip.compress(STORY), content_encoding="gzip")
    assert fetch(f"http://news.example:{site.port}/", network=site.network).content == STORY
    bomb = gzip.compress(bytes(20_000_000))
    site.pages["/bomb"] = lambda answer: answer.answer(200, bomb, content_encoding="gzip")
    with pytest.raises(TooLargeError):
        site.fetch("/bomb")


def test_a_broken_or_unasked_compression_is_a_failed_fetch(site: Site) -> None:
    site.pages["/broken"] = lambda answer: answer.answer(200, b"not gzip", content_encoding="gzip")
    site.pages["/other"] = lambda answer: answer.answer(200, b"?", content_encoding="br")
    for path in ("/broken", "/other"):
        with pytest.raises(FetchError):
            site.fetch(path)


def test_headers_without_end_are_refused(site: Site) -> None:
    site.pages["/long"] = lambda answer: answer.answer(200, STORY, x_long="y" * 300_000)
    site.pages["/large"] = lambda answer: answer.answer(200, STORY, x_long="y" * 70_000)
    site.pages["/many"] = lambda answer: answer.answer(200, STORY, **{f"x-{n}": "y" for n in range(300)})
    for path in ("/long", "/large", "/many"):
        with pytest.raises(FetchError, match=r"more headers than any page needs|cannot be read"):
            site.fetch(path)


@pytest.mark.parametrize("wbits", [31, 15, -15])
def test_each_compression_asked_for_is_undone(site: Site, wbits: int) -> None:
    pack = zlib.compressobj(wbits=wbits)
    packed = pack.compress(STORY) + pack.flush()
    name = "gzip" if wbits == 31 else "deflate"
    site.pages["/"] = lambda answer: answer.answer(200, packed, content_encoding=name)
    assert site.fetch().content == STORY
    assert "br" not in site.headers["accept-encoding"]


def test_a_compressed_page_of_several_members_is_one_page_and_what_follows_it_is_ignored(site: Site) -> None:
    packed = gzip.compress(STORY) + gzip.compress(STORY) + bytes(10)
    site.pages["/"] = lambda answer: answer.answer(200, packed, content_encoding="gzip")
    assert site.fetch().content == STORY + STORY


@given(st.binary(max_size=3_000), st.integers(1, 400), st.sampled_from([31, 15, -15]))
def test_unpacking_in_pieces_gives_what_was_packed(content: bytes, step: int, wbits: int) -> None:
    pack = zlib.compressobj(wbits=wbits)
    packed = pack.compress(content) + pack.flush()
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    name = "gzip" if wbits == 31 else "deflate"
    assert body(pieces, name, 3_000, "link") == content
    assert beginning(pieces, name, 7) == content[:7]


def test_a_compressed_page_that_ends_too_early_is_no_page(site: Site) -> None:
    packed = gzip.compress(STORY)[:-12]
    site.pages["/"] = lambda answer: answer.answer(200, packed, content_encoding="gzip")
    with pytest.raises(FetchError, match="cannot be read"):
        site.fetch()


@pytest.mark.parametrize(
    ("content", "named", "what"),
    [
        (b"%PDF-1.7 ", "text/html", "a PDF file"),
        (b"PK\x03\x04rest", "text/html", "a zip archive"),
        (b"\x89PNG\r\n", "text/plain", "a picture"),
        (gzip.compress(STORY), "text/html", "a compressed file"),
        (b"<html>\x00\x00", "text/html", "a file that is not a page"),
    ],
)
def test_a_page_is_told_by_what_it_holds_whatever_the_site_calls_it(
    site: Site, content: bytes, named: str, what: str
) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, content, content_type=named)
    with pytest.raises(FetchError, match=what):
        site.fetch()


def test_a_page_of_two_bytes_a_letter_is_text(site: Site) -> None:
    for path, charset in (("/a", "utf-16"), ("/b", "utf-16-le"), ("/c", "utf-16-be")):
        wide = STORY.decode().encode(charset)
        site.pages[path] = lambda answer, wide=wide: answer.answer(200, wide)
        assert site.fetch(path).content == wide


@pytest.mark.parametrize("named", ["application/octet-stream", "binary/octet-stream", "html", "*/*"])
def test_a_media_type_that_says_nothing_is_none(site: Site, named: str) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, STORY, content_type=named)
    assert site.fetch().content_type is None


@pytest.mark.parametrize(
    ("named", "charset"),
    [
        ("UTF8", "utf-8"), ("latin1", "cp1252"), ("ISO-8859-1", "cp1252"), ("windows-1251", "cp1251"),
        ("gb2312", "gb18030"), ("Shift_JIS", "cp932"), ('"utf-8"', "utf-8"), ("koi8-r", "koi8-r"),
        ("punycode", None), ("idna", None), ("unicode_escape", None), ("zlib", None), ("rot13", None),
        ("utf-7", None), ("undefined", None), ("no such", None), ("a" * 500, None), ("\0", None), ("", None),
    ],
)  # fmt: skip
def test_a_charset_is_one_that_the_web_knows(named: str, charset: str | None) -> None:
    assert web_charset(named) == charset


def test_the_charset_that_a_site_names_is_handed_on(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, STORY, content_type="text/html; charset=ISO-8859-1")
    assert site.fetch().charset == "cp1252"


# Asking whether a page has changed.


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    def serve(answer: Answer) -> None:
        fresh = answer.headers.get("if-none-match") == '"one"'
        answer.answer(304 if fresh else 200, b"" if fresh else STORY, etag='"one"', last_modified="Monday")

    site.pages["/"] = serve
    page = fetch_if_changed(site.link(), Validators(), network=site.network)
    assert isinstance(page, Page)
    assert page.validators == Validators('"one"', "Monday")
    assert "if-none-match" not in site.headers
    again = fetch_if_changed(site.link(), page.validators, network=site.network)
    assert isinstance(again, NotModified)
    assert (again.url, again.validators) == (site.link(), page.validators)
    assert site.headers["if-modified-since"] == "Monday"


def test_a_site_that_says_not_modified_unasked_fails(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(304)
    with pytest.raises(FetchError, match="304"):
        site.fetch()


@pytest.mark.parametrize("etag", ["w" * 2_000, "sm\xf8rrebr\xf8d"])
def test_a_validator_that_could_not_be_said_again_is_dropped(site: Site, etag: str) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, STORY, etag=etag)
    assert site.fetch().validators == Validators()
    fetch_if_changed(site.link(), Validators("a\r\nx: y", etag), network=site.network)
    assert not {"if-none-match", "if-modified-since", "x"} & set(site.headers)


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), None), ((307,), None), ((308,), "/1"), ((), None)],
)
def test_only_permanent_redirects_from_the_start_move_a_link(
    site: Site, statuses: tuple[int, ...], moved: str | None
) -> None:
    for step, status in enumerate(statuses):
        site.pages[f"/{step}"] = lambda answer, status=status, step=step: answer.answer(
            status, location=f"/{step + 1}"
        )
    site.pages[f"/{len(statuses)}"] = lambda answer: answer.answer(200, STORY)
    page = site.fetch("/0")
    assert page.url == site.link(f"/{len(statuses)}")
    assert page.moved_to == (site.link(moved) if moved else None)


def test_a_page_that_is_gone_is_told_by_its_status(site: Site) -> None:
    site.pages["/"] = lambda answer: answer.answer(410)
    with pytest.raises(FetchError, match="gone for good") as raised:
        site.fetch()
    assert (raised.value.status, raised.value.retry_after) == (410, None)


@pytest.mark.parametrize("named", ["application/rss+xml", "text/xml", "application/json", "text/html"])
def test_a_feed_may_be_what_no_article_is(site: Site, named: str) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, b"<rss/>", content_type=named)
    page = fetch_if_changed(site.link(), Validators(), network=site.network)
    assert isinstance(page, Page)
    assert page.content_type == named


def test_a_packed_sitemap_is_unpacked_within_the_bound(site: Site) -> None:
    packed, bomb = gzip.compress(b"<urlset/>"), gzip.compress(bytes(20_000_000))
    site.pages["/map"] = lambda answer: answer.answer(200, packed, content_type="application/x-gzip")
    site.pages["/bomb"] = lambda answer: answer.answer(200, bomb, content_type="application/x-gzip")
    page = fetch_if_changed(site.link("/map"), Validators(), network=site.network)
    assert isinstance(page, Page)
    assert page.content == b"<urlset/>"
    with pytest.raises(TooLargeError):
        fetch_if_changed(site.link("/bomb"), Validators(), network=site.network)


def test_a_dripping_body_or_header_does_not_outlast_the_deadline(site: Site) -> None:
    def body(answer: Answer) -> None:
        answer.send_response(200)
        answer.send_header("content-type", "text/html")
        answer.end_headers()
        drip(b"x")(answer)

    site.pages["/body"] = body
    site.pages["/head"] = drip(b"X")
    site.pages["/interim"] = drip(b"HTTP/1.1 103 Early Hints\r\n\r\n")
    for path in ("/body", "/head", "/interim"):
        started = time.monotonic()
        with pytest.raises(FetchError, match=r"longer than 0\.2 seconds"):
            site.fetch(path, FetchBounds(seconds=0.2))
        assert time.monotonic() - started < 60


def test_a_name_that_never_resolves_does_not_outlast_the_deadline(site: Site) -> None:
    stuck = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        stuck.wait(10)
        return []

    with pytest.raises(FetchError, match="longer than"):
        fetch("http://slow.example/", FetchBounds(seconds=0.1), replace(site.network, resolve=resolve))
    stuck.set()


def test_a_name_that_does_not_exist_is_said_to_be_out_of_reach() -> None:
    network = Network(resolve=canary_resolve, backend=Canary())
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch("https://nowhere.example/", network=network)


def first(serve: Serve, *others: Serve) -> Serve:
    """A site that answers differently each time it is asked."""
    serves = iter([serve, *others])
    return lambda answer: next(serves)(answer)


def test_a_busy_site_is_asked_again_after_the_pause_it_wants(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    busy = lambda answer: answer.answer(503, retry_after="2")  # noqa: E731
    site.pages["/"] = first(busy, busy, lambda answer: answer.answer(200, STORY))
    assert site.fetch().content == STORY
    assert clock.pauses == [2.0, 2.0]


def test_a_site_that_does_not_say_how_long_is_left_alone_longer_each_time(site: Site) -> None:
    clock = Clock()
    site.timed(clock)
    site.pages["/"] = lambda answer: answer.answer(502)
    with pytest.raises(FetchError, match="problem of its own"):
        site.fetch()
    assert (clock.pauses, len(site.asked)) == ([1.0, 2.0], 3)


@pytest.mark.parametrize(
    ("retry_after", "asked"),
    [("1", 3), ("3600", 1), ("Wed, 21 Oct 2099 07:28:00 GMT", 1), ("soon", 3), ("²", 3), ("9" * 400, 1)],
)
def test_a_site_is_never_asked_a_fourth_time_nor_after_a_long_pause(
    site: Site, retry_after: str, asked: int
) -> None:
    site.pages["/"] = lambda answer: answer.answer(429, retry_after=retry_after)
    with pytest.raises(FetchError, match="429") as raised:
        site.fetch()
    assert len(site.asked) == asked
    assert raised.value.status == 429


def test_a_dropped_connection_is_tried_again(site: Site) -> None:
    site.pages["/"] = first(hang_up, half, lambda answer: answer.answer(200, STORY))
    assert site.fetch().content == STORY
    assert len(site.asked) == 3


def hang_up(answer: Answer) -> None:
    answer.connection.shutdown(socket.SHUT_RDWR)


def half(answer: Answer) -> None:
    """Promise more than is sent."""
    answer.send_response(200)
    answer.send_header("content-type", "text/html")
    answer.send_header("content-length", "1000")
    answer.end_headers()
    answer.wfile.write(STORY)
    answer.close_connection = True


def test_a_missing_page_is_not_asked_for_again(site: Site) -> None:
    with pytest.raises(FetchError, match="404"):
        site.fetch("/gone")
    assert site.asked == ["/gone"]


def test_a_site_that_does_not_speak_tls_fails_in_words(site: Site) -> None:
    with pytest.raises(FetchError, match="secure connection"):
        fetch(f"https://news.example:{site.port}/", FetchBounds(seconds=2), site.network)


@dataclass
class Untrusted(httpcore.NetworkBackend):
    """A site whose certificate nobody vouches for."""

    names: list[str | None] = field(default_factory=list)

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        return UntrustedStream(self.names)


@dataclass
class UntrustedStream(httpcore.NetworkStream):
    names: list[str | None]

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self.names.append(server_hostname)
        assert ssl_context.verify_mode is ssl.CERT_REQUIRED
        assert ssl_context.check_hostname
        cause = ssl.SSLCertVerificationError()
        cause.verify_message = "self-signed certificate"
        raise httpcore.ConnectError(cause) from cause

    def close(self) -> None:
        """Nothing is open."""


def test_a_bad_certificate_fails_in_words_and_the_name_is_what_is_checked() -> None:
    untrusted = Untrusted()
    with pytest.raises(FetchError, match="certificate is not valid: self-signed certificate"):
        fetch("https://public.example/", network=Network(resolve=canary_resolve, backend=untrusted))
    assert untrusted.names == ["public.example"]


def test_a_site_that_closes_at_once_fails_in_words(site: Site) -> None:
    site.pages["/"] = hang_up
    with pytest.raises(FetchError, match="broke off"):
        site.fetch()


# Settings.


def test_ports_and_contact_are_settings() -> None:
    read = CorpusSettings.from_environment(
        {"CORPUS_FETCH_PORTS": "443, 8443", "CORPUS_FETCH_CONTACT": " desk@news.example "}
    )
    assert (read.fetch_ports, read.fetch_contact) == (frozenset([443, 8443]), "desk@news.example")
    usual = CorpusSettings.from_environment({"CORPUS_FETCH_PORTS": "", "CORPUS_FETCH_CONTACT": ""})
    assert (usual.fetch_ports, usual.fetch_contact) == (frozenset([80, 443]), None)


@pytest.mark.parametrize("ports", ["0", "65536", "80;443", "http", "80,", "-1", "8\u0663"])
def test_what_is_no_port_is_said(ports: str) -> None:
    with pytest.raises(SettingsError, match="CORPUS_FETCH_PORTS"):
        CorpusSettings.from_environment({"CORPUS_FETCH_PORTS": ports})


@pytest.mark.parametrize("contact", ["a\nHost: x", "a (b)", "caf\xe9"])
def test_a_contact_that_could_not_be_said_is_refused(contact: str) -> None:
    with pytest.raises(SettingsError, match="CORPUS_FETCH_CONTACT"):
        CorpusSettings.from_environment({"CORPUS_FETCH_CONTACT": contact})
