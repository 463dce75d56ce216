"""The rounds as a table: each figure, and how many times what Byline takes in the same round."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.rivals.turn import Turn, Way

BYLINE = "byline"

Cost: TypeAlias = "Callable[[Turn], float]"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on what."""

    words: int
    """Of all articles."""
    gold: Sequence[frozenset[str]]
    """For each question the links that hold its answer."""
    rounds: Sequence[Mapping[str, Turn]]
    sizes: Mapping[str, int]
    """Bytes of each contestant's environment."""


def table(measured: Measured) -> Iterator[str]:
    """Lines of Markdown. A ratio over 1 says that Byline takes less."""
    names = list(measured.rounds[0])
    yield f"| | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    for title, cost, shown in _rows(measured.words):
        costs = {name: [cost(turns[name]) for turns in measured.rounds] for name in names}
        yield f"| {title} | {' | '.join(_cell(costs[name], costs[BYLINE], shown) for name in names)} |"
    size = measured.sizes
    yield f"| installed, MB | {' | '.join(_cell([size[n]], [size[BYLINE]], _mega) for n in names)} |"
    last = measured.rounds[-1]
    yield f"| passages | {' | '.join(f'{last[name].passages:,}' for name in names)} |"
    yield f"| article R@1 | {' | '.join(_found(last[name], measured.gold) for name in names)} |"


def _rows(words: int) -> Iterator[tuple[str, Cost, Callable[[float], str]]]:
    for at, clock in enumerate(("second", "processor second")):
        yield f"words added a {clock}", _added(at), lambda seconds: f"{words / seconds:,.0f}"
    for at, clock in enumerate(("", ", processor")):
        for part in (50, 95):
            yield f"question p{part}{clock}, ms", _asked(at, part / 100), _milli
    for at, clock in enumerate(("", ", processor")):
        yield f"cold, to the first answer{clock}, s", _cold(at), "{:.1f}".format
    yield "memory at its highest, MB", lambda turn: turn.peak, _mega


def _added(clock: int) -> Cost:
    return lambda turn: turn.added[clock]


def _asked(clock: int, part: float) -> Cost:
    return lambda turn: _quantile([one[clock] for one in _first(turn).times], part)


def _cold(clock: int) -> Cost:
    return lambda turn: turn.cold[clock]


def _cell(costs: Sequence[float], byline: Sequence[float], shown: Callable[[float], str]) -> str:
    figure = shown(statistics.median(costs))
    ratios = [cost / own for cost, own in zip(costs, byline, strict=True)]
    if costs is byline or costs == byline:
        return figure
    spread = f" ({min(ratios):.1f}–{max(ratios):.1f})" if len(ratios) > 1 else ""
    return f"{figure} · {statistics.median(ratios):.1f} ×{spread}"


def _found(turn: Turn, gold: Sequence[frozenset[str]]) -> str:
    said = []
    for name, way in turn.ways.items():
        right = sum(bool(found) and found[0] in links for found, links in zip(way.found, gold, strict=True))
        said.append(f"{right / len(gold):.3f} ({name})")
    return ", ".join(said)


def _first(turn: Turn) -> Way:
    return next(iter(turn.ways.values()))


def _quantile(times: Sequence[float], part: float) -> float:
    return sorted(times)[round(part * (len(times) - 1))]


def _milli(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _mega(size: float) -> str:
    return f"{size / 1e6:,.0f}"
