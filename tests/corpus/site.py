"""A web of the tests' own: names that resolve as they please, sites on the loopback, and a canary."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest

from corpus.fetch import FetchBounds, Network, fetch
from corpus.models import Page

STORY = b"<html><body><p>The bridge is open.</p></body></html>"

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
    "empty.example": [],
    "xn--pple-43d.example": ["10.0.0.8"],
    "localhost": ["127.0.0.1", "::1"],
    "printer": ["192.168.1.9"],
}


@dataclass
class Canary(httpcore.NetworkBackend):
    """A network that opens nothing and remembers who asked for what."""

    asked: list[str] = field(default_factory=list)

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        self.asked.append(host)
        raise httpcore.ConnectError("the canary opens nothing")


def canary_resolve(host: str, port: int) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        if host not in NAMES:
            raise OSError("no such name") from None
        return NAMES[host]


@dataclass
class Clock:
    """Time that passes only where somebody waits."""

    now: float = 1_000.0
    pauses: list[float] = field(default_factory=list)

    def read(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


Serve = Callable[["Answer"], None]


class Answer(BaseHTTPRequestHandler):
    """Answers each path as `pages` says, for every name; the one with a host before it goes first."""

    site: Site

    def do_GET(self) -> None:
        host = self.headers.get("host", "").partition(":")[0]
        said = {name.lower(): value for name, value in self.headers.items()}
        self.site.seen.append((host, self.path, said))
        serve = self.site.pages.get(f"{host}{self.path}") or self.site.pages.get(self.path)
        if serve:
            serve(self)
        else:
            self.answer(404, b"nothing here")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"content-type": "text/html; charset=utf-8"} | named).items():
            if value:
                self.send_header(name, value)
        if status != 304:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class Site:
    """Sites on the loopback, reached through the same code with a network that allows it."""

    port: int = 0
    network: Network = field(default_factory=Network)
    pages: dict[str, Serve] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """The paths asked for, in order, without those of robots.txt."""
        return [path for _, path, _ in self.seen if path != "/robots.txt"]

    @property
    def headers(self) -> dict[str, str]:
        """Those of the last request."""
        return self.seen[-1][2]

    def link(self, path: str = "/", host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def fetch(self, path: str = "/", bounds: FetchBounds | None = None) -> Page:
        return fetch(self.link(path), bounds or FetchBounds(), self.network)

    def timed(self, clock: Clock) -> None:
        """Let time pass only where somebody waits."""
        self.network = replace(self.network, clock=clock.read, pause=clock.pause)


def loopback_resolve(host: str, port: int) -> list[str]:
    return ["127.0.0.1"] if host in ("news.example", "other.example") else canary_resolve(host, port)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Answer,), {"site": site}))
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    site.port = server.server_address[1]
    site.network = Network(
        resolve=loopback_resolve,
        allows=lambda address: str(address) == "127.0.0.1",
        ports=frozenset([80, 443, site.port]),
        pause=lambda _: None,
    )
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def drip(chunk: bytes) -> Serve:
    """A site that goes on for a quarter of an hour and is never silent."""

    def serve(answer: Answer) -> None:
        try:
            for _ in range(100_000):
                answer.wfile.write(chunk)
                time.sleep(0.01)
        except OSError:
            pass

    return serve
