"""What is said to a site, and how its answers about time and change are read. Pure."""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import metadata

import httpx

from corpus.fetch.body import ENCODINGS, Kind
from corpus.models import Validators

_ACCEPTED = {
    Kind.PAGE: "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
    Kind.FEED: "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, text/html;q=0.5, */*;q=0.1",
}
_LONGEST_VALIDATOR = 1_000
_MOST_COOKIES = 50
_LONGEST_REST = 604_800.0


def of_visit(contact: str | None) -> dict[str, str]:
    """What every request of a visit says: who asks, and where to reach them."""
    return {
        "User-Agent": _name(contact),
        "Accept-Encoding": ENCODINGS,
        "Accept-Language": "en, *;q=0.5",
    }


@lru_cache
def _name(contact: str | None) -> str:
    project = metadata("byline")
    pages = [entry.partition(",")[2].strip() for entry in project.get_all("Project-URL") or []]
    about = "; ".join(f"+{place}" for place in (contact, *pages[:1]) if place)
    return f"Byline/{project['version']} ({about or 'reads news that its user adds'})"


def of_page(kind: Kind, validators: Validators) -> dict[str, str]:
    """What a request for a page adds: what would be read, and what is held of it already."""
    said = {
        "Accept": _ACCEPTED[kind],
        "If-None-Match": _clean(validators.etag),
        "If-Modified-Since": _clean(validators.last_modified),
    }
    return {name: value for name, value in said.items() if value}


def validators_of(headers: httpx.Headers) -> Validators:
    """What an answer gives to ask with next time."""
    return Validators(_clean(headers.get("etag")), _clean(headers.get("last-modified")))


def _clean(value: str | None) -> str | None:
    """A value that may be stored and said again: one line of plain characters."""
    fit = value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR
    return value if fit else None


def cookies_of(headers: httpx.Headers) -> dict[str, str]:
    """The cookies that an answer sets, `name=value` by name, to be sent back during this visit.

    Their domains, paths and dates do not matter: none goes to another site, and none is kept. Python's own
    cookie jar minds all of them, and fails or warns over hostile ones.
    """
    pairs = [said.partition(";")[0].strip() for said in headers.get_list("set-cookie")[:_MOST_COOKIES]]
    return {pair.partition("=")[0]: pair for pair in pairs if "=" in pair and _clean(pair)}


def seconds_asked(headers: httpx.Headers) -> float | None:
    """How long a busy site asks to be left alone, at most a week; `None` if it does not say."""
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdecimal():
        return min(float(asked), _LONGEST_REST)
    try:
        moment = email.utils.parsedate_to_datetime(asked)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), _LONGEST_REST)
