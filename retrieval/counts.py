"""How many there were, according to a sentence: "at least 11 people died", "carrying 163 passengers"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.claims import Claim, Statement, stem

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: number for number, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: 10 * number for number, word in enumerate(_TEN_WORDS.split(), 2)}
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_LONGEST_FIRST = "|".join(sorted(_UNITS, key=len, reverse=True))
_SPELLED = rf"(?:(?:{'|'.join(_TENS)})(?:-(?:{_LONGEST_FIRST}))?|{_LONGEST_FIRST})"
_HEDGE = (
    r"(?:(?P<hedge>at least|more than|over|nearly|almost|about|around|some|roughly|approximately|an estimated"
    r"|up to|as many as|fewer than|less than|close to) )?"
)
_NUMBER = (
    rf"{_HEDGE}(?<![\w.,$€£-])(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?i:{_SPELLED}))"
    rf"(?: (?:{'|'.join(_SCALE)}))?)(?![\w%,-]|\.\d| per ?cent)"
)
_WHO = r"(?P<who>(?: (?!(?:more|other|others|of|were|was|are|is|have|has|had|been|in)\b)[a-z]+){0,3}?)"
_BE = r"(?: (?:were|was|are|is|have|has|had|been|be|being|confirmed|reported|feared|also))*"
_KINDS = {
    "dead": r"dead|died|killed|deaths|fatalities|lost their lives",
    "injured": r"injured|wounded|hurt|injuries",
    "missing": r"missing|unaccounted",
    "arrested": r"arrested|detained|arrests",
}
_ASKED_BY = {
    "dead": r"d[iy](?:ed?|ing)|dead|deaths?|death toll|kill\w*|fatal\w*|casualt\w*|victims?|lives|toll",
    "injured": r"injur\w*|wound\w*|hurt|casualt\w*|hospital\w*",
    "missing": r"missing|unaccounted|lost",
    "arrested": r"arrest\w*|detain\w*|custody",
}
_TOLLS = {
    "dead": r"(?:death toll|number of (?:people )?(?:dead|killed|deaths))(?: [\w’'-]+){0,6}?"
    r" (?:to|at|is|was|of)|(?:kill(?:ed|ing|s)?|claimed the lives of|leaving|left)",
    "injured": r"(?:injur(?:ed?|ing|es)|wound(?:ed|ing|s)?)",
    "arrested": r"(?:arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?)",
}
_BEHIND = {
    kind: re.compile(rf"(?i:{_NUMBER})(?i:{_WHO})(?i:{_BE}) (?i:{words})\b") for kind, words in _KINDS.items()
}
_BEFORE = {kind: re.compile(rf"\b(?i:{words}) (?i:{_NUMBER})(?i:{_WHO})") for kind, words in _TOLLS.items()}
# A part of the whole, or an addition to it, is another number than the whole.
_PARTIAL = re.compile(
    r"^\W*(?:more|other|others|additional|of (?:them|whom|those|these|the)|each|every)\b", re.IGNORECASE
)
_PART_BEFORE = re.compile(
    r"\b(?:another|including|further|additional|other|among them|and)\W*$", re.IGNORECASE
)
_EVERYBODY = frozenset(["", "people", "persons", "lives", "victims", "dead"])
# Tolls are counted anew by the hour: only reports of about the same day can be said to disagree.
_DAYS_APART = 1.0
_PRECISE = 20
_APPROXIMATE = 0.15
# "At least 17" may become 20 within the day; where another says 57, the reports differ.
_OPEN = 1.5


def count_claims(statement: Statement) -> Iterator[Claim]:
    """Each number of dead, injured, missing or arrested that the sentence gives as a whole."""
    seen: set[str] = set()
    for kinds in (_BEFORE, _BEHIND):
        for kind, pattern in kinds.items():
            for match in pattern.finditer(statement.text):
                claim = _claim(statement, kind, match)
                if claim and claim.key not in seen:
                    seen.add(claim.key)
                    yield claim


def _claim(statement: Statement, kind: str, match: re.Match[str]) -> Claim | None:
    before, behind = statement.text[: match.start()], statement.text[match.end("number") :]
    if _PARTIAL.match(behind) or _PART_BEFORE.search(before):
        return None
    who = (match["who"] or "").strip().casefold()
    group = "people" if who in _EVERYBODY else who
    low, high = bounds(match["number"], match["hedge"])
    value = " ".join(part for part in (match["hedge"], match["number"]) if part)
    asked_by = re.compile(rf"\b(?:{_ASKED_BY[kind]})\b", re.IGNORECASE)
    key = f"{stem(group)} {kind}"
    return Claim(f"{group} {kind}", asked_by, key, value, low, high, _DAYS_APART, statement)


def bounds(number: str, hedge: str | None = None) -> tuple[float, float]:
    """The least and the most that a number with its hedge allows; "at least 11" allows 14."""
    value = _value(number)
    hedge = (hedge or "").casefold()
    if hedge in ("at least", "more than", "over"):
        return value, value * _OPEN
    if hedge in ("up to", "as many as", "fewer than", "less than"):
        return 0, value
    if hedge:
        return value * (1 - _APPROXIMATE), value * (1 + _APPROXIMATE)
    return value - _rounding(value), value + _rounding(value)


def _rounding(value: float) -> float:
    """Half the last digit given, for numbers that people round: 25,000 allows 24,500."""
    if value <= _PRECISE or value % 10:
        return 0.0
    step = 10.0
    while value % (step * 10) == 0:
        step *= 10
    return step / 2


def _value(number: str) -> float:
    words = number.casefold().replace(",", "").split()
    first = words[0]
    tens, _, unit = first.partition("-")
    value = (
        float(first)
        if first[0].isdigit()
        else float(_UNITS.get(tens, _TENS.get(tens, 0)) + _UNITS.get(unit, 0))
    )
    return value * _SCALE.get(words[-1], 1)
