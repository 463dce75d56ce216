"""What a question asks for: the kind of answer, and its form. Pure."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The kind of answer wanted."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how many"
    WHY = "why"
    YES_NO = "yes or no"
    WHAT = "what"
    LIST = "list"
    COMPARISON = "comparison"

    # What is wanted, for who would rather not think in asking words.
    PERSON = WHO
    DATE = WHEN
    PLACE = WHERE
    NUMBER = HOW_MANY
    REASON = WHY


ASKING = r"(?:who|whom|whose|when|where|whereabouts|why|how|what|which)"
"""A pattern of the words that ask."""
_WHICH = r"(?:what|which|wich)"

# The earliest match in the question decides; among those that start together, the first here.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.YES_NO, r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"),
        (
            Kind.WHY,
            rf"\bwhy\b|\b{_WHICH} (?:was|is|were|are) the (?:reason|cause)|\bfor what reason|\bhow come\b",
        ),
        (
            Kind.HOW_MANY,
            r"\bhow (?:many|much|long|old|far|often|big|large|high|fast|tall|few|heavy|deep)\b"
            rf"|\b{_WHICH} (?:number|share|percent|percentage|fraction|proportion|amount|sum)\b",
        ),
        (
            Kind.WHEN,
            rf"\bwhen\b|\b{_WHICH} (?:exact )?(?:dates?|days?|years?|months?|weeks?|time|decade|century)\b",
        ),
        (
            Kind.WHERE,
            rf"\bwhere(?:abouts)?\b|\b{_WHICH} (?:country|countries|city|cities|town|village|place|state"
            r"|province|region|district|park|island|river|county|venue)\b",
        ),
        (Kind.WHO, rf"\bwho(?:m|se)?\b|\b{_WHICH} (?:[\w-]+ )?[\w-]+(?:er|or|ist|ian|man|woman|leader)\b"),
        (Kind.WHAT, rf"\b{ASKING}\b"),
    )
)


_QUESTION = re.compile(
    r"\?\W*$|^\W*(?:(?:so|and|but|ok|hey|well|then)[ ,]+)*"
    rf"(?:(?:(?:in|on|at|for|by|to|from|with|of|after|before|during|since|about|as) )?{ASKING}|{_WHICH}"
    r"|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:['’]?s)?\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether a text asks something; keywords and statements do not."""
    return bool(_QUESTION.search(text))


_LIST = re.compile(
    rf"^\W*(?:please\s+)?(?:list|name|enumerate)\b|\b(?:list|name) (?:all|them|every|each)\b|\ball of them\b"
    rf"|\bwho (?:all|else) \w+|\b{_WHICH} (?:two|three|four|five|(?!does\b)\w{{2,}}[^sui\W]s)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:differ\w*|compar(?:e[sd]?|ed|ison)|versus|vs|(?:dis)?agree\w*|contrast\w*|contradict\w*)\b"
    r"|\bwhile\b.*\b(?:articles?|reports?)\b|\bboth\b.*\b(?:say|report|articles?|sources)\b"
    r"|\b(?:more|less|larger|smaller|higher|lower|earlier|later|better|worse)\b.*\bthan\b.*\?",
    re.IGNORECASE,
)


def form_of(question: str) -> Kind:
    """The answer wanted as a whole: a list, a comparison, or else one of a kind."""
    if _COMPARISON.search(question):
        return Kind.COMPARISON
    return Kind.LIST if _LIST.search(question) else kind_of(question)


def kind_of(question: str) -> Kind:
    """The kind of answer that a question, or one part of it, wants: never a list or a comparison."""
    found = [(match.start(), kind) for kind, pattern in _KINDS if (match := pattern.search(question))]
    return min(found, key=lambda item: item[0])[1] if found else Kind.WHAT
