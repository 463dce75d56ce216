"""A wire service for the bot's tests: links that become articles, each as slowly as a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator

from corpus import Article, Corpus, Draft, Hints, Ingested, ingest_drafts, utc_now
from tests.fakediscord import Json

PATIENCE = 20.0


class Wire:
    """Stands for fetching: a link's article is about the link; `hold` lets one wait until it is released."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken: set[str] = set()
        self._gates: dict[str, threading.Event] = {}
        self._reached: dict[str, threading.Event] = {}

    def ingest(self, urls: Iterable[str], corpus: Corpus, hints: Hints) -> Iterator[Ingested]:
        """What the bot takes in place of the network."""
        for url in urls:
            self.asked.append(url)
            if url in self._gates:
                self._reached[url].set()
                assert self._gates[url].wait(PATIENCE), f"{url} was never released"
            if url in self.broken:
                raise RuntimeError("the wire is cut")
            yield from ingest_drafts([Draft(url, article(url))], corpus)

    def hold(self, url: str) -> None:
        self._gates[url], self._reached[url] = threading.Event(), threading.Event()

    def is_at(self, url: str) -> bool:
        """Whether this link is being fetched."""
        return self._reached[url].is_set()

    def release(self, url: str) -> None:
        self._gates[url].set()


def article(url: str) -> Article:
    name = url.rsplit("/", 1)[-1]
    words = f"The council of {name} met on Monday and decided what {name} will do about its harbour wall."
    return Article(f"Council of {name} decides", words, "Wire", url=url, fetched_at=utc_now())


def link(name: str) -> str:
    return f"https://wire.example/{name}"


def shown(message: Json) -> str:
    """All that a message says."""
    return str(message["content"]) + json.dumps(message["embeds"], ensure_ascii=False)


def is_over(message: Json) -> bool:
    """Whether a job's message has no button any more."""
    return "byline:stop:" not in json.dumps(message["components"])
