"""What a page's JSON-LD says: the story it describes, or that it is a list. Survives any shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from corpus.extract.found import Found, moment, name, tidy
from corpus.links import canonical_link
from corpus.words import count_words

_STORY_TYPES = re.compile(r"(?:Article|Posting|Report|CreativeWork)$")
_LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList"})
_LONGEST_JSON = 1_000_000
_PAGES = ("@graph", "mainEntity", "mainEntityOfPage")

Thing = dict[str, Any]


def from_json_ld(tree: Any, url: str) -> Found:
    """The story that is at this address, else the first one of those described.

    A page that calls itself a list, and describes no story, is a listing.
    """
    things = [thing for script in tree.xpath("//script[@type]") for thing in _things(script)]
    stories = [thing for thing in things if _is_story(thing)]
    if not stories:
        return Found(listing=any(not _LIST_TYPES.isdisjoint(_kinds(thing)) for thing in things))
    here = canonical_link(url)
    story = next((thing for thing in stories if here in _addresses(thing)), stories[0])
    named = {thing["@id"]: thing for thing in things if _has_name(thing)}
    site = next((thing for thing in things if "WebSite" in _kinds(thing)), {})
    return Found(
        title=tidy(story.get("headline") or story.get("name")),
        publisher=_names(story.get("publisher"), named) or _names(site.get("name"), named),
        author=_names(story.get("author"), named),
        published_at=moment(story.get("datePublished")),
        updated_at=moment(story.get("dateModified")),
        free=str(story.get("isAccessibleForFree", True)).lower() != "false",
        declared=True,
        words=count_words(tidy(story.get("articleBody")) or ""),
    )


def _is_story(thing: Thing) -> bool:
    typed = any(_STORY_TYPES.search(kind) for kind in _kinds(thing))
    return typed and any(thing.get(key) for key in ("headline", "datePublished", "articleBody"))


def _has_name(thing: Thing) -> bool:
    return isinstance(thing.get("@id"), str) and bool(thing.get("name"))


def _kinds(thing: Thing) -> list[str]:
    return _strings(thing.get("@type"))


def _addresses(thing: Thing) -> set[str]:
    page = thing.get("mainEntityOfPage")
    given = [thing.get("url"), thing.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return {canonical_link(text.partition("#")[0]) for value in given for text in _strings(value)}


def _things(script: Any) -> Iterator[Thing]:
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
            waiting += [thing[key] for key in _PAGES if key in thing]


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _names(value: object, named: dict[str, Thing]) -> str | None:
    """The names of the people or bodies that a JSON-LD value stands for; links are not names."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name") or named.get(str(item.get("@id")), {}).get("name")
        for plain in map(name, _strings(item)):
            if plain and plain not in found:
                found.append(plain)
    return ", ".join(found) or None
