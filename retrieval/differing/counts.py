"""How many died, were hurt, went missing or were arrested, according to a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.differing.claims import Bond, Claim, Statement, stem
from retrieval.differing.numbers import FIGURE, HEDGE, at_least, bounds

_NUMBER = rf"(?:(?P<hedge>{HEDGE}) )?(?<![\w.,$€£-])(?P<number>{FIGURE})(?![\w%,-]|\.\d| per ?cent)"
_WHO = (
    r"(?P<who>(?: (?!(?:more|of|were|was|are|is|have|has|had|been|in|and|with|on)\b)"
    r"(?:[A-Za-z]+(?:-[a-z]+)?)){0,3}?)"
)
_BE = (
    r"(?: (?:were|was|are|is|have|has|had|been|be|being|confirmed|reported|feared|also|critically"
    r"|seriously))*"
)
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
    "dead": r"(?:(?:death|confirmed) toll|number of (?:people )?(?:dead|killed|deaths))(?: [\w’'-]+){0,9}?"
    r" (?:to|at|is|was|of)|(?:kill(?:ed|ing|s)?|claimed the lives of|leaving|left)",
    "injured": r"(?:injur(?:ed?|ing|es)|wound(?:ed|ing|s)?)",
    "arrested": r"(?:arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?)",
}
_BEHIND = {kind: re.compile(rf"(?i:{_NUMBER}{_WHO}{_BE} (?:{words}))\b") for kind, words in _KINDS.items()}
_BEFORE = {kind: re.compile(rf"\b(?i:(?:{words}) {_NUMBER}{_WHO})") for kind, words in _TOLLS.items()}
_ANY = re.compile(rf"\b(?:{'|'.join((*_KINDS.values(), *_TOLLS.values()))})\b", re.IGNORECASE)
# A part of the whole, or an addition to it, is another number than the whole.
PARTIAL = re.compile(r"^\W*(?:more|additional|of (?:them|whom|those|these|the)|each|every)\b", re.IGNORECASE)
PART_BEFORE = re.compile(
    r"\b(?:another|including|further|additional|other|among them|and)\W*$", re.IGNORECASE
)
_OTHERS = re.compile(r"^\W*(?:\w+ )?others?\b", re.IGNORECASE)
_DEATHS_BEFORE = re.compile(
    r"\b(?:kill\w*|died|dead)\b(?!.*\b(?:injur|wound|hurt|missing|arrest|detain))", re.I
)
_EVERYBODY = frozenset(["", "people", "persons", "lives", "victims", "dead", "other people", "others"])
# Tolls are counted anew by the hour: only reports of about the same day can be said to disagree.
_DAYS_APART = 1.0


def asks_for_a_count(question: str) -> bool:
    """Whether a question is about the dead, the injured, the missing or the arrested at all."""
    return any(re.search(rf"\b(?:{words})\b", question, re.IGNORECASE) for words in _ASKED_BY.values())


def count_claims(statement: Statement) -> Iterator[Claim]:
    """Each number of dead, injured, missing or arrested that the sentence gives as a whole."""
    if not _ANY.search(statement.text):
        return
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
    # "Three are killed and 13 others injured" counts all of the injured; "13 others died" does not.
    aside = kind != "dead" and bool(_DEATHS_BEFORE.search(before))
    if (PARTIAL.match(behind) or _OTHERS.match(behind)) and not aside:
        return None
    if PART_BEFORE.search(before) and not aside:
        return None
    who = (match["who"] or "").strip().casefold()
    group = "people" if who in _EVERYBODY else who
    low, high = bounds(match["number"], match["hedge"])
    value = " ".join(part for part in (match["hedge"], match["number"]) if part)
    asked_by = re.compile(rf"\b(?:{_ASKED_BY[kind]})\b", re.IGNORECASE)
    return Claim(
        about=f"{group} {kind}",
        bond=Bond.TOLL,
        key=f"{stem(group)} {kind}",
        value=value,
        low=low,
        high=high,
        days=_DAYS_APART,
        statement=statement,
        asked_by=asked_by,
        minimum=at_least(match["hedge"]),
    )
