"""The one door to the network: what it refuses, what it bounds, what it hands on."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addresses import is_disguised, is_public
from corpus.errors import BlockedError, FetchError, LinkError, TooLargeError
from corpus.fetch import FetchBounds, Network, fetch

STORY = b"<html><body><p>The bridge is open.</p></body></html>"


@dataclass
class Canary(httpcore.NetworkBackend):
    """A network that opens nothing and remembers who asked for what."""

    asked: list[str] = field(default_factory=list)

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        self.asked.append(host)
        raise httpcore.ConnectError("the canary opens nothing")


NAMES = {
    "public.example": ["93.184.215.14"],
    "loopback.example": ["127.0.0.1"],
    "rebound.example": ["93.184.215.14", "10.0.0.7"],
    "metadata.example": ["169.254.169.254"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "nat64-public.example": ["64:ff9b::5db8:d70e"],
    "sixtofour.example": ["2002:7f00:1::"],
    "teredo.example": ["2001:0:53aa:64c:0:0:80ff:fffe"],
    "linklocal.example": ["fe80::1%eth0"],
    "localhost": ["127.0.0.1", "::1"],
    "printer": ["192.168.1.9"],
}


def canary_resolve(host: str, port: int) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        if host not in NAMES:
            raise OSError("no such name") from None
        return NAMES[host]


HOSTILE = [
    "http://127.0.0.1/", "http://127.8.9.1/", "http://localhost/", "http://printer/", "http://10.0.0.1/",
    "http://172.16.0.1/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://100.100.100.200/", "http://168.63.129.16/", "http://0.0.0.0/", "http://0/",
    "http://255.255.255.255/", "http://224.0.0.1/", "http://240.0.0.1/", "http://198.18.0.1/",
    "http://192.88.99.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/",
    "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.1./", "http://[::1]/", "http://[::]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:93.184.215.14]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/", "http://[fd00::1]/",
    "http://[fe80::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[fec0::1]/",
    "http://loopback.example/", "http://rebound.example/", "http://metadata.example/",
    "http://mapped.example/", "http://nat64.example/", "http://sixtofour.example/", "http://teredo.example/",
    "http://linklocal.example/", "http://user:word@public.example/", "http://user@public.example/",
    "http://public.example@127.0.0.1/", "http://public.example:22/", "http://public.example:8080/",
    "http://public.example:0/", "https://public.example:6379/", "file:///etc/passwd", "ftp://public.example/",
    "gopher://public.example/", "javascript:alert(1)", "data:text/html,hello", "//public.example/",
    "public.example", "http://", "http:///path", "", "   ", "http://[::1", "http://public.example:99999/", "http://１２７.0.0.1/",
    "http://①②⑦.0.0.1/", "http://localhost%00.public.example/", "http://public.example\\@127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("link", HOSTILE)
def test_a_hostile_link_opens_no_connection(link: str) -> None:
    canary = Canary()
    with pytest.raises(LinkError):
        fetch(link, network=Network(resolve=canary_resolve, backend=canary))
    assert canary.asked == []


@pytest.mark.parametrize("host", ["public.example", "nat64-public.example", "93.184.215.14"])
def test_a_public_host_is_connected_to_by_its_checked_address(host: str) -> None:
    canary = Canary()
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"https://{host}/", network=Network(resolve=canary_resolve, backend=canary))
    assert canary.asked == canary_resolve(host, 443)


def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    canary = Canary()
    with pytest.raises(FetchError):
        fetch("http://public.example/", network=Network(resolve=canary_resolve, backend=canary))
    assert canary.asked == ["93.184.215.14"]


@given(st.text(max_size=60))
def test_no_text_escapes_as_another_error(text: str) -> None:
    canary = Canary()
    with pytest.raises(LinkError):
        fetch(text, network=Network(resolve=canary_resolve, backend=canary))
    assert canary.asked == []


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_public_only_if_it_is_global(address: ipaddress.IPv4Address) -> None:
    assert not is_public(address) or address.is_global
    assert not is_public(ipaddress.IPv6Address(f"::ffff:{address}"))
    assert is_public(ipaddress.IPv6Address(f"64:ff9b::{address}")) == is_public(address)


@given(st.ip_addresses())
def test_a_plainly_written_address_is_not_a_disguise(address: ipaddress.IPv4Address) -> None:
    assert not is_disguised(str(address))


# A site on the loopback, reached through the same code with a network that allows it.

Serve = Callable[["Site"], None]


class Site(BaseHTTPRequestHandler):
    """Answers each path as `pages` says; counts what it was asked."""

    pages: dict[str, Serve]
    asked: list[str]
    headers_seen: dict[str, str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.headers_seen.update({name.lower(): value for name, value in self.headers.items()})
        with_error = self.pages.get(self.path)
        if with_error:
            with_error(self)
        else:
            self.answer(404, b"nothing here")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"content-type": "text/html; charset=utf-8"} | named).items():
            if value:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class Visit:
    pages: dict[str, Serve]
    asked: list[str]
    headers: dict[str, str]
    network: Network
    port: int

    def fetch(self, path: str = "/", bounds: FetchBounds | None = None) -> object:
        return fetch(f"http://news.example:{self.port}{path}", bounds or FetchBounds(), self.network)


@pytest.fixture
def site() -> Iterator[Visit]:
    pages: dict[str, Serve] = {}
    asked: list[str] = []
    headers: dict[str, str] = {}
    handler = type("Handler", (Site,), {"pages": pages, "asked": asked, "headers_seen": headers})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    port = server.server_address[1]
    network = Network(
        resolve=lambda host, _: {"news.example": ["127.0.0.1"]}.get(host) or canary_resolve(host, 80),
        allows=lambda address: str(address) == "127.0.0.1",
        ports=frozenset([80, 443, port]),
        pause=lambda _: None,
    )
    yield Visit(pages, asked, headers, network, port)
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_comes_with_what_the_site_says_of_it(site: Visit) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, STORY)
    page = fetch(f"http://news.example:{site.port}/", network=site.network)
    assert (page.content, page.content_type, page.charset) == (STORY, "text/html", "utf-8")
    assert page.fetched_at.tzinfo is not None
    assert site.headers["host"] == f"news.example:{site.port}"
    assert site.headers["user-agent"].startswith("Byline/")


def test_a_redirect_is_followed_and_the_final_address_kept(site: Visit) -> None:
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
def test_a_redirect_to_a_forbidden_place_is_refused(site: Visit, location: str) -> None:
    site.pages["/"] = lambda answer: answer.answer(302, location=location)
    with pytest.raises(BlockedError):
        site.fetch()
    assert site.asked == ["/"]


def test_a_redirect_loop_ends(site: Visit) -> None:
    site.pages["/"] = lambda answer: answer.answer(302, location="/")
    with pytest.raises(FetchError, match="redirected more than 5 times"):
        site.fetch()
    assert len(site.asked) == 6


def test_a_cookie_set_on_the_way_is_sent_along(site: Visit) -> None:
    site.pages["/"] = lambda answer: answer.answer(302, location="/story", set_cookie="seen=yes")
    site.pages["/story"] = lambda answer: answer.answer(200, STORY)
    site.fetch()
    assert site.headers["cookie"] == "seen=yes"


@pytest.mark.parametrize("media", ["application/pdf", "image/png", "application/json"])
def test_a_link_to_something_else_than_text_is_refused(site: Visit, media: str) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, b"{}", content_type=media)
    with pytest.raises(FetchError, match=media):
        site.fetch()


def test_a_page_without_a_media_type_is_read_if_it_looks_like_text(site: Visit) -> None:
    site.pages["/text"] = lambda answer: answer.answer(200, STORY, content_type="")
    site.pages["/file"] = lambda answer: answer.answer(200, b"%PDF-1.7 \x00", content_type="")
    page = fetch(f"http://news.example:{site.port}/text", network=site.network)
    assert page.content_type is None
    with pytest.raises(FetchError, match="not a page of text"):
        site.fetch("/file")


def test_a_body_larger_than_the_bound_is_refused(site: Visit) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, b"x" * 2_001)
    with pytest.raises(TooLargeError, match="larger than 2,000 bytes"):
        site.fetch(bounds=FetchBounds(size=2_000))
    site.pages["/"] = lambda answer: answer.answer(200, b"x" * 2_000)
    site.fetch(bounds=FetchBounds(size=2_000))


def test_a_compressed_page_is_read_and_a_bomb_is_refused(site: Visit) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, gzip.compress(STORY), content_encoding="gzip")
    assert fetch(f"http://news.example:{site.port}/", network=site.network).content == STORY
    bomb = gzip.compress(bytes(20_000_000))
    site.pages["/bomb"] = lambda answer: answer.answer(200, bomb, content_encoding="gzip")
    with pytest.raises(TooLargeError):
        site.fetch("/bomb")


def test_a_broken_or_unasked_compression_is_a_failed_fetch(site: Visit) -> None:
    site.pages["/broken"] = lambda answer: answer.answer(200, b"not gzip", content_encoding="gzip")
    site.pages["/other"] = lambda answer: answer.answer(200, b"?", content_encoding="br")
    for path in ("/broken", "/other"):
        with pytest.raises(FetchError):
            site.fetch(path)


def test_headers_without_end_are_refused(site: Visit) -> None:
    site.pages["/"] = lambda answer: answer.answer(200, STORY, x_long="y" * 300_000)
    with pytest.raises(FetchError):
        site.fetch()


def drip(chunk: bytes) -> Serve:
    def serve(answer: Site) -> None:
        try:
            for _ in range(2_000):
                answer.wfile.write(chunk)
                time.sleep(0.01)
        except OSError:
            pass

    return serve


def test_a_dripping_body_or_header_does_not_outlast_the_deadline(site: Visit) -> None:
    def body(answer: Site) -> None:
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
        assert time.monotonic() - started < 2


def test_a_name_that_never_resolves_does_not_outlast_the_deadline(site: Visit) -> None:
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


def test_a_busy_site_is_asked_once_more_after_the_pause_it_wants(site: Visit) -> None:
    pauses: list[float] = []

    def busy_once(answer: Site) -> None:
        if len(answer.asked) == 1:
            answer.answer(503, retry_after="2")
        else:
            answer.answer(200, STORY)

    site.pages["/"] = busy_once
    network = replace(site.network, pause=pauses.append)
    assert fetch(f"http://news.example:{site.port}/", network=network).content == STORY
    assert pauses == [2.0]


@pytest.mark.parametrize(
    ("retry_after", "asked"),
    [("1", 2), ("3600", 1), ("Wed, 21 Oct 2099 07:28:00 GMT", 1), ("soon", 2), ("²", 2)],
)
def test_a_site_is_never_asked_a_third_time_nor_after_a_long_pause(
    site: Visit, retry_after: str, asked: int
) -> None:
    site.pages["/"] = lambda answer: answer.answer(429, retry_after=retry_after)
    with pytest.raises(FetchError, match="429"):
        site.fetch()
    assert len(site.asked) == asked


def test_a_missing_page_is_not_asked_for_again(site: Visit) -> None:
    with pytest.raises(FetchError, match="404"):
        site.fetch("/gone")
    assert site.asked == ["/gone"]


def test_a_site_that_does_not_speak_tls_fails_in_words(site: Visit) -> None:
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


def test_a_site_that_closes_at_once_fails_in_words(site: Visit) -> None:
    def hang_up(answer: Site) -> None:
        answer.connection.shutdown(socket.SHUT_RDWR)

    site.pages["/"] = hang_up
    with pytest.raises(FetchError, match="broke off"):
        site.fetch()
