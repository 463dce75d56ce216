"""The person, body or place that a question asks for, where a sentence gives it in a plain form. Pure."""

from __future__ import annotations

import re

from retrieval.differing.asked import Asked
from retrieval.differing.claims import Statement
from retrieval.differing.senses import placed_senses, senses

_CAPITAL = r"(?:(?:[A-ZÀ-ÖØ-Þ]\.)+|[A-ZÀ-ÖØ-Þ][\w-]*(?:[’'][A-Z]\w+)?)"
_NAME = rf"{_CAPITAL}(?: (?:(?:de|del|der|di|da|van|von|al|bin|ter|la|the) )?{_CAPITAL}){{0,3}}"
# "by the American rock band The Kestrels": what the body is stands before its name.
_BY = re.compile(
    r"^[\w ]{0,12}?\bby (?:the |a |an )?"
    rf"(?:(?:{_CAPITAL} )?(?:[a-z][a-z-]+ ){{1,4}})?(?P<name>{_NAME})"
)
_IS = re.compile(rf"^,? (?:is|was|are|were|of [^,.;]{{1,40}} (?:is|was)) (?P<name>{_NAME})")
_ROLE = re.compile(rf"^,? (?P<name>{_NAME})")
_BEFORE = re.compile(
    rf"(?:^|[,;:] |\bthat |\band |\bwhen )(?:[Tt]he )?(?P<name>{_NAME})"
    r"(?: (?:who|has|have|had|also|then|later|first))* $"
)
_LISTED = re.compile(r"^(?: and| or| &|,? [A-Z]|,? and [A-Z])")
_IN = re.compile(
    rf"\b(?:in|at|near|from|outside|to)(?: the)?(?: [a-z]+ of)? (?P<name>{_NAME}(?:, {_NAME}){{0,2}})"
)
# A town is in its county: the two are no contradiction.
_REGION = re.compile(
    r"\b(?:County|District|Province|Region|State|Department|Prefecture|Municipality|Parish|Island)\b"
)
_NEAR = 70
_TITLE_WORDS = "mr mrs ms dr sir dame lord lady president minister king queen prince princess general"
_TITLES = frozenset(_TITLE_WORDS.split())


def holder_asked(asked: Asked, statement: Statement) -> tuple[str, float, float, str] | None:
    """Who did what the question asks, or holds the role: "directed by X", "the director is X", "X won"."""
    text = statement.text
    found: list[tuple[str, str]] = []
    for name, start, end in placed_senses(text):
        if name not in asked.deeds:
            continue
        word, before, behind = text[start:end], text[:start], text[end:]
        match = _BY.match(behind) or _IS.match(behind)
        if match is None and word.endswith(("r", "t")) and not word.endswith("est"):
            match = _ROLE.match(behind)
        if (
            match is None
            and word.endswith(("d", "n", "t", "e"))
            and not before.rstrip().endswith(("was", "were"))
        ):
            match = _BEFORE.search(before)
            if match:
                found.append((match["name"], name))
            continue
        if match and not _LISTED.match(behind[match.end("name") :]):
            found.append((match["name"], name))
    told = [(name, deed) for name, deed in found if not senses(name) & asked.names and not _is_title(name)]
    if len({name for name, _ in told}) != 1:
        return None
    return told[0][0], 0, 0, told[0][1]


def _is_title(name: str) -> bool:
    return all(word.casefold().strip(".") in _TITLES for word in name.split())


def place_asked(asked: Asked, statement: Statement) -> tuple[str, float, float, str] | None:
    """Where what the question asks took place, as "in Town, Country".

    Only places of two parts can be compared: a town and its country are both where something is.
    """
    held = [(start, end) for name, start, end in placed_senses(statement.text) if name in asked.deeds[-2:]]
    if not held:
        return None
    found = [
        match
        for match in _IN.finditer(statement.text)
        if any(0 <= match.start() - end <= _NEAR for _, end in held)
        and not senses(match["name"]) & asked.names
    ]
    parts = found[0]["name"].count(", ") + 1 if found else 0
    if len(found) != 1 or parts < 2 or _REGION.search(found[0]["name"].split(", ")[0]):
        return None
    return found[0]["name"], 0, 0, f"{parts} {asked.deeds[-1]}"
