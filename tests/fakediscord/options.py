"""Filling in a command's options the way Discord's client does, refusing what it would refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import objects
from .objects import Json
from .world import FakeAttachment, FakeChannel, FakeUser, World

SUB_COMMAND, SUB_COMMAND_GROUP, STRING, INTEGER = 1, 2, 3, 4


@dataclass
class Filled:
    """The options of a use, and the objects they speak of."""

    options: list[Json] = field(default_factory=list)
    resolved: Json = field(default_factory=dict)


def fill(
    world: World, command: Json, path: list[str], values: dict[str, Any], focused: str | None = None
) -> Filled:
    """The data of a use of `command`; `path` leads through groups. AssertionError where nobody could."""
    level, kinds = command, []
    for step in path:
        level = _child(level, step)
        kinds.append(level["type"])
    declared = {option["name"]: option for option in level.get("options") or []}
    assert not any(option["type"] in (SUB_COMMAND, SUB_COMMAND_GROUP) for option in declared.values()), (
        f"{command['name']!r} has sub-commands {sorted(declared)}; name one of them"
    )
    unknown = set(values) - set(declared)
    assert not unknown, f"{level['name']!r} has no options {sorted(unknown)}; it has {sorted(declared)}"
    missing = {name for name, option in declared.items() if option.get("required")} - set(values)
    assert focused or not missing, f"{level['name']!r} needs {sorted(missing)}"
    filled = Filled()
    for name, value in values.items():
        filled.options.append(_option(world, filled.resolved, declared[name], value, name == focused))
    for step, kind in zip(reversed(path), reversed(kinds), strict=True):
        filled.options = [{"type": kind, "name": step, "options": filled.options}]
    return filled


def _child(level: Json, name: str) -> Json:
    children: dict[str, Json] = {option["name"]: option for option in level.get("options") or []}
    found = children.get(name)
    assert found is not None, f"{level['name']!r} has no sub-command {name!r}; it has {sorted(children)}"
    return found


def _option(world: World, resolved: Json, declared: Json, value: Any, focused: bool) -> Json:
    option = {"type": declared["type"], "name": declared["name"], "value": value}
    if focused:
        return option | {"focused": True}
    if isinstance(value, FakeAttachment):
        resolved.setdefault("attachments", {})[value.id] = value.payload()
        return option | {"value": value.id}
    if isinstance(value, FakeUser):
        resolved.setdefault("users", {})[value.id] = value.payload()
        member = {key: field for key, field in objects.member({}, value.permissions).items() if key != "user"}
        resolved.setdefault("members", {})[value.id] = member
        return option | {"value": value.id}
    if isinstance(value, FakeChannel):
        payload = world.channels[value.id] | {"permissions": str(objects.MEMBER_PERMISSIONS)}
        resolved.setdefault("channels", {})[value.id] = payload
        return option | {"value": value.id}
    _refuse_impossible(declared, value)
    return option


def _refuse_impossible(declared: Json, value: Any) -> None:
    choices = [choice["value"] for choice in declared.get("choices") or []]
    assert not choices or value in choices, f"{declared['name']!r} offers only {choices}"
    if declared["type"] == STRING:
        assert isinstance(value, str), f"{declared['name']!r} is text"
        assert len(value) <= (declared.get("max_length") or 6000), f"{declared['name']!r} is too long to type"
        assert len(value) >= (declared.get("min_length") or 0), f"{declared['name']!r} is too short to send"
    elif declared["type"] == INTEGER:
        assert isinstance(value, int), f"{declared['name']!r} is a whole number"
        assert declared.get("min_value", value) <= value <= declared.get("max_value", value), "out of range"
