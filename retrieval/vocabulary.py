"""English words for numbers, months and days of the week: one list for all that read them. Pure."""

from __future__ import annotations

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_MONTH_WORDS = "january february march april may june july august september october november december"
_WEEKDAY_WORDS = "monday tuesday wednesday thursday friday saturday sunday"

UNITS = {word: number for number, word in enumerate(_UNIT_WORDS.split())}
"""From "zero" to "nineteen"."""
TENS = {word: 10 * number for number, word in enumerate(_TEN_WORDS.split(), 2)}
"""From "twenty" to "ninety"."""
MONTHS = tuple(_MONTH_WORDS.split())
"""In lower case, January first. Not from the standard library, whose names follow the machine's language."""
WEEKDAYS = tuple(_WEEKDAY_WORDS.split())
"""In lower case, Monday first."""
MONTH_NAMES = "|".join(map(str.title, MONTHS))
"""The months as printed, as alternatives of a regular expression."""
WEEKDAY_NAMES = "|".join(map(str.title, WEEKDAYS))
"""The days as printed, as alternatives of a regular expression."""
