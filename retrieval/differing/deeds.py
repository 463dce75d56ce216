"""What somebody did or did not do, will or will not do, according to a sentence: "will not resign". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.differing.asked import Asked
from retrieval.differing.claims import Bond, Claim, Statement
from retrieval.differing.senses import sense, senses

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_WHO = rf"(?P<who>{_CAPITAL}(?: (?:of |and |the )?{_CAPITAL}){{0,3}})"
_AUXILIARY = (
    r"(?P<aux>will|would|won|has|have|had|hasn|haven|hadn|did|didn|does|doesn|do|don|is|isn|are|aren|was|wasn"
    r"|were|weren|can|cannot|could|couldn)"
)
_DONE = re.compile(
    rf"(?:^|(?<=[.,;:“\"] )|(?<=\bthat )|(?<=\bThe )|(?<=\bthe )){_WHO},? {_AUXILIARY}"
    r"(?P<t>[’']t)?(?P<not> not| never)?(?: (?:also|now|yet|still|ever|been|be|already))*"
    r" (?P<deed>[a-z][a-z-]+)\b"
)
_PLED = re.compile(
    rf"{_WHO}(?: [a-z]+){{0,4}} (?:pleaded|pled|was found|were found|has been found) (?P<not>not )?guilty\b"
)
_SURE = re.compile(
    rf"(?:^|(?<=, )|(?<=\bthat )){_WHO}(?: has| have)? (?P<verb>confirm|den)(?:s|ed|ies|ied)\b"
)
# Who "said", "is expected to" or "may" has done nothing yet; an open question or a wish is no claim.
_UNSURE = re.compile(
    r"\b(?:whether|if|may|might|unless|until|expected|alleg\w+|accus\w+|reported\w*|suspect\w*|claim\w*"
    r"|no longer|not only|not just|threaten\w*)\b|\?",
    re.IGNORECASE,
)
_EMPTY_WORDS = "the a an in on at to of for by with as from more most one now so very just only"
_EMPTY = frozenset(_EMPTY_WORDS.split())
_DAYS_APART = 1.0


def deed_claims(asked: Asked, statement: Statement) -> Iterator[Claim]:
    """Each "X will (not) do" of the sentence that the question is about: by whom, and what."""
    if _UNSURE.search(statement.text) or not asked.named_in(statement):
        return
    for match in _DONE.finditer(statement.text):
        deed = match["deed"]
        if deed not in _EMPTY:
            denied = bool(match["t"] or match["not"] or match["aux"] == "cannot")
            tense = "will" if match["aux"] in ("will", "won", "would") else "has"
            if _asks(asked, deed):
                yield _claim(asked, statement, match, f"{tense} {sense(deed)}", denied)
    for match in _PLED.finditer(statement.text):
        if _asks(asked, "guilty"):
            yield _claim(asked, statement, match, "guilty", bool(match["not"]))
    for match in _SURE.finditer(statement.text):
        if _asks(asked, "confirmed") or _asks(asked, "denied"):
            yield _claim(asked, statement, match, "confirmed", match["verb"] == "den")


def _asks(asked: Asked, deed: str) -> bool:
    return sense(deed) in senses(asked.text)


def _claim(asked: Asked, statement: Statement, match: re.Match[str], deed: str, denied: bool) -> Claim:
    """The range is 1 for what is and 2 for what is not: the two never touch."""
    who = match["who"].split()[-1].casefold().removesuffix("’s").removesuffix("'s")
    value = match.group().strip(" ,")
    side = 2.0 if denied else 1.0
    return Claim(asked.about, Bond.DEED, f"deed {who} {deed}", value, side, side, _DAYS_APART, statement)
