"""Numbers as news writes them, and how much each may mean: "at least 11", "about 1.5 million". Pure."""

from __future__ import annotations

import re

from retrieval.vocabulary import TENS, UNITS

_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12,
}  # fmt: skip
_LONGEST_FIRST = "|".join(sorted(UNITS, key=len, reverse=True))
_SPELLED = rf"(?:(?:{'|'.join(TENS)})(?:-(?:{_LONGEST_FIRST}))?|{_LONGEST_FIRST})"
_WORD_SCALES = "hundred|thousand|million|billion|trillion"
_LEAST = ("at least", "more than", "over", "no fewer than", "no less than", "a minimum of")
_MOST = (
    "up to",
    "as many as",
    "as much as",
    "fewer than",
    "less than",
    "no more than",
    "under",
    "a maximum of",
)
_ABOUT = (
    "nearly", "almost", "about", "around", "some", "roughly", "approximately", "an estimated", "estimated at",
    "close to", "just over", "just under",
)  # fmt: skip
HEDGE = "|".join(sorted((*_LEAST, *_MOST, *_ABOUT), key=len, reverse=True))
"""What may stand before a number and change what it says; a pattern without groups."""
FIGURE = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{_SPELLED})\b)"
    rf"(?:[ -](?:{_WORD_SCALES})\b|(?:mn|bn|tn|[mk])\b)?"
)
"""A number in digits or words, with its scale; a pattern without groups, for any case of letters."""
# Up to this, people count and do not round.
_PRECISE = 20
_APPROXIMATE = 0.15
# "At least 17" may become 20 within the day; where another says 57, the reports differ.
_OPEN = 1.5


def bounds(number: str, hedge: str | None = None) -> tuple[float, float]:
    """The least and the most that a number with its hedge allows; "at least 11" allows 14."""
    value = value_of(number)
    hedge = (hedge or "").casefold()
    if hedge in _LEAST:
        return value, value * _OPEN
    if hedge in _MOST:
        return 0, value
    if hedge:
        return value * (1 - _APPROXIMATE), value * (1 + _APPROXIMATE)
    return value - _rounding(value), value + _rounding(value)


def at_least(hedge: str | None) -> bool:
    """Whether a hedge makes a number a minimum."""
    return (hedge or "").casefold() in _LEAST


def value_of(number: str) -> float:
    """What a match of `FIGURE` means: "1.5 million", "forty-one", "3bn"."""
    text = number.casefold().replace(",", "")
    digits = re.match(r"\d+(?:\.\d+)?", text)
    if digits:
        return float(digits.group()) * _SCALE.get(text[digits.end() :].strip(" -"), 1)
    words = re.split(r"[ -]", text)
    value = float(sum(UNITS.get(word, 0) + TENS.get(word, 0) for word in words))
    return value * _SCALE.get(words[-1], 1)


def _rounding(value: float) -> float:
    """Half the last digit given, for numbers that people round: 25,000 allows 24,500."""
    if value <= _PRECISE or value % 10:
        return 0.0
    step = 10.0
    while value % (step * 10) == 0:
        step *= 10
    return step / 2
