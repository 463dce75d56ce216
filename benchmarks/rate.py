"""One figure of a benchmark, with the number of cases that it rests on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of cases, from 0 to 1, or a rate per hundred where its name says so."""

    value: float
    """Not a number where there is no case."""
    count: int
    """Of how many cases."""


def share(values: Iterable[bool | float]) -> Rate:
    """The mean of the values, which are 0 to 1."""
    held = list(values)
    return Rate(sum(held) / len(held) if held else float("nan"), len(held))
