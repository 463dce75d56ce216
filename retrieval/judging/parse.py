"""A sentence taken apart for holding it against another: words, names, numbers, times. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from corpus import Span
from retrieval.differing.figures import Figure, figures
from retrieval.judging.lexicon import is_past, meaning, phrases
from retrieval.judging.named_times import NamedTime, named_times
from retrieval.words import STOP_WORDS

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*(?<![’']s)|[’']s\b|[.,;:!?()\[\]“”\"–—]|\S"
)
_OPENS = frozenset(".!?:“\"'‘—")
_TITLE_WORDS = """
mr mrs ms miss dr sir dame lord lady prof professor president vice mayor minister prime secretary chancellor
governor senator councillor councilwoman councilman congressman congresswoman representative judge justice
king queen prince princess pope bishop archbishop cardinal general colonel major captain commander sergeant
lieutenant admiral chief director chairman chairwoman chair ambassador coach inspector detective officer
premier foreign energy finance health interior defence defense ceo mp attorney spokesman spokeswoman
"""
TITLES = frozenset(_TITLE_WORDS.split())
_NO_NAME_WORDS = """
police officials authorities prosecutors investigators witnesses analysts experts critics residents
researchers scientists engineers workers people local several many some most few former new early late other
both each however meanwhile according despite although though while nearly almost around overall initially
earlier later following during today yesterday tomorrow firefighters doctors lawyers soldiers troops voters
women men children nobody everybody everyone someone something nothing none government parliament congress
council company
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_LIGHT_WORDS = """
say make people year day week month time new report told come go take get way number also well part happen
occur
"""
LIGHT = frozenset(meaning(word) for word in _LIGHT_WORDS.split())


class Sort(StrEnum):
    """What a token is to a comparison."""

    NAME = "name"
    WORD = "word"
    STOP = "stop"
    NUMBER = "number"
    TIME = "time"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or punctuation mark."""

    text: str
    span: Span
    meaning: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words without its titles."""

    first: int
    last: int
    """Its first and its last token, both inclusive."""
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """As written."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence and its parts."""

    text: str
    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    figures: tuple[Figure, ...]
    times: tuple[NamedTime, ...]

    def at(self, span: Span) -> tuple[int, int]:
        """The first and the last token inside a span of the text."""
        inside = [n for n, token in enumerate(self.tokens) if span[0] <= token.span[0] < span[1]]
        return (inside[0], inside[-1]) if inside else (0, -1)


def parse(text: str, published: datetime | None = None, beside: Sequence[str] = ()) -> Parsed:
    """Take a sentence apart.

    `published` is when its article appeared: "on Tuesday" is a day then. `beside` are texts that show which
    of the words that open a sentence are names.
    """
    times = named_times(text, published)
    numbers = figures(text, [time.span for time in times])
    both = [_seen(one) for one in (text, *beside)]
    seen = frozenset().union(*(names for names, _ in both)), frozenset().union(*(plain for _, plain in both))
    tokens: list[Token] = []
    matches = list(_TOKEN.finditer(text))
    for n, match in enumerate(matches):
        sort = _sort_of_span(match.start(), times, numbers)
        if sort is None:
            behind = [following.group() for following in matches[n + 1 : n + 3]]
            opens = n == 0 or tokens[-1].text in _OPENS
            sort = _sort(match.group(), opens, behind, seen)
        tokens.append(Token(match.group(), match.span(), meaning(match.group()), sort))
    return Parsed(text, tuple(_phrased(tokens)), tuple(_names(tokens)), tuple(numbers), tuple(times))


def _phrased(tokens: Sequence[Token]) -> list[Token]:
    """The tokens where a turn of phrase has its meaning in its first word, and none in the others."""
    found = list(tokens)
    folded = [token.text.casefold() for token in tokens]
    for phrase, means in phrases().items():
        for n in range(len(folded) - len(phrase) + 1):
            if folded[n] == phrase[0] and tuple(folded[n : n + len(phrase)]) == phrase:
                found[n] = replace(found[n], meaning=means, sort=Sort.WORD)
                for at in range(n + 1, n + len(phrase)):
                    found[at] = replace(found[at], sort=Sort.STOP)
    return found


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is near a quote: the names, and the meanings of all words."""

    names: tuple[Name, ...]
    meanings: frozenset[str]


@lru_cache(maxsize=256)
def surroundings(text: str) -> Surroundings:
    """The names and words of a text around a quote; kept, as many quotes share their surroundings."""
    parsed = parse(text)
    return Surroundings(parsed.names, frozenset(token.meaning for token in parsed.tokens))


def _sort_of_span(at: int, times: Sequence[NamedTime], numbers: Sequence[Figure]) -> Sort | None:
    if any(time.span[0] <= at < time.span[1] for time in times):
        return Sort.TIME
    return Sort.NUMBER if any(one.span[0] <= at < one.span[1] for one in numbers) else None


def _sort(word: str, opens: bool, behind: Sequence[str], seen: tuple[frozenset[str], frozenset[str]]) -> Sort:
    folded = word.casefold()
    if not word[0].isalnum():
        return Sort.MARK
    if word[0].isupper() and folded not in TITLES and (not opens or _opening_name(word, behind, seen)):
        return Sort.STOP if folded in STOP_WORDS and (len(word) == 1 or not word.isupper()) else Sort.NAME
    return (
        Sort.STOP if folded in STOP_WORDS or folded.endswith("n't") or folded.endswith("n’t") else Sort.WORD
    )


def _opening_name(word: str, behind: Sequence[str], seen: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether the word that opens a sentence would be capitalised anywhere."""
    names, plain = seen
    folded, following = word.casefold(), behind[0] if behind else ""
    if folded in STOP_WORDS or folded in _NO_NAME or (folded in plain and folded not in names):
        return False
    if (
        folded in names
        or (word.isupper() and len(word) > 1)
        or following[:1].isupper()
        or following in ("’s", "'s")
    ):
        return True
    common = folded.endswith(("s", "ing", "ly", "ed"))
    return not common and (following in STOP_WORDS or following == "," or is_past(following))


@lru_cache(maxsize=256)
def _seen(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words capitalised inside a sentence, and those written small, anywhere in a text."""
    inner = re.findall(r"(?<=[a-z,;’0-9] )[A-ZÀ-ÖØ-Þ][\w’'-]*", text)
    small = re.findall(r"\b[a-zß-öø-ÿ][\w-]+", text)
    return frozenset(re.sub(r"[’']s$", "", word.casefold()) for word in inner), frozenset(small)


def _names(tokens: Sequence[Token]) -> list[Name]:
    found: list[Name] = []
    for n, token in enumerate(tokens):
        if token.sort is not Sort.NAME:
            continue
        if found and found[-1].last == n - 1:
            found[-1] = Name(found[-1].first, n, (*found[-1].words, token.text))
        else:
            found.append(Name(n, n, (token.text,)))
    return found


_ENDINGS = ("ians", "ian", "ans", "an", "ese", "ish", "ia", "is", "i", "n", "a", "o", "e", "y", "s")
_KNOWN_AS = {
    "us": "america", "u.s.": "america", "usa": "america", "united states": "america", "american": "america",
    "uk": "britain", "u.k.": "britain", "united kingdom": "britain", "british": "britain",
    "french": "france", "eu": "european union", "un": "united nations", "u.n.": "united nations",
    "dutch": "netherlands", "spanish": "spain", "welsh": "wales", "swiss": "switzerland",
    "turkish": "turkey", "danish": "denmark", "polish": "poland", "greek": "greece", "german": "germany",
    "swedish": "sweden", "finnish": "finland", "tehran": "iran", "moscow": "russia", "kremlin": "russia",
    "washington": "america", "white house": "america", "london": "britain", "beijing": "china",
    "berlin": "germany", "kyiv": "ukraine", "kiev": "ukraine", "tokyo": "japan", "ankara": "turkey",
    "pyongyang": "north korea", "seoul": "south korea", "madrid": "spain", "new delhi": "india",
    "delhi": "india", "canberra": "australia", "ottawa": "canada", "jerusalem": "israel",
    "downing street": "britain", "the hague": "netherlands", "irish": "ireland", "scottish": "scotland",
    "americans": "america", "british people": "britain",
}  # fmt: skip


def same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two runs of words may name one thing: a surname for the whole, an adjective, initials."""
    first, second = _folded(one), _folded(other)
    if first == second or _initials(first) == "".join(second) or _initials(second) == "".join(first):
        return True
    if len(first) > 1 and len(second) > 1 and first[-1] != second[-1]:
        return len(set(first) & set(second)) >= min(len(first), len(second))
    return bool(
        {base for word in first for base in _bases(word)} & {base for word in second for base in _bases(word)}
    )


def _folded(words: Sequence[str]) -> list[str]:
    return list(_known(tuple(words)))


@lru_cache(maxsize=20_000)
def _known(words: tuple[str, ...]) -> tuple[str, ...]:
    folded = [re.sub(r"[’']s?$", "", word.casefold()) for word in words]
    return tuple(_KNOWN_AS.get(" ".join(folded), " ".join(folded)).split())


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else "-"


@lru_cache(maxsize=20_000)
def _bases(word: str) -> frozenset[str]:
    """A name with and without the endings of adjectives: "Iranian" and "Iran" meet, "Dutch" does not."""
    known = _KNOWN_AS.get(word, word)
    cut = {
        known.removesuffix(ending)
        for ending in _ENDINGS
        if len(known) - len(ending) >= 4 and known.endswith(ending)
    }
    return frozenset(cut | {known})
