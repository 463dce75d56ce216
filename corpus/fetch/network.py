"""The network as `fetch` sees it: only checked addresses, and nothing that outlasts the deadline.

Every connection, also behind a redirect, is opened to an address that was checked just before, by number: a
name that answers differently the second time cannot lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from corpus.addresses import IPAddress, is_public
from corpus.errors import BlockedError, FetchError
from corpus.fetch.hosts import Hosts
from corpus.fetch.robots import Robots

USUAL_PORTS = frozenset([80, 443])
MOST_HEADERS = 200
HEADER_SIZE = 65_536
"""Bytes of all headers of one answer; httpcore itself stops reading at 100 KB."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the operating system resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Network:
    """What `fetch` knows of the world; tests give it a smaller one."""

    resolve: Callable[[str, int], list[str]] = resolve
    allows: Callable[[IPAddress], bool] = is_public
    ports: frozenset[int] = USUAL_PORTS
    contact: str | None = None
    """Where to reach who runs this program: a page or an e-mail address, told to every site."""
    backend: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    tls: ssl.SSLContext | None = None
    """`None`: the usual authorities."""
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    hosts: Hosts = field(default_factory=Hosts)
    robots: Robots = field(default_factory=Robots)


class Deadline:
    """The moment by which a whole visit ends; waiting for one's turn at a site does not count."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._moment = clock() + seconds

    def extend(self, seconds: float) -> None:
        """Put it off by what was spent on waiting for others."""
        self._moment += seconds

    def left(self) -> float:
        """Seconds until then; raises `httpcore.ReadTimeout` when there are none."""
        seconds = self._moment - self._clock()
        if seconds <= 0:
            raise httpcore.ReadTimeout
        return seconds


class _CheckedNetwork(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, and lets none of them outlast the visit."""

    def __init__(self, link: str, network: Network, deadline: Deadline) -> None:
        self._link = link
        self._network = network
        self._deadline = deadline

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers, if all of them are allowed."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                stream = self._network.backend.connect_tcp(address, port, timeout=self._deadline.left())
            except httpcore.ConnectError as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        """All addresses of the host; one that is forbidden forbids the host, as a trick."""
        if port not in self._network.ports:
            raise BlockedError(self._link, "Only the web's usual ports are fetched.")
        addresses = _in_time(lambda: self._network.resolve(host.strip("[]"), port), self._deadline.left())
        if not all(self._network.allows(ipaddress.ip_address(address)) for address in addresses):
            raise BlockedError(self._link, "The link leads to a private or reserved network address.")
        return addresses


def _in_time(look_up: Callable[[], list[str]], seconds: float) -> list[str]:
    """What `look_up` finds; the operating system gives names no time limit, so a thread of its own does."""
    found: list[str] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            found.extend(look_up())
        except (OSError, UnicodeError) as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise httpcore.ConnectTimeout
    if failed:
        raise httpcore.ConnectError(str(failed[0])) from failed[0]
    return found


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline, however slowly the site drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _BoundedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


@lru_cache
def _usual_tls() -> ssl.SSLContext:
    """Made once: reading the authorities takes longer than many a page."""
    return httpx.create_ssl_context(trust_env=False)


class CheckedTransport(httpx.BaseTransport):
    """httpx over the checked network."""

    def __init__(self, link: str, network: Network, deadline: Deadline) -> None:
        tls = network.tls or _usual_tls()
        self._link = link
        backend = _CheckedNetwork(link, network, deadline)
        self._pool = httpcore.ConnectionPool(tls, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body not yet read; raises httpcore's errors, or `FetchError` for its headers."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        size = sum(len(name) + len(value) for name, value in answer.headers)
        if len(answer.headers) > MOST_HEADERS or size > HEADER_SIZE:
            answer.close()
            raise FetchError(self._link, "The site sends more headers than any page needs.")
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()
