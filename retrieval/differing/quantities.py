"""The numbers of a sentence with their units, as the ranges they allow: "6 ft 9 in", "$1.5 million". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.differing.claims import Statement
from retrieval.differing.moments import moments
from retrieval.differing.numbers import FIGURE, HEDGE, bounds

# What one of each unit is in the unit of its dimension; money is of its own kind each.
_UNITS: dict[str, tuple[str, float]] = {
    "%": ("share", 1), "percent": ("share", 1), "per cent": ("share", 1), "percentage points": ("points", 1),
    "$": ("dollar", 1), "dollar": ("dollar", 1), "us$": ("dollar", 1), "€": ("euro", 1), "euro": ("euro", 1),
    "£": ("pound sterling", 1), "pound": ("weight or pound", 1), "yen": ("yen", 1), "rupee": ("rupee", 1),
    "rs": ("rupee", 1), "₹": ("rupee", 1), "yuan": ("yuan", 1), "ruble": ("ruble", 1), "rouble": ("ruble", 1),
    "mm": ("length", 0.001), "cm": ("length", 0.01), "centimetre": ("length", 0.01),
    "centimeter": ("length", 0.01), "metre": ("length", 1), "meter": ("length", 1), "m": ("length", 1),
    "km": ("length", 1000), "kilometre": ("length", 1000), "kilometer": ("length", 1000),
    "mile": ("length", 1609.34), "mi": ("length", 1609.34), "foot": ("length", 0.3048),
    "feet": ("length", 0.3048), "ft": ("length", 0.3048), "inch": ("length", 0.0254),
    "inches": ("length", 0.0254),
    "yard": ("length", 0.9144),
    "hectare": ("area", 10_000), "ha": ("area", 10_000), "acre": ("area", 4046.86),
    "square metre": ("area", 1), "square meter": ("area", 1), "square kilometre": ("area", 1e6),
    "square kilometer": ("area", 1e6), "km2": ("area", 1e6), "square mile": ("area", 2.59e6),
    "sq mi": ("area", 2.59e6), "square feet": ("area", 0.0929),
    "gram": ("mass", 0.001), "g": ("mass", 0.001), "kg": ("mass", 1), "kilogram": ("mass", 1),
    "kilo": ("mass", 1), "tonne": ("mass", 1000), "ton": ("mass", 1000), "lb": ("mass", 0.4536),
    "second": ("time", 1), "minute": ("time", 60), "hour": ("time", 3600), "day": ("time", 86_400),
    "week": ("time", 604_800), "month": ("time", 2.63e6), "year": ("time", 3.156e7),
    "km/h": ("speed", 1), "kph": ("speed", 1), "mph": ("speed", 1.609), "knot": ("speed", 1.852),
    "degree": ("degree", 1), "°c": ("degree", 1), "mw": ("power", 1), "megawatt": ("power", 1),
}  # fmt: skip
_NAMES = "|".join(
    re.escape(name) + ("s?" if name[-1].isalpha() else "") for name in sorted(_UNITS, key=len)[::-1]
)
_QUANTITY = re.compile(
    rf"(?i:(?:(?P<hedge>{HEDGE}) )?(?:(?P<money>us\$|[$€£₹]) ?)?(?<![\w.,])(?P<number>{FIGURE})"
    rf"(?:(?: to |[-–]| and (?=\d))(?:[$€£₹])?(?P<upper>{FIGURE}))?"
    r"(?:(?: ?(?:ft|feet|foot)|['’′]) ?(?P<inches>\d{1,2}) ?(?:in\b|inch(?:es)?\b|[\"”″]))?"
    rf"(?P<old>[ -]years?[ -]old\b)?(?:[ -]?(?P<unit>{_NAMES})(?![\w’']))?)"
)
# Units are converted and printed rounded: 6 ft 9 in is 2.06 m.
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a sentence with its unit, as the range it allows."""

    start: int
    end: int
    text: str
    kind: str
    """"length", "dollar", "age", …; empty for a bare number."""
    low: float
    high: float


def quantities(statement: Statement) -> list[Quantity]:
    """The numbers of a sentence that are no dates, in their order."""
    text = statement.text
    dates = [(moment.start, moment.end) for moment in moments(text, statement.published_at)]
    found = []
    for match in _QUANTITY.finditer(text):
        start, end = match.span()
        if not any(start < last and first < end for first, last in dates):
            found.append(_quantity(match))
    return found


def _quantity(match: re.Match[str]) -> Quantity:
    low, high = bounds(match["number"], match["hedge"])
    if match["upper"]:
        high = max(high, bounds(match["upper"])[1])
    unit = (match["money"] or match["unit"] or "").casefold()
    kind, factor = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"), ("", 1.0))
    if match["inches"]:
        kind, factor, inches = "length", 0.3048, int(match["inches"]) / 12
        low, high = low + inches, high + inches
    if match["old"]:
        kind, factor = "age", 1.0
    slack = _SLACK if kind in ("length", "area", "mass", "speed") else 0
    return Quantity(
        match.start(),
        match.end(),
        match.group().strip(),
        kind,
        low * factor * (1 - slack),
        high * factor * (1 + slack),
    )
