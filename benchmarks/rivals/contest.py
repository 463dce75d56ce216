"""What every contestant does, and how it is timed; runs inside a rival's environment, so by Python alone.

    python -m benchmarks.rivals.NAME add|ask MODEL STORE ARTICLES QUESTIONS

`add` brings the articles into an empty store and asks all questions, warm; `ask` opens a store that is there
and asks the first. The last line printed is JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

LIMIT = 5
"""Passages that a question brings."""

Ask: TypeAlias = "Callable[[str], Sequence[str]]"
"""The links of the passages found for a question, the best first."""


@dataclass(frozen=True)
class Place:
    """Where everything lies."""

    model: Path
    """The folder of all-MiniLM-L6-v2."""
    store: Path
    articles: Path
    """JSON lines, as `byline add` reads them."""

    def read(self) -> list[dict[str, Any]]:
        """The articles."""
        return [json.loads(line) for line in self.articles.read_text("utf-8").splitlines() if line.strip()]


class Contestant(Protocol):
    """A system with its model loaded."""

    def add(self) -> int:
        """Bring the articles in, for good; how many passages they make."""
        ...

    def asks(self) -> Mapping[str, Ask]:
        """The ways to ask it, by name."""
        ...


def contest(start: Callable[[Place], Contestant]) -> None:
    """Do what the command line says, and print what it took."""
    phase, *paths, questions = sys.argv[1:]
    contestant = start(Place(*map(Path, paths)))
    asked: list[str] = json.loads(Path(questions).read_text("utf-8"))
    if phase == "ask":
        ask = next(iter(contestant.asks().values()))
        print(json.dumps({"found": list(ask(asked[0]))}))
        return
    started = _now()
    passages = contestant.add()
    added = _since(started)
    ways = {
        name: [_timed(ask, question) for question in (asked[0], *asked)][1:]
        for name, ask in contestant.asks().items()
    }
    print(
        json.dumps(
            {
                "added": added,
                "passages": passages,
                "ways": ways,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


def _timed(ask: Ask, question: str) -> tuple[tuple[float, float], list[str]]:
    started = _now()
    found = list(ask(question))
    return _since(started), found


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float]) -> tuple[float, float]:
    """Seconds on the wall, and of processor time, of all threads."""
    wall, processor = _now()
    return wall - started[0], processor - started[1]
