"""Mutates well-formed pages, feeds, files and questions, and looks for what a parser does not survive.

    .venv/bin/python -m benchmarks.fuzz --seconds 600

Whatever a parser of foreign bytes is given, it returns something or raises an error that this program knows,
in bounded time. What is found is written beside the table with the seed that makes it again; the suite runs a
short form of this. Any bytes at all are tried by the parsers' own tests; here most of each input is well
formed, so that the mutation gets past the first check.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from corpus import (
    Article,
    CorpusError,
    CorpusSettings,
    Draft,
    Hints,
    Library,
    Page,
    backup,
    read_bytes,
    restore,
)
from corpus.extract import extract
from corpus.feeds.jsonfeed import read_json_feed
from corpus.feeds.parse import parse
from corpus.feeds.sitemap import read_sitemap
from corpus.feeds.syndication import document
from corpus.fetch.robots import rules_from
from retrieval.answerer import MAX_QUESTION
from retrieval.parts import parts_of
from retrieval.question import kind_of
from retrieval.understanding.constraints import constraints_of

ADDRESS = "https://news.example/story/1"
SLOW = 10.0
"""Seconds: nothing of some thousand bytes may take as long."""
_NOON = datetime(2024, 9, 10, 12, tzinfo=UTC)
_TEXT = "A ferry ran aground off Port Ellery on Monday. Seventeen passengers were hurt, the coast guard said."
_PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry aground</title>
<meta property="article:published_time" content="2024-09-10T14:02:00+02:00">
<link rel="canonical" href="/story/1"><script type="application/ld+json">
{{"@type":"NewsArticle","headline":"Ferry aground","author":[{{"name":"A. Brandt"}}],
"datePublished":"2024-09-10","publisher":{{"@id":"#us"}},"@graph":[{{"@id":"#us","name":"Ledger"}}]}}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Ferry aground</h1><p>{_TEXT}</p>
<table><tr><td>{_TEXT}</td></tr></table><p style="display:none">{_TEXT}</p><p>{_TEXT} {_TEXT}</p></article>
</body></html>"""
_STORY = f"Ferry aground\n\nBy A. Brandt\n\nPORT ELLERY (AP) - {_TEXT}\n\n{_TEXT}"
_LINE = json.dumps(
    {
        "url": ADDRESS,
        "title": "Ferry",
        "text": f"{_TEXT}\n\n{_TEXT}",
        "publisher": "Ledger",
        "author": None,
        "published_at": "2024-09-10T14:02:00+00:00",
        "updated_at": None,
    }
)
_FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Ledger</title>
<ttl>30</ttl>
<item><title>Ferry &amp; co</title><link>/story/1</link><guid isPermaLink="false">7</guid>
<pubDate>Tue, 10 Sep 2024 14:02:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description></item>
</channel></rss>"""
_SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://a.example/1</loc><lastmod>2024-09-10T14:02:00Z</lastmod></url><url><loc>/2</loc></url>
</urlset>"""
_JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Ledger", "items": [
{"id": "7", "url": "/story/1", "title": "Ferry", "date_published": "2024-09-10T14:02:00Z"}]}"""
_ROBOTS = "User-agent: *\nDisallow: /private/*$\nAllow: /\nCrawl-delay: 3\nSitemap: https://a.example/s.xml\n"
_QUESTION = (
    "According to AP and the Guardian, how many were hurt since 3 May 2024, or last week (as of June)?"
)

# What breaks parsers: what opens and never closes, numbers and dates out of range, characters of two worlds.
_HOSTILE: tuple[bytes, ...] = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\\ud800",
        b"\xe2\x80\xae",
        b"%00",
        b" " * 2000,
    ),
    *(
        b"&#xD800;",
        b"&#0;",
        b"&#99999999999;",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    ),
    *(b"<script>", b"</", b"<svg>", b"<p>" * 300, b"[" * 500, b"{" * 500, b'{"a":' * 200),
    *(b"1e999", b"-1", b"9" * 400, b"NaN", b"null", b"[]", b"{}", b'""'),
    *(
        b"0000-00-00",
        b"9999-12-31T23:59:59-23:59",
        b"0001-01-01",
        b"31 February 2024",
        b"+99:99",
        b"12/13/14",
    ),
    *(b"http://[::1", b"//", b"javascript:x", b"data:,x", b"https://a.example:99999/"),
)


def mutate(content: bytes, chance: random.Random) -> bytes:
    """The same with a few places changed: bytes hostile, gone, doubled, moved or flipped."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 4, 20, 200)))
        way = chance.randrange(6)
        if way == 0:
            data[start:end] = chance.choice(_HOSTILE)
        elif way == 1:
            del data[start:end]
        elif way == 2:
            data[start:start] = data[start:end] * chance.choice((1, 2, 50))
        elif way == 3:
            data[start:end] = chance.randbytes(end - start)
        elif way == 4:
            data[start:start] = chance.choice(_HOSTILE)
        else:
            del data[start:]
    return bytes(data)


def _extract(content: bytes) -> None:
    extract(Page(ADDRESS, content, "text/html", None, _NOON))


def _read(name: str) -> Callable[[bytes], None]:
    def read(content: bytes) -> None:
        for one in read_bytes(name, content, Hints()):
            if isinstance(one, Draft):
                _check(one.article)

    return read


def _check(article: Article) -> None:
    if not (article.title and article.text and article.content_hash):
        raise ValueError("an article without a title or a text")
    if article.published_at and article.published_at.tzinfo is None:
        raise ValueError("a date without a zone")


def _feed(content: bytes) -> None:
    said = {}
    with suppress(Exception):
        # It runs in a process of its own, where whatever it raises is a refusal.
        said = parse(content, ADDRESS, "application/xml")
    if said.get("kind"):
        document(said, ADDRESS)


def _question(content: bytes) -> None:
    words = content.decode("utf-8", "replace")[:MAX_QUESTION]
    kind_of(words)
    parts_of(words)
    constraints_of(words, _NOON, ["AP", "The Guardian", "Harbour Ledger"], _NOON)


def _robots(content: bytes) -> None:
    rules_from(200, content)


def _restore(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        file, settings = Path(place, "fuzzed.backup"), CorpusSettings(Path(place, "corpus"))
        file.write_bytes(content)
        restore(settings, file)
        with Library.open(settings.directory) as library:
            library.integrity()


def _backed_up() -> bytes:
    with tempfile.TemporaryDirectory() as place:
        settings, file = CorpusSettings(Path(place, "corpus")), Path(place, "one.backup")
        Library.open(settings.directory).close()
        backup(settings, file)
        return file.read_bytes()


PARSERS: dict[str, tuple[Callable[[bytes], None], Callable[[], bytes]]] = {
    "html": (_extract, _PAGE.encode),
    "text": (_read("story.txt"), _STORY.encode),
    "jsonl": (_read("bulk.jsonl"), f"{_LINE}\n{_LINE}\n".encode),
    "json": (_read("one.json"), f"[{_LINE}]".encode),
    "saved page": (_read("saved.html"), _PAGE.encode),
    "feed": (_feed, _FEED.encode),
    "sitemap": (lambda content: void(read_sitemap(content, ADDRESS)), _SITEMAP.encode),
    "json feed": (lambda content: void(read_json_feed(content, ADDRESS)), _JSON_FEED.encode),
    "robots": (_robots, _ROBOTS.encode),
    "question": (_question, _QUESTION.encode),
    "backup": (_restore, _backed_up),
}
"""For each parser what runs it, and something well formed."""


def void(_: object) -> None:
    """What a parser returns is not looked at."""


def trouble(kind: str, content: bytes, slow: float = SLOW) -> str | None:
    """What is wrong with how a parser takes this; errors that the program knows are right.

    `slow` are the seconds of processor time that it may take.
    """
    began = time.process_time()
    try:
        PARSERS[kind][0](content)
    except CorpusError:
        pass
    except Exception as error:  # noqa: BLE001 (this is what is looked for)
        return f"{type(error).__name__}: {error}"
    seconds = time.process_time() - began
    return f"took {seconds:.0f} s" if seconds > slow else None


def main() -> int:
    """Mutate for some time; 1 if anything was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    seeds = {kind: make() for kind, (_, make) in PARSERS.items()}
    until, number, tried, bad = time.monotonic() + options.seconds, options.seed, Counter[str](), 0
    while time.monotonic() < until:
        for kind, content in seeds.items():
            found = trouble(kind, mutate(content, random.Random(number)))
            tried[kind] += 1
            if found:
                bad += 1
                print(f"{kind}, seed {number}: {found}", flush=True)
        number += 1
    print(", ".join(f"{count:,} × {kind}" for kind, count in tried.items()), f"{bad} found", sep="; ")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
