"""Whether two sentences give the same two parts to other players: who beat whom. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from retrieval.judging.lexicon import is_past
from retrieval.judging.parse import TITLES, Name, Parsed, Sort, Token, same_name

_BE_WORDS = "is are was were be been being get gets got"
_BE = frozenset(_BE_WORDS.split())
# Either may stand first: "A met B", "B met A".
_EITHER_WAY_WORDS = """
meet met marry wed and with versus agree talk talks negotiate border join share play face
"""
_EITHER_WAY = frozenset(_EITHER_WAY_WORDS.split())
_PREPOSITION_WORDS = """
in at on from of for with to near into onto over under through across against about between among after
before since until as like via toward towards behind beside outside inside around off during than
"""
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_SKIPPED_WORDS = "the a an its his her their"
_SKIPPED = frozenset(_SKIPPED_WORDS.split())


def swapped(claim: Parsed, quote: Parsed) -> tuple[str, str] | None:
    """The two names that the sentences have the other way round; mostly none."""
    for one, other in combinations(claim.names, 2):
        if _coordinated(claim.tokens, one, other):
            continue
        if _same_once_swapped(claim.tokens, (one, other), quote.tokens):
            return one.text, other.text
        for first, second in _pairs(one, other, quote.names):
            listed = _coordinated(quote.tokens, first, second)
            if not listed and _turned(claim.tokens, (one, other), quote.tokens, (first, second)):
                return one.text, other.text
    return None


def _same_once_swapped(claim: Sequence[Token], pair: tuple[Name, Name], quote: Sequence[Token]) -> bool:
    """Whether the claim is the quote, word for word, with two names swapped."""
    one, other = pair
    between = claim[one.last + 1 : other.first]
    if any(token.meaning in _EITHER_WAY for token in between):
        return False
    back = (
        *claim[: one.first], *claim[other.first : other.last + 1], *between,
        *claim[one.first : one.last + 1], *claim[other.last + 1 :],
    )  # fmt: skip
    said, put_back, wanted = _spoken(claim), _spoken(back), _spoken(quote)
    return said != wanted and put_back == wanted


def _spoken(tokens: Sequence[Token]) -> list[str]:
    return [token.text.casefold() for token in tokens if token.sort is not Sort.MARK]


def _pairs(one: Name, other: Name, names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Where the quote names both; nothing where one is named twice, as its part is not clear then."""
    firsts = [name for name in names if same_name(one.words, name.words)]
    seconds = [name for name in names if same_name(other.words, name.words)]
    if len(firsts) == len(seconds) == 1 and firsts[0] != seconds[0] and not same_name(one.words, other.words):
        yield firsts[0], seconds[0]


def _turned(
    claim: Sequence[Token], pair: tuple[Name, Name], quote: Sequence[Token], there: tuple[Name, Name]
) -> bool:
    one, other = pair
    first, second = there
    if any(_has_preposition(claim, n) for n in pair) or any(_has_preposition(quote, n) for n in there):
        return False
    between = {claim[n].meaning: n for n in range(one.last + 1, other.first) if _acts(claim[n])}
    low, high = sorted((first, second), key=lambda name: name.first)
    shared = {quote[n].meaning: n for n in range(low.last + 1, high.first) if _acts(quote[n])}
    common = [word for word in between if word in shared and word not in _EITHER_WAY]
    common = [word for word in common if _once(word, claim) and _once(word, quote)]
    if not common:
        return False
    turned = first.first > second.first
    passive = _passive(claim, between[common[0]], other) != _passive(quote, shared[common[0]], high)
    return turned != passive


def _acts(token: Token) -> bool:
    """Whether a word may be what one does to the other."""
    return token.sort is Sort.WORD or token.meaning == "say"


def _once(word: str, tokens: Sequence[Token]) -> bool:
    """Whether a word stands once only: of two it is not clear whose act it is."""
    return sum(token.meaning == word for token in tokens) == 1


def _passive(tokens: Sequence[Token], verb: int, doer: Name) -> bool:
    """Whether the verb is in the passive and the name behind it is who does it."""
    before = [token.text.casefold() for token in tokens[max(0, doer.first - 3) : doer.first]]
    while before and (before[-1] in _SKIPPED or before[-1] in TITLES):
        before.pop()
    if not before or before[-1] != "by":
        return False
    be = any(token.text.casefold() in _BE for token in tokens[max(0, verb - 3) : verb])
    return be or is_past(tokens[verb].text)


def _has_preposition(tokens: Sequence[Token], name: Name) -> bool:
    at = name.first - 1
    while at >= 0 and (tokens[at].text.casefold() in _SKIPPED or tokens[at].sort in (Sort.WORD, Sort.NUMBER)):
        if tokens[at].sort is Sort.WORD and name.first - at > 2:
            return False
        at -= 1
    return at >= 0 and tokens[at].text.casefold() in _PREPOSITIONS


def _coordinated(tokens: Sequence[Token], one: Name, other: Name) -> bool:
    """Whether the two stand in one list: "A, B and C"."""
    low, high = sorted((one, other), key=lambda name: name.first)
    between = tokens[low.last + 1 : high.first]
    return bool(between) and all(
        token.sort is Sort.NAME or token.text.casefold() in {",", "and", "or", "the", "&"}
        for token in between
    )
