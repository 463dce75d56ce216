"""Discord's limits that its description does not hold; checked on every request, with or without the file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from . import objects
from .actor import components_of
from .handle import DEFERRED, MESSAGE, MODAL, UPDATE
from .objects import Json
from .record import Recorded, path_matches

CONTENT, EMBEDS_TOTAL, CHOICES, TEXT_TOTAL, COMPONENTS_TOTAL, ROWS = 2000, 6000, 25, 4000, 40, 5
FILES, FILE_BYTES, COMMAND_TOTAL = 10, 10 * 1024 * 1024, 8000
_NAME = re.compile(r"[-_'\w]{1,32}")
_LAID_OUT = {9, 10, 11, 12, 13, 14, 17}


def problems(recorded: Recorded) -> list[str]:
    """What Discord would refuse about a request although its description allows it."""
    body = recorded.body
    if recorded.method == "PUT" and path_matches(recorded.path, "/applications/**commands"):
        return list(_commands(body or []))
    if not isinstance(body, dict):
        return []
    if path_matches(recorded.path, "/interactions/*/*/callback"):
        return list(_callback(body, recorded))
    if (
        path_matches(recorded.path, "/**/messages")
        or path_matches(recorded.path, "/**/messages/*")
        or path_matches(recorded.path, "/webhooks/*/*")
    ):
        found = list(_message(body, recorded))
        return found + list(_empty(body, recorded) if recorded.method == "POST" else [])
    return []


def _empty(body: Json, recorded: Recorded) -> Iterator[str]:
    shown = ("content", "embeds", "components", "poll", "sticker_ids")
    if not recorded.files and not any(body.get(key) for key in shown):
        yield "a message cannot be empty"


def _callback(body: Json, recorded: Recorded) -> Iterator[str]:
    data = body.get("data") or {}
    choices = data.get("choices") or []
    if len(choices) > CHOICES:
        yield f"choices are more than {CHOICES} ({len(choices)})"
    for choice in choices:
        if not 1 <= len(choice.get("name", "")) <= 100 or len(str(choice.get("value", ""))) > 100:
            yield f"a choice's name and value have 1 to 100 characters: {choice!r}"
    if body.get("type") == DEFERRED and (data.get("flags") or 0) & ~objects.EPHEMERAL:
        yield "a deferral takes only the ephemeral flag"
    if body.get("type") == MODAL:
        yield from _ids(data.get("components") or [])
        if len(data.get("components") or []) > ROWS:
            yield f"a modal has at most {ROWS} rows"
    elif body.get("type") in (MESSAGE, UPDATE):
        yield from _message(data, recorded)
    if body.get("type") == MESSAGE:
        yield from _empty(data, recorded)


def _message(body: Json, recorded: Recorded) -> Iterator[str]:
    if len(body.get("content") or "") > CONTENT:
        yield f"content is longer than {CONTENT} ({len(body['content'])})"
    yield from _embeds(body.get("embeds") or [])
    yield from _components(body)
    yield from _files(body, recorded)


def _embeds(embeds: list[Json]) -> Iterator[str]:
    total = sum(len(text) for embed in embeds for text in _texts(embed))
    if total > EMBEDS_TOTAL:
        yield f"all embeds together are longer than {EMBEDS_TOTAL} ({total})"
    for number, embed in enumerate(embeds):
        for index, field in enumerate(embed.get("fields") or []):
            if not (field.get("name") or "").strip() or not (field.get("value") or "").strip():
                yield f"embeds.{number}.fields.{index}: a field needs a name and a value"


def _texts(embed: Json) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""
    for field in embed.get("fields") or []:
        yield from (field.get("name") or "", field.get("value") or "")


def _components(body: Json) -> Iterator[str]:
    top: list[Json] = body.get("components") or []
    every = components_of(top)
    laid_out = bool((body.get("flags") or 0) & objects.COMPONENTS_V2)
    yield from _ids(top)
    yield from itertools.chain.from_iterable(_button(one) for one in every if one.get("type") == 2)
    if len(every) > COMPONENTS_TOTAL:
        yield f"components are more than {COMPONENTS_TOTAL} ({len(every)})"
    if laid_out and (body.get("content") or body.get("embeds") or body.get("poll")):
        yield "a message with Components V2 has no content, embeds or poll"
    if not laid_out and len(top) > ROWS:
        yield f"components are more than {ROWS} rows ({len(top)})"
    if not laid_out and any(one.get("type") in _LAID_OUT for one in top):
        yield "layout components need the Components V2 flag"
    text = sum(len(one.get("content") or "") for one in every if one.get("type") == 10)
    if text > TEXT_TOTAL:
        yield f"text in all components is longer than {TEXT_TOTAL} ({text})"
    for row in (one for one in every if one.get("type") == 1):
        kinds = [one.get("type") for one in row.get("components") or []]
        if len(kinds) > 5 or (len(kinds) > 1 and any(kind != 2 for kind in kinds)):
            yield "a row holds five buttons or one select"


def _ids(components: list[Json]) -> Iterator[str]:
    seen = [one["custom_id"] for one in components_of(components) if one.get("custom_id")]
    for twice in sorted({one for one in seen if seen.count(one) > 1}):
        yield f"custom_id {twice!r} is there twice"


def _button(button: Json) -> Iterator[str]:
    given = [key for key in ("custom_id", "url", "sku_id") if button.get(key)]
    if len(given) != 1 or (button.get("style") == 5) != (given == ["url"]):
        yield f"a button has either a custom_id or, with style 5, a link: {button!r}"
    if not button.get("label") and not button.get("emoji") and button.get("style") != 6:
        yield "a button needs a label or an emoji"


def _files(body: Json, recorded: Recorded) -> Iterator[str]:
    if len(recorded.files) > FILES:
        yield f"files are more than {FILES} ({len(recorded.files)})"
    if sum(len(file.data) for file in recorded.files.values()) > FILE_BYTES:
        yield f"files are larger than {FILE_BYTES} bytes"
    listed = {
        f"files[{attachment['id']}]" for attachment in body.get("attachments") or [] if "id" in attachment
    }
    for name in sorted(set(recorded.files) - listed):
        yield f"{name} is not among the attachments"


def _commands(commands: list[Json]) -> Iterator[str]:
    names = [(command.get("type") or 1, command.get("name")) for command in commands]
    for kind, name in sorted({one for one in names if names.count(one) > 1}, key=str):
        yield f"command {name!r} of type {kind} is registered twice"
    for command in commands:
        name = str(command.get("name"))
        if (command.get("type") or 1) == 1:
            if not _NAME.fullmatch(name) or name != name.lower():
                yield f"command {name!r} is not a lower-case word"
            if not command.get("description"):
                yield f"command {name!r} has no description"
        if (size := _length(command)) > COMMAND_TOTAL:
            yield f"command {name!r} is longer than {COMMAND_TOTAL} ({size})"
        yield from _options(command)


def _options(level: Json) -> Iterator[str]:
    options: list[Json] = level.get("options") or []
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{level['name']!r}: required options come first"
    for option in options:
        if option.get("autocomplete") and option.get("choices"):
            yield f"option {option['name']!r} has choices and autocomplete"
        yield from _options(option)


def _length(level: Any) -> int:
    own = (
        len(level.get("name") or "")
        + len(level.get("description") or "")
        + len(str(level.get("value") or ""))
    )
    return own + sum(_length(below) for below in (level.get("options") or []) + (level.get("choices") or []))
