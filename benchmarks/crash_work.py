"""What `benchmarks.crash` kills: a process that changes a corpus without end, and tells of every step.

It tells on a pipe before a step what it is about to do, and after it that it was done: what was told as done
must be there after any kill, and what was begun may be.
"""

from __future__ import annotations

import json
import os
import random
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

from benchmarks.bulk_add import HashedWords
from corpus import (
    Article,
    Corpus,
    CorpusSettings,
    Draft,
    FeedPolicy,
    FeedWorld,
    Filters,
    Ingested,
    RefreshProgress,
    add_feed,
    backup,
    ingest,
    ingest_drafts,
    refresh_feed,
    reindex,
    remove_article,
    restore,
)
from corpus.fetch import Network

HOST = "news.example"
BATCH = 40
"""Articles in one bulk file, and in one answer of the feed."""
LONG = 60
"""Paragraphs of a long story, each a passage: some sixteen of them make Chroma rewrite its files."""
_SHORT = 4
_WORDS = 30
_SOUNDS = (
    *("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru"),
    *("sa", "te", "vi", "wo", "xa", "ze", "chi", "dro", "fla", "gru"),
)


def marker(key: int, revision: int) -> str:
    """A word that one revision of one story has, and nothing else."""
    return f"mark{key}x{revision}q"


@lru_cache(maxsize=4096)
def text_of(key: int, revision: int) -> str:
    """The story with this number in one of its revisions; numbers from 1,000,000 on have long ones."""
    chance = random.Random(f"{key}/{revision}")

    def words() -> str:
        return " ".join("".join(chance.choices(_SOUNDS, k=3)) for _ in range(_WORDS))

    paragraphs = LONG if key >= 1_000_000 else _SHORT
    lines = [f"{words().capitalize()}, {words()} {words()}." for _ in range(paragraphs)]
    return "\n\n".join([f"The story {marker(key, revision)} was told at noon.", *lines])


def address(key: int, port: int) -> str:
    """Where the story is."""
    return f"http://{HOST}:{port}/story/{key}"


@dataclass
class Work:
    """One process at work on one corpus; each public method is a kind of work, done without end."""

    settings: CorpusSettings
    file: Path
    """Where backups go."""
    held: dict[int, int]
    """What the corpus holds: each story's revision."""
    chance: random.Random
    pipe: int
    """Where it tells what it does."""
    web: socket.socket
    """Listens for those who fetch from the site."""

    def tell(self, what: str, **more: object) -> None:
        """One line on the pipe, in one write."""
        os.write(self.pipe, json.dumps({"what": what, **more}).encode() + b"\n")

    def fill(self, stories: int) -> None:
        """So many stories, and an end."""
        with self._opened() as corpus:
            keys = list(islice(self._new_keys(), stories))
            for start in range(0, stories, BATCH):
                self._add_file(corpus, [(key, 0) for key in keys[start : start + BATCH]])

    def add(self) -> None:
        """New stories, one at a time."""
        with self._opened() as corpus:
            for key in self._new_keys():
                self._put(corpus, key, 0)

    def bulk(self) -> None:
        """New stories, a file of them at a time."""
        with self._opened() as corpus:
            keys = self._new_keys()
            while True:
                self._add_file(corpus, [(next(keys), 0) for _ in range(BATCH)])

    def update(self) -> None:
        """New texts for stories that are there."""
        with self._opened() as corpus:
            while True:
                key = self.chance.choice(sorted(self.held))
                self._put(corpus, key, self.held[key] + 1)

    def rewrite(self) -> None:
        """New texts for long stories that are there: their passages are superseded while Chroma rewrites."""
        with self._opened() as corpus:
            first = 1_000_000 + self.chance.randrange(4)
            while True:
                for key in range(first, first + 6):
                    self._put(corpus, key, self.held.get(key, -1) + 1)

    def remove(self) -> None:
        """Stories out, one at a time; some new ones in between, so that there is always one."""
        with self._opened() as corpus:
            keys = self._new_keys()
            while True:
                if len(self.held) < BATCH:
                    self._add_file(corpus, [(next(keys), 0) for _ in range(BATCH)])
                key = self.chance.choice(sorted(self.held))
                revision = self.held[key]
                found = corpus.library.lexical(marker(key, revision), Filters(), 1)[0][0]
                self.tell("drop", key=key)
                remove_article(corpus, found.split("-")[0])
                del self.held[key]
                self.tell("dropped", key=key)

    def refresh(self) -> None:
        """A feed that has new stories every time it is asked."""
        site = _Site(self.web)
        # The lease of a process that was killed runs out after five minutes; the rounds do not wait for it.
        world = FeedWorld(FeedPolicy(lease=timedelta(milliseconds=1)), site.network)
        with self._opened() as corpus:
            fetching = Corpus(corpus.library, corpus.index, corpus.embedder, site.network)
            feed, _ = add_feed(f"http://{HOST}:{site.port}/feed", corpus.library, None, world)
            keys = self._new_keys()
            while True:
                site.keys = [next(keys) for _ in range(BATCH)]
                self.tell("listed", keys=site.keys)
                refresh_feed(feed.id, fetching, self._watch, world)

    def reindex(self) -> None:
        """The index anew, from the stored embeddings and with every passage embedded again."""
        self.tell("ready")
        while True:
            reindex(
                self.settings,
                lambda done, _total: self.tell("step", done=done),
                embed_again=self.chance.random() < 0.5,
                embedder=HashedWords(),
            )

    def backup(self) -> None:
        """Backups over one another, while articles come in."""
        with self._opened() as corpus:
            for key in self._new_keys():
                self._put(corpus, key, 0)
                self.tell("backup", held=sorted(self.held.items()))
                backup(self.settings, self.file, True, lambda done, _total: self.tell("step", done=done))
                self.tell("backed up", held=sorted(self.held.items()))

    def restore(self) -> None:
        """A backup over the corpus, again and again, with new stories before each."""
        before = dict(self.held)
        self.tell("backup", held=sorted(before.items()))
        backup(self.settings, self.file, True)
        self.tell("backed up", held=sorted(before.items()))
        while True:
            with self._opened() as corpus:
                for key in islice(self._new_keys(), 3):
                    self._put(corpus, key, 0)
            self.tell("restore", held=sorted(before.items()))
            restore(self.settings, self.file, True, lambda done, _total: self.tell("step", done=done))
            self.tell("restored")
            self.held = dict(before)

    def _opened(self) -> Corpus:
        corpus = Corpus.open(self.settings, HashedWords())
        self.tell("ready")
        return corpus

    def _new_keys(self) -> Iterator[int]:
        key = max((key for key in self.held if key < 1_000_000), default=0)
        while True:
            # Numbers are never used again: what is killed half-way may or may not be there.
            key += self.chance.randrange(1, 50)
            yield key

    def _put(self, corpus: Corpus, key: int, revision: int) -> None:
        self.tell("put", keys=[[key, revision]])
        text, port = text_of(key, revision), self.web.getsockname()[1]
        draft = Draft("-", Article(f"Story {key}", text, "Courier", url=address(key, port)))
        for ingested in ingest_drafts([draft], corpus):
            self._done(key, revision, ingested)

    def _add_file(self, corpus: Corpus, stories: list[tuple[int, int]]) -> None:
        path, port = self.settings.directory.parent / "bulk.jsonl", self.web.getsockname()[1]
        lines = [
            json.dumps({"url": address(key, port), "title": f"Story {key}", "text": text_of(key, revision)})
            for key, revision in stories
        ]
        path.write_text("\n".join(lines))
        self.tell("put", keys=stories)
        for (key, revision), ingested in zip(stories, ingest([str(path)], corpus), strict=True):
            self._done(key, revision, ingested)

    def _watch(self, progress: RefreshProgress) -> None:
        if progress.item is not None:
            self._done(int(progress.item.target.rpartition("/")[2]), 0, progress.item)

    def _done(self, key: int, revision: int, ingested: Ingested) -> None:
        self.held[key] = revision
        self.tell("kept", key=key, revision=revision, outcome=ingested.outcome, reason=ingested.reason)


class _Site:
    """The site of the stories on the loopback, with a feed that lists `keys`."""

    def __init__(self, listening: socket.socket) -> None:
        self.keys: list[int] = []
        self.port: int = listening.getsockname()[1]
        self.network = Network(
            resolve=lambda _host, _port: ["127.0.0.1"],
            allows=lambda _address: True,
            ports=frozenset([self.port]),
            pause=lambda _seconds: None,
        )
        server = ThreadingHTTPServer(("", 0), self._answers(), bind_and_activate=False)
        server.socket.close()
        server.socket, server.daemon_threads = listening, True
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def _answers(self) -> type[BaseHTTPRequestHandler]:
        body: Callable[[str], bytes] = self._body

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = body(self.path)
                self.send_response(200 if page else 404)
                self.send_header("content-type", "application/xml" if self.path == "/feed" else "text/html")
                self.send_header("content-length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Answer

    def _body(self, path: str) -> bytes:
        if path == "/feed":
            items = "".join(
                f"<item><title>Story {key}</title><link>/story/{key}</link></item>" for key in self.keys
            )
            return f'<rss version="2.0"><channel><title>Courier</title>{items}</channel></rss>'.encode()
        key = path.removeprefix("/story/")
        if not key.isdecimal():
            return b""
        paragraphs = "".join(f"<p>{line}</p>" for line in text_of(int(key), 0).split("\n\n"))
        return f"<html><head><title>Story {key}</title></head><body><article>{paragraphs}</article>".encode()
