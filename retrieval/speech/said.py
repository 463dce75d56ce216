"""What a sentence by itself says of who says it: "…, X said", "X denies", "according to X". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from corpus import Span
from retrieval.speech.misread import NOUN_SIGNS, misread, object_is_said
from retrieval.speech.sayings import (
    ALLEGATIONS,
    ALLEGED,
    CLAIM_NOUNS,
    NEEDS_CLAIM,
    PARTICIPLES,
    REPORTEDLY,
    VERBS,
    Stance,
)
from retrieval.speech.speakers import (
    PRONOUNS,
    Token,
    following,
    is_past,
    participant,
    skip_back,
    subject,
    tokens_of,
)

_BE_WORDS = "is are was were been being be"
_BE = frozenset(_BE_WORDS.split())

_TELLS_WORDS = "tell tells told inform informs informed"
_TELLS = frozenset(_TELLS_WORDS.split())


_SUBORDINATE_WORDS = """
after before since once who which whom whose that if whether because when where how why what until unless
"""
_SUBORDINATE = frozenset(_SUBORDINATE_WORDS.split())


_LABEL = re.compile(
    r"^(?:\(\((?P<marked>[^()\n]{1,40})\)\)|(?P<plain>(?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,3}):)(?=\s)"
)
_NO_LABELS_WORDS = """
image photo picture update updated correction note video source sources breaking related live read more ps
exclusive opinion analysis
"""
_NO_LABELS = frozenset(_NO_LABELS_WORDS.split())


_OPENS = 6  # tokens: "The repeated allegations against the firm…" is about them


class Rank(IntEnum):
    """How much a sign tells: of two, the higher is believed."""

    ALLEGED = 0
    PARTICIPLE = 1
    PASSIVE = 2
    REPORTEDLY = 3
    SAYS = 4
    TAKES_SIDES = 5


@dataclass(frozen=True, slots=True)
class Said:
    """One sign in a sentence of who says it; `speaker` are offsets in the sentence."""

    rank: Rank
    stance: Stance
    speaker: Span | None
    at: int
    """Where in the sentence it stands."""


def label_of(text: str) -> Span | None:
    """The speaker's name that opens a line of an interview or a headline: "X: …", "((X)) …"."""
    match = _LABEL.match(text)
    if not match:
        return None
    name = "marked" if match["marked"] else "plain"
    return None if _NO_LABELS & set(match[name].casefold().split()) else match.span(name)


def said_in(sentence: str, about: int | None = None) -> Said | None:
    """The sign that tells most; `sentence` is as `outside` gives it.

    `about` is an offset of the words that matter: what is only said after them does not cover them, and of
    two who take sides it is the one before them.
    """
    tokens = tokens_of(sentence)
    found = [*_verbs(sentence, tokens), *_according(sentence, tokens), *_words(tokens)]
    if about is not None:
        found = [said for said in found if said.rank is not Rank.PARTICIPLE or said.at <= about]
    if not found:
        return _labelled(sentence)
    top = max(said.rank for said in found)
    best = _nearest([said for said in found if said.rank is top], about)
    if best.speaker is None:
        outer = next((said.speaker for said in found if said.rank is Rank.SAYS), None)
        return replace(best, speaker=outer)
    return best


def _nearest(found: Sequence[Said], about: int | None) -> Said:
    """The last one before the words that matter, or the first; one with a speaker rather than without."""
    found = [said for said in found if said.speaker] or found
    before = [said for said in found if about is not None and said.at <= about]
    return before[-1] if before and found[0].rank is Rank.TAKES_SIDES else found[0]


def _labelled(sentence: str) -> Said | None:
    speaker = label_of(sentence)
    return Said(Rank.SAYS, Stance.STATEMENT, speaker, 0) if speaker else None


def _verbs(sentence: str, tokens: Sequence[Token]) -> Iterator[Said]:
    for at, token in enumerate(tokens):
        if token.text in VERBS and not misread(tokens, at):
            said = (
                _passive(sentence, tokens, at) if _is_passive(tokens, at) else _active(sentence, tokens, at)
            )
            if said:
                yield said
        elif token.text in PARTICIPLES and at:
            speaker = participant(sentence, tokens, at)
            if speaker or tokens[at - 1].text == ",":
                yield Said(Rank.PARTICIPLE, PARTICIPLES[token.text], speaker, token.span[0])


def _is_passive(tokens: Sequence[Token], at: int) -> bool:
    end = skip_back(tokens, at)
    return tokens[at].text.endswith(("ed", "said", "thought")) and end > 0 and tokens[end - 1].folded in _BE


def _passive(sentence: str, tokens: Sequence[Token], at: int) -> Said | None:
    word = tokens[at].text
    before = {token.folded for token in tokens[:at]}
    if word == "quoted":
        speaker = subject(sentence, tokens, skip_back(tokens, at) - 1)
        return Said(Rank.SAYS, Stance.STATEMENT, speaker, tokens[at].span[0]) if speaker else None
    behind = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    by = next((n for n in range(at + 1, min(at + 4, len(tokens))) if tokens[n].folded == "by"), None)
    agent = following(sentence, tokens, by + 1) if by is not None else None
    stance = VERBS[word]
    if stance is Stance.DENIAL:
        return Said(Rank.PASSIVE, stance, agent, tokens[at].span[0]) if before & CLAIM_NOUNS else None
    if stance is Stance.ALLEGATION or (
        word in {"said", "reported", "believed", "thought"} and behind == "to"
    ):
        return Said(Rank.TAKES_SIDES if agent else Rank.PASSIVE, Stance.ALLEGATION, agent, tokens[at].span[0])
    return Said(Rank.PASSIVE, stance, agent, tokens[at].span[0]) if agent else None


def _active(sentence: str, tokens: Sequence[Token], at: int) -> Said | None:
    word, stance = tokens[at].text, VERBS[tokens[at].text]
    if word in NEEDS_CLAIM and not object_is_said(tokens, at):
        return None
    end = skip_back(tokens, at)
    speaker = _inverted(sentence, tokens, at)
    if speaker is None:
        if end > 1 and tokens[end - 1].folded in {"who", "which"} and tokens[end - 2].text == ",":
            return Said(Rank.PARTICIPLE, stance, _antecedent(tokens, end - 2), tokens[at].span[0])
        if end and (tokens[end - 1].folded in _SUBORDINATE or _opens_under(tokens, end)):
            return None
        speaker = subject(sentence, tokens, at)
    if speaker is None or (word not in VERBS):
        return None
    if stance is Stance.STATEMENT:
        stance = _embedded(tokens, at) or stance
    return Said(
        Rank.SAYS if stance is Stance.STATEMENT else Rank.TAKES_SIDES, stance, speaker, tokens[at].span[0]
    )


def _antecedent(tokens: Sequence[Token], comma: int) -> Span | None:
    """Who "…, who said" goes back to: the name before the comma."""
    while comma > 1 and tokens[comma - 1].text.isdigit() and tokens[comma - 2].text == ",":
        comma -= 2  # "Ada Brandt, 81, who said"
    start = comma
    while start > 0 and tokens[start - 1].is_word and tokens[start - 1].text[0].isupper():
        start -= 1
    return (tokens[start].span[0], tokens[comma - 1].span[1]) if start < comma else None


def _opens_under(tokens: Sequence[Token], end: int) -> bool:
    """Whether the clause before the verb is subordinate: "…, who the police say", "that Iran denied"."""
    start = end
    while start > 0 and tokens[start - 1].is_word and end - start < 10:
        start -= 1
        if _says_before(tokens, start):
            return True
        if tokens[start].folded in _SUBORDINATE and tokens[start].folded != "who":
            # "…, that he said" is subordinate; a sentence that opens with "That man said" is not.
            return start > 0
    return False


def _says_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb of saying stands there, as in "The site reported its source denied it"."""
    if tokens[at].text not in VERBS or at == 0 or tokens[at - 1].folded in NOUN_SIGNS:
        return False
    return tokens[at + 1].folded not in {"of", "by", "in", "on", "to"} and not misread(tokens, at)


def _inverted(sentence: str, tokens: Sequence[Token], at: int) -> Span | None:
    """ "…," said X: the verb follows a quotation or a comma, and X ends the clause."""
    if not at or VERBS[tokens[at].text] is not Stance.STATEMENT or tokens[at].text in _TELLS:
        return None
    before = tokens[at - 1]
    if not (before.is_quotation or before.text == "," or before.folded == "as"):
        return None
    speaker = following(sentence, tokens, at + 1)
    if speaker is None:
        return None
    behind = next((token for token in tokens if token.span[0] >= speaker[1]), None)
    if before.text == "," and behind is not None and behind.text not in {",", ".", ";", "of"}:
        return None
    if any(speaker[0] < token.span[0] < speaker[1] and is_past(token) for token in tokens):
        return None
    return speaker


def _embedded(tokens: Sequence[Token], at: int) -> Stance | None:
    """What "said that it believes" or "told its allies that it suspects" comes to."""
    for n in range(at + 1, min(at + 8, len(tokens) - 1)):
        if not tokens[n].is_word:
            return None
        if tokens[n].folded in PRONOUNS and (tokens[n - 1].folded == "that" or n == at + 1):
            verb = n + 1
            while verb < len(tokens) - 1 and skip_back(tokens, verb + 1) <= verb:
                verb += 1
            stance = VERBS.get(tokens[verb].text)
            if tokens[verb].text in NEEDS_CLAIM and not object_is_said(tokens, verb):
                return None
            return None if stance is Stance.STATEMENT else stance
    return None


def _according(sentence: str, tokens: Sequence[Token]) -> Iterator[Said]:
    for at, token in enumerate(tokens[:-1]):
        if token.folded == "according" and tokens[at + 1].folded == "to":
            speaker = following(sentence, tokens, at + 2)
            if speaker and sentence[slice(*speaker)].casefold() not in {"plan", "schedule", "custom"}:
                yield Said(Rank.SAYS, Stance.STATEMENT, speaker, tokens[at].span[0])


def _words(tokens: Sequence[Token]) -> Iterator[Said]:
    """Single words that make a claim of a sentence: "allegedly", "the alleged thief"."""
    for at, token in enumerate(tokens):
        if token.folded in REPORTEDLY:
            yield Said(Rank.REPORTEDLY, Stance.ALLEGATION, None, tokens[at].span[0])
        elif token.folded in ALLEGED or (token.folded in ALLEGATIONS and at < _OPENS):
            yield Said(Rank.ALLEGED, Stance.ALLEGATION, None, tokens[at].span[0])
