"""Which part of one sentence stands where a part of another does. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from retrieval.judging.happenings import is_happening
from retrieval.judging.lexicon import meaning
from retrieval.judging.parse import TITLES, Parsed, Sort, Token

_NEAR, _AROUND = 3, 6
_ANY_SIDE, _BESIDE = 0.5, 0.5
# From this share of shared words in one order on, one sentence is an edit of the other.
AN_EDIT = 0.6
_LONGEST_EDIT = 8
_PLACING_WORDS = "in at on near from to into of off outside across by for with against"
_PLACING = frozenset(_PLACING_WORDS.split())


class Alignment:
    """Two sentences side by side: a claim, and a quote that it is held against."""

    def __init__(self, claim: Parsed, quote: Parsed) -> None:
        self._claim, self._quote = claim.tokens, quote.tokens
        matcher = SequenceMatcher(None, _keys(self._claim), _keys(self._quote), autojunk=False)
        self._codes = matcher.get_opcodes()
        spoken = sum(token.sort is not Sort.MARK for token in self._claim)
        shared = sum(
            self._claim[n].sort is not Sort.MARK
            for tag, start, end, _, _ in self._codes
            if tag == "equal"
            for n in range(start, end)
        )
        self.is_edit = bool(spoken) and shared >= AN_EDIT * spoken

    def opposite(self, first: int, last: int) -> range:
        """The quote's tokens in the place of the claim's `first` to `last`; none unless it is an edit."""
        if self.is_edit:
            for tag, start, end, there, until in self._codes:
                short = end - start <= _LONGEST_EDIT and until - there <= _LONGEST_EDIT
                if tag == "replace" and short and start <= first and last < end:
                    return range(there, until)
        return range(0)

    def slipped_in(self, words: frozenset[str]) -> bool:
        """Whether one of some words stands in only one of two sentences that are else the same there."""
        if not self.is_edit:
            return False
        alone = [
            self._claim[start] if tag == "delete" else self._quote[there]
            for tag, start, end, there, until in self._codes
            if (tag == "delete" and end - start == 1) or (tag == "insert" and until - there == 1)
        ]
        return any(token.text.casefold() in words for token in alone)

    def put_in(self) -> Iterator[int]:
        """The claim's tokens that an edit put in: where it has words, the quote has none."""
        for tag, start, end, _, _ in self._codes:
            if tag == "delete" and self.is_edit:
                yield from range(start, end)

    def same_frame(self, mine: tuple[int, int], theirs: tuple[int, int]) -> bool:
        """Whether two names are of one sort, as far as the words beside them tell: "Mayor …", "in …"."""
        return _frame(self._claim, mine) == _frame(self._quote, theirs)

    def describe(self, mine: tuple[int, int], theirs: tuple[int, int]) -> bool:
        """Whether two names only say which happening: "the Port Hallow disaster"."""
        return _describes(self._claim, mine[1]) and _describes(self._quote, theirs[1])

    def likeness(self, mine: tuple[int, int], theirs: tuple[int, int]) -> float:
        """How much the words around a part of the claim are those around a part of the quote, from 0."""
        wide, there_wide = (
            _both(_around(self._claim, mine, _AROUND)),
            _both(_around(self._quote, theirs, _AROUND)),
        )
        beside = sum(
            _meaning_at(self._claim, one) == _meaning_at(self._quote, other) != ""
            for one, other in ((mine[0] - 1, theirs[0] - 1), (mine[1] + 1, theirs[1] + 1))
        )
        return self.same_side(mine, theirs) + _ANY_SIDE * len(wide & there_wide) + _BESIDE * beside

    def same_side(self, mine: tuple[int, int], theirs: tuple[int, int]) -> int:
        """How many of the nearest content words before the one part stand before the other, and behind."""
        left, right = _around(self._claim, mine, _NEAR)
        there_left, there_right = _around(self._quote, theirs, _NEAR)
        return len(left & there_left) + len(right & there_right)


def _both(sides: tuple[frozenset[str], frozenset[str]]) -> frozenset[str]:
    return sides[0] | sides[1]


def _keys(tokens: Sequence[Token]) -> list[str]:
    return [
        f"{token.sort}:{token.text.casefold()}" if token.sort in _EXACT else token.meaning for token in tokens
    ]


_EXACT = frozenset((Sort.NUMBER, Sort.TIME, Sort.MARK))
_CONTENT = frozenset((Sort.WORD, Sort.NAME))


def _around(
    tokens: Sequence[Token], place: tuple[int, int], count: int
) -> tuple[frozenset[str], frozenset[str]]:
    """The nearest content words before and behind a part."""
    before = [token.meaning for token in tokens[: place[0]] if token.sort in _CONTENT][-count:]
    behind = [token.meaning for token in tokens[place[1] + 1 :] if token.sort in _CONTENT][:count]
    return frozenset(before), frozenset(behind)


def _frame(tokens: Sequence[Token], place: tuple[int, int]) -> str:
    """What stands beside a name: a title, the preposition itself, what makes it a speaker, or neither."""
    before = [token.text.casefold() for token in tokens[max(0, place[0] - 2) : place[0]]]
    while before and before[-1] in {"the", "a", "an", "is", "was"}:
        before.pop()
    if before and before[-1] in TITLES:
        return "title"
    if _meaning_at(tokens, place[1] + 1) == "say" or (before and meaning(before[-1]) == "say"):
        return "speaker"
    return before[-1] if before and before[-1] in _PLACING else ""


def _describes(tokens: Sequence[Token], last: int) -> bool:
    """Whether a happening stands behind a name, with a word between them at most: "ferry disaster"."""
    return any(is_happening(token.text) for token in tokens[last + 1 : last + 3])


def _meaning_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].meaning if 0 <= at < len(tokens) and tokens[at].sort is not Sort.MARK else ""
