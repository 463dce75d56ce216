"""One question to one site: asked over the checked network, and again after a pause when the site is busy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count

import httpcore
import httpx

from corpus.errors import FetchError
from corpus.fetch.headers import cookies_of, of_visit, seconds_asked
from corpus.fetch.network import CheckedTransport, Deadline, Network
from corpus.fetch.words import of_error

PERMANENT = frozenset([301, 308])
BUSY = frozenset([429, 500, 502, 503, 504])
_REDIRECTS = PERMANENT | {302, 303, 307}
_DROPPED = (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError)
_TRIES = 3
# A site that asks for a longer pause is asking us to come back another time.
_LONGEST_PAUSE = 5.0

Read = Callable[[httpx.Response], bytes]
"""Reads as much of an answer's body as is wanted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a site. Only that of a page has content."""

    target: httpx.URL
    status: int
    headers: httpx.Headers
    content: bytes = b""

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as the site writes it."""
        return self.headers.get("location") or None if self.status in _REDIRECTS else None


class Asker:
    """All questions of one visit: within one deadline, a site's cookies sent back to that very site only."""

    def __init__(self, url: str, seconds: float, network: Network) -> None:
        self._url = url
        self._seconds = seconds
        self._pause = network.pause
        self.deadline = Deadline(seconds, network.clock)
        self._transport = CheckedTransport(url, network, self.deadline)
        self._said = of_visit(network.contact)
        self._cookies: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def get(self, target: httpx.URL, headers: dict[str, str], read: Read) -> Answer:
        """The site's answer; when it is busy or drops the connection, the one to the last of three tries.

        Raises:
            FetchError: it does not answer, or not in time.
        """
        with self._in_words():
            for attempt in count(1):
                dropped: Exception | None = None
                pause = 2.0 ** (attempt - 1)
                try:
                    answer = self._once(target, headers, read)
                except _DROPPED as error:
                    dropped = error
                else:
                    if answer.status not in BUSY:
                        break
                    asked = seconds_asked(answer.headers)
                    pause = pause if asked is None else asked
                if attempt == _TRIES or pause > min(_LONGEST_PAUSE, self.deadline.left()):
                    if dropped:
                        raise dropped
                    break
                self._pause(pause)
            return answer

    def _once(self, target: httpx.URL, headers: dict[str, str], read: Read) -> Answer:
        site = f"{target.scheme}://{target.netloc.decode()}"
        cookies = {"Cookie": "; ".join(self._cookies[site].values())} if self._cookies[site] else {}
        request = httpx.Request("GET", target, headers=self._said | headers | cookies)
        # Not by httpx's client: it reads proxies from the environment, and follows redirects in its own way.
        with closing(self._transport.handle_request(request)) as response:
            response.request = request
            self._cookies[site] |= cookies_of(response.headers)
            content = read(response) if response.status_code == 200 else b""
            return Answer(target, response.status_code, response.headers, content)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Whatever breaks becomes a sentence about the link that was given."""
        try:
            yield
        except httpcore.TimeoutException as error:
            raise FetchError(self._url, f"The site took longer than {self._seconds:g} seconds.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError) as error:
            raise FetchError(self._url, of_error(error)) from error
