"""What Discord takes and some people could not use: looked for in every request of every test of the bot."""

from __future__ import annotations

from collections.abc import Iterator

from .actor import components_of
from .objects import Json
from .record import Recorded

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def unspoken(recorded: Recorded) -> list[str]:
    """What of a request says nothing to who hears it read out, or sees no colours."""
    body = recorded.body
    if not isinstance(body, dict):
        return []
    shown = body["data"] if isinstance(body.get("data"), dict) else body
    return [*_buttons(shown), *_pictures(shown, recorded)]


def _buttons(shown: Json) -> Iterator[str]:
    for one in components_of(shown.get("components") or []):
        label = str(one.get("label") or "")
        if one.get("type") == 2 and not any(letter.isalpha() for letter in label):
            yield f"a button says nothing in words: {one.get('custom_id')!r}"


def _pictures(shown: Json, recorded: Recorded) -> Iterator[str]:
    described = {str(one.get("id")): one.get("description") for one in shown.get("attachments") or []}
    for name, file in recorded.files.items():
        number = name.removeprefix("files[").removesuffix("]")
        if file.filename.lower().endswith(_PICTURES) and not (described.get(number) or "").strip():
            yield f"{file.filename} is a picture without a description"
