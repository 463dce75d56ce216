"""What one embed shows, as plain data that can be checked before Discord sees it.  [pure]"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.limits import (
    ALT_TEXT,
    DESCRIPTION,
    EMBEDS_IN_ALL,
    FIELD_NAME,
    FIELD_VALUE,
    FIELDS,
    FOOTER,
    TITLE,
    units,
)

# Colour is decoration only: every card says in words what it is.
ANSWERED = 0x3B6EA5
REFUSED = 0x7A7F87


@dataclass(frozen=True, slots=True)
class Field:
    """A titled part of a card."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that is sent with a card and shown in it."""

    name: str
    """The file's name, such as `timeline.png`: letters and digits, so that the card can refer to it."""
    data: bytes
    description: str
    """What it shows, in words, for who cannot see it; at most `ALT_TEXT` units."""


@dataclass(frozen=True, slots=True)
class Card:
    """One embed. Texts are Discord markdown, the footer is plain."""

    description: str
    title: str | None = None
    fields: tuple[Field, ...] = ()
    footer: str | None = None
    colour: int = ANSWERED
    picture: Picture | None = None

    @property
    def size(self) -> int:
        """What Discord counts towards the limit over all embeds of a message, in UTF-16 units."""
        texts = [self.title, self.description, self.footer]
        texts += [text for field in self.fields for text in (field.name, field.value)]
        return sum(units(text) for text in texts if text)

    def problems(self) -> list[str]:
        """Each limit of Discord's that the card breaks, in words; empty for a card that can be sent."""
        measured = [
            ("title", units(self.title or ""), TITLE),
            ("description", units(self.description), DESCRIPTION),
            ("fields", len(self.fields), FIELDS),
            ("footer", units(self.footer or ""), FOOTER),
            ("the whole", self.size, EMBEDS_IN_ALL),
        ]
        measured += [("a field's name", units(field.name), FIELD_NAME) for field in self.fields]
        measured += [("a field's value", units(field.value), FIELD_VALUE) for field in self.fields]
        found = [f"{what} has {size}, the limit is {limit}" for what, size, limit in measured if size > limit]
        if self.picture and units(self.picture.description) > ALT_TEXT:
            found.append(f"the picture's description has more than {ALT_TEXT}")
        if any(not field.name or not field.value for field in self.fields):
            found.append("a field is empty")
        return found

    def to_dict(self) -> dict[str, Any]:
        """The embed as Discord's API takes it."""
        payload: dict[str, Any] = {"type": "rich", "description": self.description, "color": self.colour}
        if self.title:
            payload["title"] = self.title
        if self.fields:
            payload["fields"] = [
                {"name": field.name, "value": field.value, "inline": False} for field in self.fields
            ]
        if self.footer:
            payload["footer"] = {"text": self.footer}
        if self.picture:
            payload["image"] = {"url": f"attachment://{self.picture.name}"}
        return payload


def fields_of(name: str, lines: Iterable[str], most: int) -> tuple[Field, ...]:
    """The lines under one name, in up to `most` fields split at line ends.

    Each line must fit into a field. Where they are too many, the last line says how many are left out.
    """
    blocks: list[list[str]] = []
    left_out = 0
    for line in lines:
        if left_out:
            left_out += 1
        elif blocks and units("\n".join([*blocks[-1], line])) <= FIELD_VALUE:
            blocks[-1].append(line)
        elif len(blocks) < most:
            blocks.append([line])
        else:
            left_out = 1
    if left_out:
        _say_left_out(blocks[-1], left_out)
    names = [name, *[f"{name} (continued)"] * len(blocks)]
    return tuple(Field(name, "\n".join(block)) for name, block in zip(names, blocks, strict=False))


def _say_left_out(block: list[str], count: int) -> None:
    while units("\n".join([*block, f"… and {count} more"])) > FIELD_VALUE:
        block.pop()
        count += 1
    block.append(f"… and {count} more")
