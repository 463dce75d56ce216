"""Cuts a pasted text into what can be checked: one claim each, and what is none with the reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import split_sentences
from retrieval.join import leans
from retrieval.judging.lexicon import is_past
from retrieval.judging.parse import Parsed, Sort, Token, parse

_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|dear|thanks|thank you|good (?:morning|afternoon|evening|night)|welcome|cheers"
    r"|bye|lol|ok(?:ay)?|yes|no|wow|congratulations|happy \w+)\b(?:\W+[\w’']+){0,4}\W*$",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^\W*(?:please|check|look|see|read|share|click|watch|listen|let me know|let us|let's|tell me|note that"
    r"|follow|subscribe)\b(?! out for)",
    re.IGNORECASE,
)
# What a claim may be wrapped in; the claim is what is left.
_WRAPPING = re.compile(
    r"^\W*(?:(?:i|we) (?:think|believe|feel|guess|heard|read|suppose|know|saw|hope|wish|bet)(?: that)?"
    r"|in my (?:opinion|view),?|imo,?|imho,?|apparently,?|so,|well,|did you know that|fyi:?"
    r"|breaking(?: news)?:|btw,?|reportedly,?|allegedly,?)\s+",
    re.IGNORECASE,
)
_OPINION_WORDS = """
good bad great terrible awful amazing beautiful ugly best worst wonderful horrible stupid brilliant love
hate disgusting shameful sad happy nice lovely boring fantastic ridiculous outrageous unfair should ought
must shame favourite favorite wish hope deserve deserves pathetic perfect
"""
_OPINION = frozenset(_OPINION_WORDS.split())
_FINITE_WORDS = """
is are was were has have had will would can could may might did does do says say wants
"""
_FINITE = frozenset(_FINITE_WORDS.split())
_PRONOUNS_WORDS = "he she it they we i you this that these those there nobody everyone both"
_PRONOUNS = frozenset(_PRONOUNS_WORDS.split())
_JOINT = re.compile(r"(?:,|;)?\s+(?:and|but|while|whereas|yet)\s+|;\s+")
_SHORTEST = 3
_SUBJECT = 6


@dataclass(frozen=True, slots=True)
class Assertion:
    """One claim of a text, or a part of it that is none."""

    text: str
    no_claim: str = ""
    """Why it cannot be checked; empty for a claim."""
    about: tuple[str, ...] = ()
    """The names of the claim before it, where it says "she" or "the company" of one of them."""


def assertions(text: str) -> list[Assertion]:
    """The claims of a text in order, and what of it is no claim."""
    found: list[Assertion] = []
    for start, end in split_sentences(text):
        sentence = " ".join(text[start:end].split())
        reason = _no_claim(sentence)
        if reason:
            found.append(Assertion(sentence, reason))
            continue
        about = _names_before(found) if leans(text, (start, end)) else ()
        for part in _clauses(_WRAPPING.sub("", sentence)):
            found.append(
                Assertion(part, about=about or (_names_before(found) if _opens_with_pronoun(part) else ()))
            )
    return found


def _no_claim(sentence: str) -> str:
    if sentence.rstrip("\"”’') ").endswith("?"):
        return "a question"
    if _GREETING.match(sentence):
        return "a greeting"
    if _REQUEST.match(sentence):
        return "a request"
    parsed = parse(_WRAPPING.sub("", sentence))
    content = [token for token in parsed.tokens if token.sort not in (Sort.STOP, Sort.MARK)]
    if len([token for token in parsed.tokens if token.sort is not Sort.MARK]) < _SHORTEST or len(content) < 2:
        return "an opinion" if _is_opinion(parsed) else "too short to be a claim"
    return "an opinion" if _is_opinion(parsed) else ""


def _is_opinion(parsed: Parsed) -> bool:
    """Whether it only judges: a judging word, no number or time, and nobody named who does something."""
    words = [token.text.casefold() for token in parsed.tokens]
    if parsed.figures or parsed.times or not _OPINION & set(words):
        return False
    acts = any(is_past(token.text) and token.sort is Sort.WORD for token in parsed.tokens)
    return not (parsed.names and acts)


def _names_before(found: Sequence[Assertion]) -> tuple[str, ...]:
    for earlier in reversed(found):
        if earlier.no_claim:
            continue
        names = tuple(name.text for name in parse(earlier.text).names)
        if names or earlier.about:
            return names or earlier.about
    return ()


def _opens_with_pronoun(text: str) -> bool:
    return text.split()[0].casefold() in {"he", "she", "it", "they", "his", "her", "its", "their"}


def _clauses(sentence: str) -> list[str]:
    """The sentence, or its clauses where each has a subject and a verb of its own."""
    for match in _JOINT.finditer(sentence):
        left, right = sentence[: match.start()], sentence[match.end() :]
        if _quotations(left) % 2 == 0 and _stands(left) and _stands(right) and _says_enough(right):
            return [f"{left.rstrip(' ,;')}.", *_clauses(right[0].upper() + right[1:])]
    return [sentence]


def _quotations(text: str) -> int:
    return len(re.findall(r"[\"“”]", text))


def _stands(clause: str) -> bool:
    """Whether a clause opens with a subject that a finite verb soon follows."""
    tokens = [token for token in parse(clause).tokens if token.sort is not Sort.MARK]
    verb = next(_verbs(tokens), None)
    if verb is None or verb == 0 or len(tokens) - verb < 2:
        return False
    if any(token.text.casefold() in {"who", "which", "that", "whose"} for token in tokens[1:verb]):
        return False
    return tokens[0].text.casefold() in _PRONOUNS or verb <= _SUBJECT or tokens[0].sort is Sort.NAME


def _says_enough(clause: str) -> bool:
    """Whether a clause can be checked without the one before it: "he denied it" cannot."""
    tokens = parse(clause).tokens
    content = [token for token in tokens if token.sort in (Sort.WORD, Sort.NUMBER, Sort.TIME)]
    return len(content) > 1 or not {"it", "that", "this", "so"} & {
        token.text.casefold() for token in tokens[1:]
    }


def _verbs(tokens: Sequence[Token]) -> Iterator[int]:
    for n, token in enumerate(tokens):
        folded = token.text.casefold()
        past = n > 0 and token.sort in (Sort.WORD, Sort.STOP) and is_past(token.text)
        if past or folded in _FINITE or folded.endswith(("n't", "n’t")):
            yield n
