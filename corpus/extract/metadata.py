"""What a page says about its story, the most reliable first: JSON-LD, meta elements, `<time>`."""

from __future__ import annotations

import email.utils
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from corpus.models import Hints

_STORY_TYPES = re.compile(r"(?:Article|Posting|Report|CreativeWork)$")
_LONGEST_JSON = 1_000_000
_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "application-name")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "byl")
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "pubdate",
    "publishdate", "date", "dc.date.issued", "dc.date", "sailthru.date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dc.date.modified")


@dataclass(frozen=True, slots=True)
class Found:
    """What one place on a page, or all of them, say about the story; `None` where it is silent."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    free: bool = True
    """False if the publisher says that the whole story is for subscribers only."""

    def or_else(self, other: Found) -> Found:
        """This, with its gaps filled from another place."""
        values = {f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)}
        return Found(**(values | {"free": self.free and other.free}))

    def under(self, hints: Hints) -> Found:
        """This, overruled by what the person who adds the story says."""
        said = Found(hints.title, hints.publisher, hints.author, hints.published_at)
        return said.or_else(self)


def metadata(tree: Any) -> Found:
    """Everything the page's own marks say about the story."""
    return from_json_ld(tree).or_else(_from_meta(tree)).or_else(_from_times(tree))


def moment(text: object) -> datetime | None:
    """A time as pages write it, in UTC; a bare date means its midnight, anything else nothing."""
    if not isinstance(text, str):
        return None
    text = text.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = email.utils.parsedate_to_datetime(text)
        except ValueError:
            return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


def from_json_ld(tree: Any) -> Found:
    """The first story that the page's JSON-LD describes."""
    things = [thing for script in tree.xpath("//script[@type]") for thing in _things(script)]
    named = {
        thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str) and thing.get("name")
    }
    for thing in things:
        if any(_STORY_TYPES.search(kind) for kind in _strings(thing.get("@type"))) and _story_like(thing):
            return Found(
                title=tidy(thing.get("headline") or thing.get("name")),
                publisher=_names(thing.get("publisher"), named),
                author=_names(thing.get("author"), named),
                published_at=moment(thing.get("datePublished")),
                updated_at=moment(thing.get("dateModified")),
                free=str(thing.get("isAccessibleForFree", True)).lower() != "false",
            )
    return Found()


def _story_like(thing: dict[str, Any]) -> bool:
    return bool(thing.get("headline") or thing.get("datePublished") or thing.get("articleBody"))


def _things(script: Any) -> Iterator[dict[str, Any]]:
    """The objects in a script of JSON-LD, those inside lists, graphs and pages too."""
    text = (script.text or "").strip()
    if "ld+json" not in script.get("type", "").lower() or not 0 < len(text) <= _LONGEST_JSON:
        return
    text = re.sub(r"^(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>$", "", text)
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting = [*thing, *waiting]
        elif isinstance(thing, dict):
            yield thing
            waiting += [thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing]


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _names(value: object, named: dict[str, dict[str, Any]]) -> str | None:
    """The names of the people or bodies that a JSON-LD value stands for; links are not names."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name") or named.get(str(item.get("@id")), {}).get("name")
        for name in _strings(item):
            plain = tidy(name)
            if plain and "://" not in plain and plain not in found:
                found.append(plain)
    return ", ".join(found) or None


def tidy(value: object) -> str | None:
    """One line of plain text: character references resolved, white space folded."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"<[^>]{1,200}>", "", html.unescape(value))
    return " ".join(text.split()) or None


def _from_meta(tree: Any) -> Found:
    said: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = tidy(element.get("content"))
        if name and content:
            said.setdefault(name, content)
    authors = (said[name] for name in _AUTHORS if name in said)
    return Found(
        title=next((said[name] for name in _TITLES if name in said), None),
        publisher=next((said[name] for name in _PUBLISHERS if name in said), None),
        author=next((author for author in authors if "://" not in author), None),
        published_at=next((found for name in _PUBLISHED if (found := moment(said.get(name)))), None),
        updated_at=next((found for name in _UPDATED if (found := moment(said.get(name)))), None),
    )


def _from_times(tree: Any) -> Found:
    """The first `<time>` that is marked as the story's own; an unmarked one only heading an article."""
    marked = "//time[@itemprop='datePublished' or @pubdate or contains(@class, 'publish')]/@datetime"
    unmarked = (
        "//article//header//time/@datetime | //article/time/@datetime | //h1/following::time[1]/@datetime"
    )
    times = [*tree.xpath(marked), *tree.xpath(unmarked)]
    changed = tree.xpath("//time[@itemprop='dateModified' or contains(@class, 'update')]/@datetime")
    return Found(
        published_at=next((found for text in times if (found := moment(text))), None),
        updated_at=next((found for text in changed if (found := moment(text))), None),
    )
