"""Lines of page furniture under their kinds, read from `furniture.txt`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FURNITURE = Path(__file__).with_name("furniture.txt")


@dataclass(frozen=True, slots=True)
class Example:
    """A line and the kind of furniture that it is."""

    kind: str
    line: str


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """All of them."""
    kind, found = "", []
    for line in FURNITURE.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            kind = line[1:-1]
        elif line and not line.startswith("# "):
            found.append(Example(kind, line))
    return tuple(found)
