"""The numbers of a sentence: what they are of, and the range that the words around them allow. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus import Span
from retrieval.vocabulary import TENS, UNITS

_SMALL = tuple(UNITS)
_ORDINAL_WORDS_TEXT = """
second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
"""
_ORDINAL_WORDS = _ORDINAL_WORDS_TEXT.split()
_VALUES = {word: float(number) for word, number in (UNITS | TENS).items()}
_VALUES |= {"nobody": 0.0, "half": 0.5, "a quarter": 0.25, "dozen": 12.0, "both": 2.0}
_ORDINALS = {word: float(number) for number, word in enumerate(_ORDINAL_WORDS, 2)} | {"first": 1.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}

_WORD_NUMBER = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(_SMALL[::-1])})"
_HEDGES = {
    "least": r"at least|more than|over|no (?:fewer|less) than|upwards of|a minimum of|exceeding|above",
    "most": r"up to|as many as|as much as|at most|fewer than|less than|no more than|under|below",
    "about": r"about|around|some|roughly|approximately|an estimated|estimated|close to|nearly|almost|circa",
}
_FIGURE = re.compile(
    rf"(?:\b(?P<hedge>{'|'.join(_HEDGES.values())})\s+(?:an?\s+)?)?"
    r"(?P<money>(?:US|A|C|NZ|HK)?[$€£¥₹]\s?)?"
    rf"(?P<number>(?<![\w.,])\d+(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?"
    rf"|\b{_WORD_NUMBER}(?:[- ]and[- ]a[- ]half)?\b"
    r"|\bdozen\b|\bhalf\b|\b(?:a|an)(?= (?:hundred|thousand|million|billion|dozen)\b))"
    r"(?P<ordinal>st\b|nd\b|rd\b|th\b)?"
    rf"(?P<scales>(?:k|mn?|bn|tn)\b|(?:[ -](?:hundred|thousand|million|billion|trillion|dozen)\b)*)"
    r"(?P<percent>\s?%|\s?per\s?cent(?:age points?)?\b|-per-?cent\b)?"
    r"(?P<more>\s+or more\b)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"\b(?P<word>{'|'.join(_ORDINALS)})\b(?! of all)", re.IGNORECASE)
_PARTS = "half third quarter fifth sixth seventh eighth tenth hundredth"
_PART_SIZES = dict(zip(_PARTS.split(), (2, 3, 4, 5, 6, 7, 8, 10, 100), strict=True))
_FRACTION = re.compile(
    rf"\b(?:(?P<top>a|an|one|two|three|four|five)[ -])(?P<part>{'|'.join(_PART_SIZES)})s?\b"
    r"(?= of\b|[ -]as\b|\W*$|[.,;])|\b(?P<half>half)(?= (?:of|the)\b)",
    re.IGNORECASE,
)
_SCORE = re.compile(
    r"(?<![\w.,$€£])(\d{1,3})(?:[-–—]| to )(\d{1,3})(?![\w%,-]|\.\d| per ?cent)"
    r"(?= (?:votes?|on|in|at|to|win|victory|defeat|draw|loss|against|over|vote)\b|\W*$|[.,;)])"
)
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.](\d\d))?(?: ?([ap])\.?m\b\.?)|(?<![\w:.])(\d{1,2}):(\d\d)(?![:\d])", re.IGNORECASE
)
_LASTING = "second seconds minute minutes hour hours day days week weeks month months year years"
_LASTS = frozenset(_LASTING.split())
_UNIT = re.compile(r"[\s-]*((?:[a-z][\w’'-]*\s+){0,2}[a-z][\w’'-]*)", re.IGNORECASE)
_UNIT_ENDS = re.compile(
    r"\b(?:were|was|are|is|have|has|had|been|be|in|on|at|of|by|for|to|from|and|or|but|with|who|which|that|the|a|an"
    r"|after|before|as|when|while|than|into|out|over|since|during|its|their|his|her|each|per|would|will|did)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_MONEY_WORDS = re.compile(
    r"^\s*(?:U\.?S\.? |Australian |Canadian )?(dollars?|euros?|pounds?|yen|rupees?|yuan)\b", re.I
)
_APPROXIMATE = 0.1


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as a sentence gives it."""

    text: str
    """The words of the sentence, without its unit."""
    span: Span
    low: float
    """The least that the words allow."""
    high: float
    """The most that the words allow; infinite for "at least"."""
    kind: str
    """`count`, `money`, `percent`, `ordinal`: only figures of one kind are compared."""
    unit: tuple[str, ...]
    """The words behind it, which mostly say of what it is."""

    @property
    def exact(self) -> bool:
        """Whether it is one number rather than a range."""
        return self.low == self.high

    def grants(self, other: Figure) -> bool:
        """Whether saying this is saying the other: "14" grants "more than 10", and "about 14"."""
        near = self.exact and other.exact and _rounds_to(self.low, other.low)
        return near or (other.low <= self.low and self.high <= other.high) or self._bound == other._bound

    def excludes(self, other: Figure) -> bool:
        """Whether both cannot be true."""
        apart = self.high < other.low or other.high < self.low
        same_hedge = not self.exact and not other.exact and (self.low == 0) == (other.low == 0)
        return not self.grants(other) and (apart or same_hedge)

    @property
    def _bound(self) -> float:
        """The number itself, whatever stands before it: "at least 11" is told on as "11"."""
        return (
            self.high
            if self.low == 0
            else self.low
            if self.high == float("inf")
            else (self.low + self.high) / 2
        )


def figures(text: str, taken: Iterable[Span] = ()) -> list[Figure]:
    """The numbers of a text in order; those inside `taken`, as dates are, are left out."""
    parts = [_fraction(match) for match in _FRACTION.finditer(text)]
    parts += [_score(match) for match in _SCORE.finditer(text)]
    parts += [_clock(match) for match in _CLOCK.finditer(text)]
    spans = [*taken, *(part.span for part in parts)]
    found = [
        _figure(text, match)
        for match in _FIGURE.finditer(text)
        if not any(start < match.end("number") and match.start("number") < end for start, end in spans)
    ]
    ordinals = [_ordinal(text, match) for match in _ORDINAL.finditer(text)]
    free = [one for one in ordinals if not any(s < one.span[1] and one.span[0] < e for s, e in spans)]
    return sorted((*parts, *found, *free), key=lambda figure: figure.span)


def _figure(text: str, match: re.Match[str]) -> Figure:
    value = _value(match["number"]) * _scale(match["scales"])
    behind = text[match.end() :]
    kind = "percent" if match["percent"] else "ordinal" if match["ordinal"] else "count"
    if match["money"] or _MONEY_WORDS.match(behind):
        kind = "money"
    unit = () if kind == "percent" else _unit(behind)
    hedge = (match["hedge"] or "").casefold()
    # "Over four years" is how long it takes.
    hedge = "" if hedge == "over" and _LASTS & set(unit[:1]) else hedge
    low, high = _range(value, hedge, bool(match["more"]))
    return Figure(" ".join(match.group().split()), match.span(), low, high, kind, unit)


def _fraction(match: re.Match[str]) -> Figure:
    """ "A fifth" and "20 per cent" are one number."""
    top = _value(match["top"]) if match["top"] else 1.0
    value = 100 * top / _PART_SIZES[(match["part"] or match["half"]).casefold()]
    return Figure(match.group(), match.span(), value, value, "percent", ())


def _score(match: re.Match[str]) -> Figure:
    """ "2-1" and "9 to 6" are one thing each, whoever is named first."""
    high, low = sorted(map(float, match.groups()), reverse=True)
    return Figure(match.group(), match.span(), 1e3 * high + low, 1e3 * high + low, "score", ())


def _clock(match: re.Match[str]) -> Figure:
    """A time of day, in minutes: "9:40 p.m." is "21:40"."""
    hour = int(match[1] or match[4])
    afternoon = (match[3] or "").casefold() == "p" and hour < 12
    value = 60.0 * (hour + 12 * afternoon) + int(match[2] or match[5] or 0)
    return Figure(match.group(), match.span(), value, value, "clock", ())


def _ordinal(text: str, match: re.Match[str]) -> Figure:
    value = _ORDINALS[match["word"].casefold()]
    return Figure(match["word"], match.span(), value, value, "ordinal", _unit(text[match.end() :]))


def _range(value: float, hedge: str, or_more: bool) -> tuple[float, float]:
    if or_more or re.fullmatch(_HEDGES["least"], hedge):
        return value, float("inf")
    if re.fullmatch(_HEDGES["about"], hedge):
        return value * (1 - _APPROXIMATE), value * (1 + _APPROXIMATE)
    return (0.0 if hedge else value), value


def _value(number: str) -> float:
    folded = number.casefold().replace(",", "")
    if folded[0].isdigit():
        return float(folded)
    words = folded.replace(" ", "-").split("-")
    return _VALUES.get(words[0], 1.0) + sum(_VALUES.get(word, 0.0) for word in words[1:])


def _scale(words: str) -> float:
    scale = 1.0
    for word in re.findall(r"[a-z]+", words.casefold()):
        scale *= _SCALES.get(word) or _SHORT_SCALES.get(word, 1.0)
    return scale


def _unit(behind: str) -> tuple[str, ...]:
    match = _UNIT.match(behind)
    return tuple(_UNIT_ENDS.sub("", match.group(1)).split()) if match else ()


def _rounds_to(exact: float, rounded: float) -> bool:
    """Whether a long number may be told on as a rounder one: 24,512 as 24,500."""
    if exact < 100 or rounded < 100 or exact == rounded:
        return exact == rounded
    step = 10.0
    while rounded % (step * 10) == 0:
        step *= 10
    return exact % step != 0 and step / exact <= _APPROXIMATE and abs(exact - rounded) <= step / 2
