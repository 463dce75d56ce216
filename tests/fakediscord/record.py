"""What the bot asked of Discord, kept for the tests to look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Files = Mapping[str, "Upload"]


@dataclass(frozen=True)
class Upload:
    """A file in a multipart request."""

    filename: str
    data: bytes


@dataclass
class Recorded:
    """One request: what came, when (event loop's clock), and the status it was answered with (0: not yet)."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    at: float
    body: Any = None
    content_type: str | None = None
    files: dict[str, Upload] = field(default_factory=dict)
    status: int = 0
    answered_at: float | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} -> {self.status or 'no answer'}"


def path_matches(path: str, pattern: str) -> bool:
    """Whether a path is meant by a pattern, in which `*` is one segment and `**` is any number of them."""
    parts = re.split(r"(\*\*|\*)", pattern)
    expression = "".join({"**": ".*", "*": "[^/]+"}.get(part, re.escape(part)) for part in parts)
    return re.fullmatch(expression, path) is not None
