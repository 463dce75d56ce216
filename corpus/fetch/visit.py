"""A link becomes a page: asked for politely, followed through its redirects, read within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache

import httpx

from corpus.charset import web_charset
from corpus.errors import BlockedError, DisallowedError, FetchError
from corpus.fetch.ask import BUSY, PERMANENT, Answer, Asker
from corpus.fetch.body import Kind, beginning, body, charset_named, media_type, readable
from corpus.fetch.headers import of_page, seconds_asked, validators_of
from corpus.fetch.hosts import LONGEST_REST, Host
from corpus.fetch.link import checked, port_of
from corpus.fetch.network import Network
from corpus.fetch.robots import LONGEST, Rules, rules_from
from corpus.fetch.words import of_rest, of_status
from corpus.models import NotModified, Page, Validators, utc_now

_ANYTHING = Validators()


@dataclass(frozen=True, slots=True)
class FetchBounds:
    """How much of our time and memory one link may take."""

    seconds: float = 20.0
    """For everything but waiting for one's turn at a site: names, connections, robots.txt, redirects, pauses
    before another try, the body."""
    size: int = 5_000_000
    """Bytes of the body, after decompression."""
    redirects: int = 5


_USUAL = FetchBounds()


@lru_cache
def usual_network() -> Network:
    """The network of those who have none of their own: one, so that they take turns at the sites."""
    return Network()


def fetch(url: str, bounds: FetchBounds = _USUAL, network: Network | None = None) -> Page:
    """The page a link leads to.

    Raises:
        BlockedError: the link, or a redirect behind it, leads where Byline must not go.
        DisallowedError: the site's robots.txt asks not to fetch it.
        TooLargeError: more bytes than the bounds allow.
        FetchError: the site did not give a page, or not in time.
    """
    page = fetch_if_changed(url, _ANYTHING, Kind.PAGE, bounds, network)
    assert isinstance(page, Page)
    return page


def fetch_if_changed(
    url: str,
    validators: Validators,
    kind: Kind = Kind.FEED,
    bounds: FetchBounds = _USUAL,
    network: Network | None = None,
) -> Page | NotModified:
    """What a link leads to, if it has changed since the validators were given; empty ones ask for it anyway.

    Raises:
        As `fetch`; a `FetchError` carries the site's `status` (410: gone for good) and its `retry_after`.
    """
    visit = _Visit(url.strip(), kind, bounds, network or usual_network())
    with closing(visit.asker):
        return visit.follow(validators)


class _Visit:
    """One fetch: where it started, what it is after, what it may still spend."""

    def __init__(self, url: str, kind: Kind, bounds: FetchBounds, network: Network) -> None:
        self.url = url
        self.kind = kind
        self.bounds = bounds
        self.network = network
        self.asker = Asker(url, bounds.seconds, network)

    def follow(self, validators: Validators) -> Page | NotModified:
        """What is behind the link and its redirects, each checked and asked for like the first."""
        target = self._checked(self.url)
        moved_to: str | None = None
        permanent = True
        left = self.bounds.redirects
        while True:
            with self._turn(target.host) as host:
                # Redirects within a site are one visit.
                staying = target.host
                while target.host == staying:
                    answer = self._page(target, host, validators)
                    if answer.location is None:
                        return self._result(answer, validators, moved_to)
                    if not left:
                        times = self.bounds.redirects
                        raise FetchError(self.url, f"The link was redirected more than {times} times.")
                    left -= 1
                    target = self._checked(answer.location, target)
                    permanent = permanent and answer.status in PERMANENT
                    moved_to = str(target) if permanent else moved_to

    def _checked(self, link: str, base: httpx.URL | None = None) -> httpx.URL:
        return checked(link, self.url, self.network.ports, base)

    @contextmanager
    def _turn(self, name: str) -> Iterator[Host]:
        """The turn at a site; waiting for it costs this visit none of its time."""
        clock = self.network.clock
        asked = clock()
        with self.network.hosts.turn(name, clock, self.network.pause) as host:
            now = clock()
            self.asker.deadline.extend(now - asked)
            if now < host.rests_until:
                rest = host.rests_until - now
                raise FetchError(self.url, of_rest(rest), retry_after=rest)
            yield host

    def _page(self, target: httpx.URL, host: Host, validators: Validators) -> Answer:
        """The site's answer, if its own rules let us ask."""
        if target.path != "/robots.txt":
            self._ask_leave(target, host)

        def read(response: httpx.Response) -> bytes:
            packed = response.headers.get("content-encoding", "")
            return body(response.iter_raw(), packed, self.bounds.size, self.url)

        answer = self.asker.get(target, of_page(self.kind, validators), read)
        if answer.status in BUSY:
            rest = min(seconds_asked(answer.headers) or 0.0, LONGEST_REST)
            host.rests_until = self.network.clock() + rest
        return answer

    def _ask_leave(self, target: httpx.URL, host: Host) -> None:
        site = f"{target.scheme}://{target.host}:{port_of(target)}"
        rules = self.network.robots.of(site, self.network.clock(), lambda: self._rules(target))
        if rules.unknown:
            raise FetchError(self.url, rules.unknown)
        if not rules.allow(str(target)):
            raise DisallowedError(
                self.url, "The site's rules (robots.txt) ask programs not to read this page."
            )
        host.pause = max(host.pause, rules.pause)

    def _rules(self, target: httpx.URL) -> Rules:
        """What the site's robots.txt says now; one that redirects endlessly or out of bounds says nothing."""
        link = "/robots.txt"
        for _ in range(self.bounds.redirects + 1):
            try:
                target = self._checked(link, target)
                answer = self.asker.get(target, {}, _beginning)
            except BlockedError:
                break
            if answer.location is None:
                return rules_from(answer.status, answer.content)
            link = answer.location
        return Rules()

    def _result(self, answer: Answer, validators: Validators, moved_to: str | None) -> Page | NotModified:
        """What is handed on of the last answer, if it is what was hoped for."""
        url = str(answer.target)
        given = validators_of(answer.headers)
        if answer.status == 304 and validators:
            return NotModified(url, utc_now(), given or validators, moved_to)
        if answer.status != 200:
            reason = of_status(answer.status)
            raise FetchError(self.url, reason, answer.status, seconds_asked(answer.headers))
        said = answer.headers.get("content-type", "")
        media = media_type(said)
        content = readable(answer.content, media, self.kind, self.bounds.size, self.url)
        return Page(url, content, media, web_charset(charset_named(said)), utc_now(), given, moved_to)


def _beginning(response: httpx.Response) -> bytes:
    return beginning(response.iter_raw(), response.headers.get("content-encoding", ""), LONGEST)
