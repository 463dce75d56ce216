"""What sites ask of programs in their robots.txt (RFC 9309), read once a day. The only door to protego."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

NAME = "byline"
"""Who we are in a robots.txt."""
LONGEST = 512_000
"""Bytes of a robots.txt that are read; the standard asks for 500 KiB. What comes after is not obeyed."""
KEPT = 86_400.0
"""Seconds for which an answer is believed: the standard's bound."""
RETRY = 60.0
"""Seconds after which a site is asked again that could not answer."""

_AGENT = re.compile(r"\s*user[-\s]?\s*agent(?:\s*:|\s)\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks, or why that is not known."""

    said: Protego | None = None
    """`None`: it asks nothing."""
    size: int = 0
    """Characters of what it says."""
    unknown: str | None = None
    """Why nothing may be fetched for now, in a sentence; `None` where it is known what the site asks."""

    def allow(self, link: str) -> bool:
        """Whether the site lets us fetch a link of its own."""
        return self.said is None or self.said.can_fetch(link, NAME)

    @property
    def pause(self) -> float:
        """Seconds that it wants between two visits; 0 where it does not say."""
        return (self.said.crawl_delay(NAME) if self.said else None) or 0.0


def rules_from(status: int, body: bytes) -> Rules:
    """What an answer to `/robots.txt` means: none is there (4xx), or nothing may be fetched for now."""
    if status == 200:
        return _parsed(body[:LONGEST].decode("utf-8-sig", "replace"))
    if status == 429 or status // 100 == 5:
        return Rules(
            unknown=f"The site's rules for programs (robots.txt) cannot be read at the moment ({status});"
            " until they can be, nothing is fetched from it."
        )
    return Rules()


def _parsed(text: str) -> Rules:
    from protego import Protego

    lines = [_for_us(line) for line in text.splitlines()]
    return Rules(Protego.parse("\n".join(lines)), len(text))


def _for_us(line: str) -> str:
    """The line, all other programs' names made one: thousands with thousands of rules fill the memory."""
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = agent.group(1).partition("#")[0].partition("/")[0].strip().lower()
    return f"User-agent: {name if name in ('*', NAME) else 'other'}"


class Robots:
    """The rules of the sites visited lately, bounded in number, size and age."""

    def __init__(self, most: int = 1_000, size: int = 2_000_000) -> None:
        self._most = most
        self._size = size
        self._kept: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, site: str, now: float, read: Callable[[], Rules]) -> Rules:
        """The rules of a site, read again when they are old. Call it with the turn at the site.

        Raises:
            What `read` raises; a `FetchError` is remembered for a minute, as the rules being unknown.
        """
        with self._lock:
            until, rules = self._kept.get(site, (0.0, Rules()))
        if now < until:
            return rules
        try:
            rules = read()
        except FetchError as error:
            self._keep(site, now + RETRY, Rules(unknown=str(error)))
            raise
        self._keep(site, now + (RETRY if rules.unknown else KEPT), rules)
        return rules

    def _keep(self, site: str, until: float, rules: Rules) -> None:
        with self._lock:
            self._kept[site] = until, rules
            self._kept.move_to_end(site)
            size = sum(kept.size for _, kept in self._kept.values())
            while len(self._kept) > self._most or size > self._size:
                _, (_, old) = self._kept.popitem(last=False)
                size -= old.size

    def __len__(self) -> int:
        return len(self._kept)
