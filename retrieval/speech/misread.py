"""Where a word of saying says nothing: a noun, another sense of it, or what was not said. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.speech.sayings import ALSO_NOUNS, CLAIM_NOUNS, NEEDS_AS, OTHER_VERBS
from retrieval.speech.speakers import Token, skip_back

_NOT_WORDS = """
not never neither nor cannot without
"""
_NOT = frozenset(_NOT_WORDS.split())
_UNCERTAIN_WORDS = """
to would could may might must should can will did does do please
"""
_UNCERTAIN = frozenset(_UNCERTAIN_WORDS.split())
NOUN_SIGNS_WORDS = """
the a an this that these those its his her their our my such any some several many no more of in on for with
by about against to from new other all first under s
"""
NOUN_SIGNS = frozenset(NOUN_SIGNS_WORDS.split())
_OBJECT_WORDS = """
that it to the a an he she they there its his her their some no this these we i you
"""
_OBJECT = frozenset(_OBJECT_WORDS.split())
_ACCESS_WORDS = """
him her them us access entry bail parole permission visa visas treatment asylum
"""
_ACCESS = frozenset(_ACCESS_WORDS.split())
_HELP = frozenset({"police", "ambulance", "doctor", "firefighters"})
_WENT_ON = re.compile(r"\b(?:went on|goes on|continue[sd]?|came forward|appeared|seemed)$")


def misread(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word is no saying here: a noun, another sense, or something not said."""
    word, end = tokens[at].text, skip_back(tokens, at)
    before = tokens[end - 1] if end else None
    behind = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if behind in OTHER_VERBS.get(word, ()) or (word.startswith("sa") and behind == "nothing"):
        return True
    if word == "called" and _HELP & {token.folded for token in tokens[at + 1 : at + 4]}:
        return True
    if word in NEEDS_AS and all(token.folded != "as" for token in tokens[at : at + 9]):
        return True
    if word in ALSO_NOUNS and (
        before is None or before.folded in NOUN_SIGNS or not _opens_object(tokens, at + 1)
    ):
        return True
    if word.startswith("den") and behind in _ACCESS:
        return True
    if before and any(token.folded in _NOT for token in tokens[max(0, end - 2) : at]):
        return True
    return _is_hypothetical(tokens, end)


def _opens_object(tokens: Sequence[Token], at: int) -> bool:
    """Whether what a verb would be followed by stands there, as it does not behind a noun."""
    if at >= len(tokens):
        return True
    token = tokens[at]
    return token.folded in _OBJECT or (not token.text[0].islower() and token.text not in ".,;:)")


def _is_hypothetical(tokens: Sequence[Token], end: int) -> bool:
    if not end or tokens[end - 1].folded not in _UNCERTAIN:
        return False
    words = " ".join(token.folded for token in tokens[max(0, end - 3) : end - 1])
    return not (tokens[end - 1].folded == "to" and _WENT_ON.search(words))


def object_is_said(tokens: Sequence[Token], at: int) -> bool:
    """Whether the object of "rejected" or "dismissed" is a claim, a quotation or "it"; no bid, no coach."""
    behind = tokens[at + 1 : at + 8]
    if behind and (behind[0].is_quotation or behind[0].folded in {"it", "this", "that", "as"}):
        return True
    return any(token.folded in CLAIM_NOUNS or token.is_quotation for token in behind)
