"""RSS and Atom read by feedparser, in a process of its own.  [the only feedparser]

Started as a program by `corpus.feeds.syndication` with the feed on standard input; imports nothing of ours,
so that it starts quickly. A feed that keeps feedparser busy for minutes, or fills the memory, ends it.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import re
import sys
import time
from typing import Any

Said = dict[str, Any]

_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]{1,20}|[0-9]{1,20});")
# Minutes in each of the periods of RSS's syndication module.
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


def parse(content: bytes, address: str, content_type: str) -> Said:
    """What feedparser finds: `kind` (empty if it is no feed), `title`, `site`, `minutes` and `entries`."""
    import feedparser

    headers = {"content-location": address, "content-type": content_type}
    # An empty text makes feedparser stumble; white space is read as no feed.
    found = feedparser.parse(
        _REFERENCE.sub(_whole, content) or b" ",
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed, entries = found.get("feed") or {}, found.get("entries") or []
    version = str(found.get("version") or ("rss" if entries else ""))
    return {
        "kind": "atom" if version.startswith("atom") else "rss" if version else "",
        "title": _words(feed, "title"),
        "site": _words(feed, "link"),
        "minutes": _minutes(feed),
        "entries": [_entry(entry) for entry in entries],
    }


def _whole(reference: re.Match[bytes]) -> bytes:
    """A reference to a character, if there is one of that number: feedparser falls over `&#xD800;`."""
    number = int(reference[1][1:], 16) if reference[1][:1] in b"xX" else int(reference[1])
    return reference[0] if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else b"?"


def _entry(entry: Said) -> Said:
    identity = _words(entry, "id")
    link = _words(entry, "feedburner_origlink") or _words(entry, "link")
    if not link and identity and identity.startswith(("http://", "https://")):
        link = identity
    source = dict.get(entry, "source")
    contents = dict.get(entry, "content") or []
    told = [_words(entry, "title"), _words(entry, "summary"), *(_words(one, "value") for one in contents)]
    return {
        "id": identity,
        "link": link,
        "title": _words(entry, "title"),
        "publisher": _words(source, "title") if isinstance(source, dict) else None,
        "published": _seconds(entry, "published_parsed"),
        "updated": _seconds(entry, "updated_parsed"),
        "told": hashlib.sha256("\n".join(word or "" for word in told).encode("utf-8", "replace")).hexdigest(),
    }


def _words(said: Said, field: str) -> str | None:
    # dict.get: feedparser's own looks for fields under other names, and warns about it.
    value = dict.get(said, field)
    return value if isinstance(value, str) else None


def _seconds(entry: Said, field: str) -> int | None:
    value = dict.get(entry, field)
    try:
        return calendar.timegm(value) if isinstance(value, time.struct_time) else None
    except (ValueError, OverflowError):
        return None


def _minutes(feed: Said) -> float | None:
    """How often the feed says that it is worth asking."""
    try:
        if lives := _words(feed, "ttl"):
            return float(lives)
        period = _PERIODS.get((_words(feed, "sy_updateperiod") or "").strip().lower())
        return period / max(float(_words(feed, "sy_updatefrequency") or 1), 1e-3) if period else None
    except ValueError:
        return None


def _bound() -> None:
    """A gigabyte and half a minute of processor time, where the system can hold us to it."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, 1 << 30), (resource.RLIMIT_CPU, 30)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (allowed, hard))
        except (ValueError, OSError):
            continue


def main() -> None:
    """Read the feed on standard input; `argv`: its address and its content type."""
    _bound()
    said = parse(sys.stdin.buffer.read(), sys.argv[1], sys.argv[2])
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
