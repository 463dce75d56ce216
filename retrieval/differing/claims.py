"""What a sentence claims, in a form that two sentences can be compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from corpus import StoredArticle


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, exactly as its article prints it."""

    text: str
    """Exactly `article.article.text[start:end]`."""
    start: int
    end: int
    passage_id: str
    article: StoredArticle

    @property
    def publisher(self) -> str:
        """Who stands behind it: the outlet, else the site, else the article itself."""
        article = self.article.article
        site = re.match(r"https?://([^/:]+)", article.url or "")
        return (article.publisher or (site.group(1) if site else self.article.id)).casefold()

    @property
    def published_at(self) -> datetime | None:
        """When its article was first published; `None` if that is not known."""
        return self.article.article.published_at


class Bond(StrEnum):
    """How two claims with equal keys are known to be about one thing."""

    POST = "post"
    """Their sentences share names besides the post and its holder."""
    TOLL = "toll"
    """Their sentences name the same places, and share words besides those of any accident."""
    DEED = "deed"
    """Their sentences share what was done, or not done, besides who did it."""
    TWIN = "twin"
    """Their sentences are the same but for the value."""
    QUESTION = "question"
    """Each by itself answers the question."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That something has a value: a post its holder, a group its number, an event its day."""

    about: str
    """The thing, in the sentence's words: "British Prime Minister", "people dead"; or the question."""
    bond: Bond
    key: str
    """The thing, normalised: only claims with equal keys are compared."""
    value: str
    """The value in the sentence's words: a name, a day, a number with its "at least"."""
    low: float
    """For a number, the least that the words allow; for a day, the first possible; for a name, 0."""
    high: float
    """For a number, the most that the words allow; for a day, the last possible; for a name, 0."""
    days: float
    """Claims whose articles lie further apart than this many days may both be true."""
    statement: Statement
    asked_by: re.Pattern[str] | None = None
    """What a question about the thing says; `None` where the claim was read as an answer to the question."""
    minimum: bool = False
    """Whether it is an "at least": two that differ are two reports, even if both can be true."""

    @property
    def is_range(self) -> bool:
        """Whether the value is a number or a day; otherwise it is a name."""
        return self.high > 0

    def differs(self, other: Claim) -> bool:
        """Whether both cannot be true: ranges that do not touch, or names that share no word."""
        if self.is_range or other.is_range:
            if self.minimum and other.minimum:
                return self.low != other.low
            return self.high < other.low or other.high < self.low
        return not _overlap(self.value, other.value) and not _overlap(other.value, self.value)


def is_prose(text: str) -> bool:
    """Whether a text is a sentence and not a list, a table or a page's furniture: only sentences claim."""
    words = text.split()
    if not words or len(words) > _LONGEST_SENTENCE:
        return False
    plain = sum(word.casefold().strip(".,;:\"'”’") in COMMON_WORDS for word in words)
    marks = sum(not any(map(str.isalnum, word)) for word in words)
    least = _PLAIN if len(words) > _SHORT_SENTENCE else _PLAIN_SHORT
    return plain >= least * len(words) and marks <= max(1, _MARKS * len(words))


def _overlap(one: str, other: str) -> bool:
    """Whether a name's own words, before any ", Velmark" that says where it is, are in another name."""
    return bool(name_words(one.split(", ")[0]) & name_words(other))


# Of the sentences of news nearly all have this share of the words that any sentence has, and few lone marks.
_PLAIN = 0.16
_PLAIN_SHORT = 0.1
_SHORT_SENTENCE = 16
_MARKS = 0.08
_LONGEST_SENTENCE = 90
WORD = re.compile(r"[^\W\d_][\w’'.-]*")
NAMED = re.compile(
    r"(?:(?<=[^.!?:\n“”\"‘\s]\s)|(?<=\s[“\"‘(]))[A-ZÀ-ÖØ-Þ][\w’'-]+|\b[A-Z]{2,}\b|(?<=[a-z] )[A-Z]\.[A-Z]\."
)
_COMMON_TEXT = """
a about after again against all also am an and any are as at be been before being but by can could did
do does for from had has have he her him his how i if in into is it its made make many may might more
most much must no not of off on one or other others our out over people said say says she should so some such
than that the their them then there these they this those to two under until up was we were what when
where which while who whom whose why will with would you your report reported reports told new year
years day days week time first last
"""
COMMON_WORDS = frozenset(_COMMON_TEXT.split())


def name_words(name: str) -> frozenset[str]:
    """The words of a person's name, for comparison."""
    return frozenset(word.casefold().strip(".’'") for word in WORD.findall(name))


def stem(word: str) -> str:
    """A crude stem: enough to see "killed" in "kills" and "missiles" in "missile"."""
    word = re.sub(r"[’']s?$", "", word.casefold()).strip(".-'’")
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word


def content_words(text: str) -> frozenset[str]:
    """The stems of the words that carry what a text is about."""
    words = (word.casefold() for word in WORD.findall(text))
    return frozenset(stem(word) for word in words if word.strip(".") not in COMMON_WORDS and len(word) > 1)


def named_words(text: str) -> frozenset[str]:
    """The stems of the words written as names: capitalised where a sentence does not begin."""
    return frozenset(stem(word) for word in NAMED.findall(text) if word.casefold() not in COMMON_WORDS)
