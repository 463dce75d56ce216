"""A link becomes a page: asked for politely, followed through its redirects, read within bounds."""

from __future__ import annotations

import email.utils
import ssl
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from importlib.metadata import version

import httpcore
import httpx

from corpus.addresses import is_disguised
from corpus.errors import BlockedError, FetchError, TooLargeError
from corpus.fetch.network import CheckedTransport, Deadline, Network
from corpus.models import NotModified, Page, Validators, utc_now

_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_TRY_AGAIN = frozenset([429, 500, 502, 503, 504])
# A page that asks for a longer pause is asking us to come back another day.
_LONGEST_PAUSE = 5.0


class Kind(Enum):
    """What a link is hoped to lead to: the media types that are read."""

    PAGE = frozenset(["text/html", "application/xhtml+xml", "text/plain"])
    FEED = PAGE | {
        "application/atom+xml", "application/feed+json", "application/json", "application/rdf+xml",
        "application/rss+xml", "application/xml", "text/xml", "text/rss+xml", "application/x-rss+xml",
        "application/gzip", "application/x-gzip",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class FetchBounds:
    """How much of our time and memory one link may take."""

    seconds: float = 20.0
    """For everything: names, connections, redirects, the pause before a second try, the body."""
    size: int = 5_000_000
    """Bytes of the body, after decompression."""
    redirects: int = 5


def fetch(url: str, bounds: FetchBounds = FetchBounds(), network: Network | None = None) -> Page:
    """The page a link leads to.

    Raises:
        BlockedError: the link, or a redirect behind it, leads where Byline must not go.
        DisallowedError: the site's robots.txt asks not to fetch it.
        TooLargeError: more bytes than the bounds allow.
        FetchError: the site did not give a page, or not in time.
    """
    page = fetch_if_changed(url, Validators(), Kind.PAGE, bounds, network)
    assert isinstance(page, Page)
    return page


def fetch_if_changed(
    url: str,
    validators: Validators,
    kind: Kind = Kind.FEED,
    bounds: FetchBounds = FetchBounds(),
    network: Network | None = None,
) -> Page | NotModified:
    """What a link leads to, if it has changed since the validators were given; empty ones ask for it anyway.

    Raises:
        As `fetch`; a `FetchError` carries the site's `status` (410: gone for good) and its `retry_after`.
    """
    visit = _Visit(url.strip(), bounds, network or Network())
    visit.kind, visit.validators = kind, validators
    try:
        with httpx.Client(
            transport=visit.transport, headers=_headers() | _conditions(validators), trust_env=False
        ) as client:
            return visit.follow(client)
    except httpcore.TimeoutException as error:
        raise FetchError(url, f"The site took longer than {bounds.seconds:g} seconds.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(url, _words(error)) from error


def _conditions(validators: Validators) -> dict[str, str]:
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"Byline/{version('byline')} (reads news articles that its user adds)",
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Accept-Language": "en, *;q=0.5",
    }


def _words(error: Exception) -> str:
    """A sentence for a person about what went wrong on the way."""
    # httpcore hands the cause on as the argument of its own error, and cuts the chain.
    for cause in error.args:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"The site's certificate is not valid: {cause.verify_message}."
        if isinstance(cause, ssl.SSLError):
            return "The site does not speak a secure connection that can be trusted."
    if isinstance(error, httpcore.ConnectError):
        return "The site cannot be reached."
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return "The site's redirect is not a link that can be followed."
    return "The site broke off or answered in a way that cannot be read."


class _Visit:
    """One call of `fetch`: where it started, what it may still spend."""

    def __init__(self, url: str, bounds: FetchBounds, network: Network) -> None:
        self.url = url
        self.bounds = bounds
        self.network = network
        self.deadline = Deadline(bounds.seconds)
        self.transport = CheckedTransport(url, network, self.deadline)
        self.kind = Kind.PAGE
        self.validators = Validators()
        self.moved_to: str | None = None
        self._permanent = True

    def follow(self, client: httpx.Client) -> Page | NotModified:
        """The page behind the link and its redirects, each checked like the first."""
        target = self._checked(self.url)
        for _ in range(self.bounds.redirects + 1):
            answer = self._ask(client, target)
            if not isinstance(answer, str):
                return answer
            target = self._checked(answer)
            if self._permanent:
                self.moved_to = str(target)
        raise FetchError(self.url, f"The link was redirected more than {self.bounds.redirects} times.")

    def _checked(self, link: str) -> httpx.URL:
        """The link, if nothing about it is forbidden already before any name is resolved."""
        try:
            url = httpx.URL(link)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise BlockedError(self.url, "This is not a link that can be fetched.") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise BlockedError(self.url, "Only links that begin with http:// or https:// are fetched.")
        if url.userinfo:
            raise BlockedError(self.url, "Links that carry a user name or password are not fetched.")
        port = url.port if url.port is not None else {"http": 80, "https": 443}[url.scheme]
        if port not in self.network.ports:
            raise BlockedError(self.url, "Only the usual web ports, 80 and 443, are fetched.")
        if is_disguised(url.raw_host.decode("ascii", "replace")):
            raise BlockedError(self.url, "The link hides a network address. Write the site's name instead.")
        return url

    def _ask(self, client: httpx.Client, target: httpx.URL, again: bool = True) -> Page | NotModified | str:
        """The page, or the link it redirects to; a busy or broken site is asked once more."""
        with client.stream("GET", target, follow_redirects=False) as response:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                self._permanent = self._permanent and response.status_code in (301, 308)
                return str(target.join(location))
            pause = _pause(response.headers.get("retry-after"))
            patient = again and pause < min(_LONGEST_PAUSE, self.deadline.left())
            if response.status_code not in _TRY_AGAIN or not patient:
                return self._read(target, response)
        self.network.pause(pause)
        return self._ask(client, target, again=False)

    def _read(self, target: httpx.URL, response: httpx.Response) -> Page | NotModified:
        given = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
        if response.status_code == 304 and self.validators:
            return NotModified(str(target), utc_now(), given or self.validators, self.moved_to)
        if response.status_code != 200:
            reason = f"The site answered {response.status_code} {response.reason_phrase}".strip()
            wait = response.headers.get("retry-after")
            raise FetchError(self.url, f"{reason}.", response.status_code, _pause(wait) if wait else None)
        named = response.headers.get("content-type", "")
        media = named.partition(";")[0].strip().lower() or None
        if media is not None and media not in self.kind.value:
            raise FetchError(self.url, f"The link leads to {media}, not to a page of text.")
        content = self._body(response)
        if media is None and (b"\0" in content[:1024] or content.startswith(b"%PDF")):
            raise FetchError(self.url, "The link leads to a file that is not a page of text.")
        return Page(str(target), content, media, response.charset_encoding, utc_now(), given, self.moved_to)

    def _body(self, response: httpx.Response) -> bytes:
        """The body, decompressed in small steps so that a bomb is noticed before it goes off."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", "x-gzip", ""):
            raise FetchError(self.url, "The site compressed the page in a way it was not asked for.")
        body = bytearray()
        pieces: Iterable[bytes] = response.iter_raw()
        for piece in _unzip(pieces, self.bounds.size + 1) if "gzip" in encoding else pieces:
            self.deadline.left()
            body += piece
            if len(body) > self.bounds.size:
                raise TooLargeError(self.url, f"The page is larger than {self.bounds.size:,} bytes.")
        return bytes(body)


def _unzip(pieces: Iterable[bytes], step: int) -> Iterator[bytes]:
    """The decompressed body, never more than `step` bytes at a time."""
    unzip = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            rest = piece
            while rest and not unzip.eof:
                yield unzip.decompress(rest, step)
                rest = unzip.unconsumed_tail
        yield unzip.flush()
    except zlib.error as error:
        raise httpcore.RemoteProtocolError("a broken gzip body") from error


def _pause(retry_after: str | None) -> float:
    """Seconds to wait before the second try: what the site asks for, or one."""
    if not retry_after:
        return 1.0
    if retry_after.isascii() and retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return 1.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
