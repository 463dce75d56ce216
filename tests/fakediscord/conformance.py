"""Requests and answers against Discord's published description of its API (OpenAPI 3.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from .record import Recorded

_DOCUMENT = "urn:discord"
_BOOLEANS = {"0", "1", "true", "false"}
_METHODS = {"get", "put", "post", "patch", "delete"}

# What Discord's documentation has and its description has not, and discord.py sends.
_UNDESCRIBED = ("flags", "nsfw", "tts")

formats = FormatChecker(formats=())


@formats.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri", raises=ValueError)
def _is_link(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    if parts.scheme == "attachment":
        return bool(parts.netloc or parts.path)
    return (
        parts.scheme in ("http", "https", "discord") and bool(parts.hostname) and not re.search(r"\s", value)
    )


class Conformance:
    """Checks against one description; `problems` are sentences, none where all is well."""

    def __init__(self, document: dict[str, Any]) -> None:
        # Discord takes a number wherever it documents a snowflake as text, and discord.py sends some so.
        document["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
        _close_requests(document)
        self.document = document
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)
        self._validators: dict[str, Draft202012Validator] = {}
        # Templates with the fewest placeholders first: "@original" goes before {message_id}.
        templates = sorted(document["paths"], key=lambda path: path.count("{"))
        self._templates = [(re.compile(re.sub(r"\{\w+\}", "([^/]+)", path)), path) for path in templates]

    @classmethod
    def load(cls, path: Path) -> Conformance:
        """The checks of a file, read once for all tests of a run."""
        return _load(path)

    def problems(self, recorded: Recorded) -> list[str]:
        """What is wrong with a request."""
        template = self._template(recorded.path)
        operation = self.document["paths"].get(template, {}).get(recorded.method.lower())
        if operation is None:
            return ["Discord has no such route"]
        found = list(self._query_problems(template, operation, recorded))
        body = operation.get("requestBody")
        if body is None:
            return [*found, "this route takes no body"] if recorded.body is not None else found
        if recorded.body is None:
            return [*found, "a body is required"] if body.get("required") else found
        pointer = self._pointer(template, recorded.method.lower(), "requestBody")
        return found + describe(self._validator(pointer).iter_errors(recorded.body))

    def answer_problems(self, recorded: Recorded, body: Any) -> list[str]:
        """What is wrong with our own answer to a request: the fake is held to the description too."""
        template = self._template(recorded.path)
        method = recorded.method.lower()
        answers = self.document["paths"].get(template, {}).get(method, {}).get("responses", {})
        schema = answers.get(str(recorded.status), {}).get("content", {}).get("application/json")
        if schema is None:
            return []
        if template.startswith("/gateway"):  # the only address that is none of a page
            body = body | {"url": body["url"].replace("ws", "http", 1)}
        pointer = self._pointer(template, method, "responses", str(recorded.status))
        return describe(self._validator(pointer).iter_errors(body))

    def _template(self, path: str) -> str:
        return next((template for pattern, template in self._templates if pattern.fullmatch(path)), "")

    def _query_problems(self, template: str, operation: dict[str, Any], recorded: Recorded) -> Iterable[str]:
        declared = self.document["paths"][template].get("parameters", []) + operation.get("parameters", [])
        schemas = {p["name"]: p.get("schema", {}) for p in declared if p["in"] == "query"}
        for name, value in recorded.query.items():
            if name not in schemas:
                yield f"unknown query parameter {name!r}"
            elif schemas[name].get("type") == "boolean" and value not in _BOOLEANS:
                yield f"query parameter {name!r} is no boolean: {value!r}"
            elif schemas[name].get("type") == "integer" and not value.isdigit():
                yield f"query parameter {name!r} is no number: {value!r}"

    def _pointer(self, template: str, method: str, *steps: str) -> str:
        parts = ["paths", template, method, *steps, "content", "application/json", "schema"]
        return "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)

    def _validator(self, pointer: str) -> Draft202012Validator:
        if pointer not in self._validators:
            schema = {"$ref": f"{_DOCUMENT}#/{pointer}"}
            validator = Draft202012Validator(schema, registry=self._registry, format_checker=formats)
            self._validators[pointer] = validator
        return self._validators[pointer]


def _close_requests(document: dict[str, Any]) -> None:
    """Forbid keys that Discord does not know in requests: it ignores them, and a slip would go unnoticed."""
    schemas = document["components"]["schemas"]
    operations = [
        item for path in document["paths"].values() for item in path.values() if isinstance(item, dict)
    ]
    queue = [operation.get("requestBody") for operation in operations]
    reached: set[str] = set()
    while queue:
        for name in set(re.findall(r"#/components/schemas/(\w+)", json.dumps(queue.pop()))) - reached:
            reached.add(name)
            queue.append(schemas[name])
    for name in reached:
        schema = schemas[name]
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
            schema["properties"] = {key: {} for key in _UNDESCRIBED} | schema["properties"]


@lru_cache(maxsize=1)
def _load(path: Path) -> Conformance:
    return Conformance(json.loads(path.read_text(encoding="utf-8")))


def describe(errors: Iterable[ValidationError]) -> list[str]:
    """Each error where it is and in a few words, with unions resolved to the branch that was meant."""
    return [_sentence(leaf) for error in errors for leaf in _leaves(error)]


def _sentence(error: ValidationError) -> str:
    instance: Any = error.instance
    where = ".".join(str(step) for step in error.absolute_path) or "body"
    limits = {"maxLength": "longer than", "minLength": "shorter than", "maxItems": "more than"}
    if error.validator in limits:
        return f"{where} is {limits[str(error.validator)]} {error.validator_value} ({len(instance)})"
    message = error.message if len(error.message) < 200 else f"{error.message[:100]} … {error.message[-90:]}"
    return f"{where}: {message}"


def _leaves(error: ValidationError) -> list[ValidationError]:
    """The errors of the branch of a union that fits best: that of the same kind, then the least wrong one."""
    if error.validator not in ("oneOf", "anyOf") or not error.context:
        return [error]
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    meant = [branch for branch in branches.values() if not any(_is_other_kind(inner) for inner in branch)]
    best = min(meant or branches.values(), key=len)
    return [leaf for inner in best for leaf in _leaves(inner)]


def _is_other_kind(error: ValidationError) -> bool:
    """Whether the branch is for another `type` of component or callback, or for another JSON type."""
    if error.validator in ("enum", "const"):
        return list(error.relative_path) == ["type"]
    return error.validator == "type" and not error.relative_path
