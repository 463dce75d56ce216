"""What a corpus must hold after a kill, by what the process told that was killed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.crash_check import Found


@dataclass
class State:
    """What the corpus holds as far as it was told, and what it may hold besides."""

    held: dict[int, int] = field(default_factory=dict)
    begun: dict[int, set[int | None]] = field(default_factory=dict)
    """What a story may be at, where the last thing that was told of it is that something was begun."""
    listed: set[int] = field(default_factory=set)
    """Stories that a feed has named: a later refresh may bring them."""
    instead: dict[int, int] | None = None
    """The backup that may have been restored."""
    copy: dict[int, int] | None = None
    """What the last backup holds that was acknowledged."""
    copying: dict[int, int] | None = None
    """What one holds that may have been made since."""
    acknowledged: int = 0

    def hear_all(self, lines: Iterable[dict[str, Any]]) -> None:
        """Take in one line after another."""
        for line in lines:
            self.hear(line)

    def hear(self, line: dict[str, Any]) -> None:
        """Take in one line of the process at work."""
        what, held = line["what"], dict(line.get("held", ()))
        if what == "put":
            self.begun |= {key: {self.held.get(key), revision} for key, revision in line["keys"]}
        elif what == "listed":
            self.listed.update(line["keys"])
        elif what == "drop":
            self.begun[line["key"]] = {self.held.get(line["key"]), None}
        elif what in ("dropped", "kept"):
            self._settle(line["key"], line.get("revision"))
        elif what == "backup":
            self.copying = held
        elif what == "backed up":
            self.copy, self.copying = held, None
        elif what == "restore":
            self.instead = held
        elif what == "restored" and self.instead is not None:
            self.held, self.begun, self.instead = self.instead, {}, None
        self.acknowledged += what in ("dropped", "kept", "backed up", "restored")

    def _settle(self, key: int, revision: int | None) -> None:
        self.begun.pop(key, None)
        if revision is None:
            self.held.pop(key, None)
        else:
            self.held[key] = revision

    def settle(self, found: Found) -> list[str]:
        """What is wrong with what was found; it is what is held from now on."""
        there, problems = dict(found.held), []
        if there != self.instead:
            for key in sorted({*there, *self.held, *self.begun}):
                allowed = self.begun.get(key, {self.held.get(key)}) | ({0} if key in self.listed else set())
                if there.get(key) not in allowed:
                    problems.append(f"story {key} is at {there.get(key)} and not at one of {allowed}")
        copy = None if found.copy is None else dict(found.copy)
        if copy not in (self.copy, self.copying or self.copy):
            problems.append("the backup is none that was made")
        self.held, self.begun, self.instead = there, {}, None
        self.copy, self.copying = copy, None
        return problems
