"""What Discord makes of the embeds and components a bot sends: numbered, with defaults, media resolved."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator

from . import objects
from .objects import Json

# What an answer always has, by component type.
_DEFAULTS: dict[int, Json] = {
    3: {"min_values": 1, "max_values": 1},
    11: {"description": None, "spoiler": False},
    13: {"name": None, "size": None, "spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}


def complete_components(components: list[Json], files: list[Json]) -> list[Json]:
    """The components as a message shows them; `files` are its attachments, for `attachment://` links."""
    completed = copy.deepcopy(components)
    numbers = itertools.count(1)
    for component in _every(completed):
        component["id"] = component.get("id") or next(numbers)
        for key, value in _DEFAULTS.get(component["type"], {}).items():
            component.setdefault(key, value)
        for part in [component, *(component.get("options") or [])]:
            if part.get("emoji"):
                part["emoji"] = {key: value for key, value in part["emoji"].items() if value is not None}
        for item in component.get("items") or []:
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
            item["media"] = _unfurled(item["media"], files)
        for key in ("media", "file"):
            if key in component:
                component[key] = _unfurled(component[key], files)
    return completed


def complete_embeds(embeds: list[Json], files: list[Json]) -> list[Json]:
    """The embeds as a message shows them."""
    completed = copy.deepcopy(embeds)
    for embed in completed:
        embed.setdefault("type", "rich")
        for field in embed.get("fields") or []:
            field.setdefault("inline", False)
        for key in ("image", "thumbnail"):
            if embed.get(key):
                embed[key] |= {
                    "url": _link(embed[key]["url"], files),
                    "proxy_url": _link(embed[key]["url"], files),
                }
    return completed


def _every(components: list[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        below = [component.get("accessory"), component.get("component"), *(component.get("components") or [])]
        yield from _every([one for one in below if one])


def _unfurled(media: Json, files: list[Json]) -> Json:
    link = _link(media["url"], files)
    return media | {"id": objects.snowflake(), "url": link, "proxy_url": link}


def _link(url: str, files: list[Json]) -> str:
    named = {f"attachment://{file['filename']}": file["url"] for file in files}
    found: str = named.get(url, url)
    return found
