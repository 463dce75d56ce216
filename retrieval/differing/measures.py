"""The number that a question asks for, with its unit: towns, metres, years, dollars, per cent. Pure."""

from __future__ import annotations

import re

from retrieval.differing.asked import Asked
from retrieval.differing.claims import Statement
from retrieval.differing.counts import asks_for_a_count
from retrieval.differing.moments import moments
from retrieval.differing.numbers import FIGURE, bounds
from retrieval.differing.quantities import Quantity, quantities
from retrieval.differing.senses import placed_senses, sense

_AGED = re.compile(rf"(?i:\baged? (?P<number>{FIGURE})\b)|(?<=[a-z]), (?P<bare>\d{{1,2}}),(?= )")
_ADJECTIVES = {
    "old": ("age",), "tall": ("length",), "high": ("length",), "deep": ("length",), "wide": ("length",),
    "far": ("length",), "long": ("length", "time"), "large": ("area",), "big": ("area",), "heavy": ("mass",),
    "fast": ("speed",),
    "much": (
        "dollar", "euro", "pound sterling", "weight or pound", "yen", "rupee", "yuan", "ruble",
        "share", "mass",
    ),
}  # fmt: skip
_MEASURE_WORDS = """
population area length height weight depth speed price cost budget revenue profit capacity
attendance magnitude temperature turnout rate distance elevation duration age percentage share size
number amount sum fine salary toll
"""
_MEASURES = frozenset(map(sense, _MEASURE_WORDS.split()))
_ADJECTIVE = re.compile(rf"\bhow ({'|'.join(_ADJECTIVES)})\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\b(?:how many|(?:what|which) number of) ((?:[\w-]+ ){1,5})", re.IGNORECASE)
_MEASURE = re.compile(
    r"\b(?:what|which) (?:is|was|are|were) (?:the )?((?:[\w-]+ ){1,4}?)(?:of|in|at|for|to)\b", re.I
)
_STOP_WORDS = "did do does were was are is have has had in on of at there will would can could from"
_STOPS = frozenset(_STOP_WORDS.split())
_PLURALS = frozenset(["people", "men", "women", "children", "police", "staff", "troops"])
_NEAR = 60
_BETWEEN = 40
# "eight native speakers", "12 small coastal towns": so many words may a noun have before it.
_DESCRIBED = 3


def asks_for_a_measure(question: str) -> bool:
    """Whether a question wants a population, a price or another thing that one number says."""
    measure = _MEASURE.search(question)
    return measure is not None and sense(measure[1].split()[-1]) in _MEASURES


def measure_asked(asked: Asked, statement: Statement) -> tuple[str, float, float, str] | None:
    """The number that the question asks for, where the sentence gives one such number and no other."""
    adjective = _ADJECTIVE.search(asked.text)
    counted = _HOW_MANY.search(asked.text)
    measure = _MEASURE.search(asked.text)
    if counted:
        return None if asks_for_a_count(asked.text) else _counted(asked, statement, counted[1])
    if adjective:
        return _of_kind(asked, statement, _ADJECTIVES[adjective[1].casefold()])
    if measure and asks_for_a_measure(asked.text):
        return _measured(statement, measure[1].split())
    return None


def _counted(asked: Asked, statement: Statement, words: str) -> tuple[str, float, float, str] | None:
    """ "How many towns …": a number right before the towns, with what the question says of them around."""
    noun = _head(words)
    if noun is None:
        return None
    held = placed_senses(statement.text)
    deeds = [name for name in asked.deeds if name != noun]
    if deeds and len({name for name, _, _ in held} & set(deeds)) < 0.6 * len(deeds):
        return None
    found = []
    for quantity in quantities(statement):
        behind = statement.text[quantity.end :][:_BETWEEN]
        next_words = list(re.finditer(r"[\w-]+", behind))[:_DESCRIBED]
        ends = [match for match in next_words if sense(match.group()) == noun]
        if quantity.kind == "" and ends and _joined(behind[: ends[0].start()]):
            found.append(quantity)
    return _only(found, f"count of {noun}")


def _joined(between: str) -> bool:
    """Whether only words that describe stand between a number and its noun."""
    return not re.search(r"[,.;:()\d]|\b(?:of|in|and|with|or|were|was|are|is|other|more|per)\b", between)


def _head(words: str) -> str | None:
    for word in words.split():
        if word.casefold() in _STOPS:
            return None
        if word[-1] == "s" or word.casefold() in _PLURALS:
            return sense(word)
    return None


def _of_kind(
    asked: Asked, statement: Statement, kinds: tuple[str, ...]
) -> tuple[str, float, float, str] | None:
    """ "How tall is …": the one length of the sentence; of an age also "aged 9" and ", 9,"."""
    deeds = set(asked.deeds)
    held = {name for name, _, _ in placed_senses(statement.text)}
    if len(deeds & held) < 0.6 * len(deeds):
        return None
    found = [quantity for quantity in quantities(statement) if quantity.kind in kinds]
    if "age" in kinds:
        for match in _AGED.finditer(statement.text):
            low, high = bounds(match["number"] or match["bare"])
            found.append(Quantity(match.start(), match.end(), match.group().strip(", "), "age", low, high))
    return _only(found, found[0].kind if found else "")


def _measured(statement: Statement, words: list[str]) -> tuple[str, float, float, str] | None:
    """ "What is the population of …": the number behind the population."""
    noun = sense(words[-1])
    places = [end for name, _, end in placed_senses(statement.text) if name == noun]
    if len(places) != 1:
        return None
    behind = [q for q in quantities(statement) if 0 <= q.start - places[0] <= _NEAR]
    if not behind or re.search(
        r"[;()]|\b(?:density|growth|rate)\b", statement.text[places[0] : behind[0].start]
    ):
        return None
    chosen = behind[0]
    years = sorted({m.text for m in moments(statement.text, statement.published_at)})
    return chosen.text, chosen.low, chosen.high, f"{noun} {chosen.kind} {' '.join(years)}"


def _only(found: list[Quantity], scope: str) -> tuple[str, float, float, str] | None:
    """The one value given, however often or in how many units; nothing where there are several."""
    if not found or any(
        q.kind != found[0].kind or q.high < found[0].low or q.low > found[0].high for q in found
    ):
        return None
    return found[0].text, found[0].low, found[0].high, scope
