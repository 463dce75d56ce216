"""How much of its words one text shares with another, and which to ask a large collection for. Pure."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import groupby

RUN = 4
"""Words in a row that two texts must share for these words to count as shared."""
FEWEST_KEYS = 24
"""A text has this many keys to twice as many, however long it is; a shorter one has one for each run."""

# Characters of a text whose words are remembered while others are looked at.
_SHORT = 20_000
# Chinese, Japanese and Korean are written without spaces: each character counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
# What stands inside a word or a number in one edition and not in another.
_INSIDE = re.compile(r"(?<=\w)['’ʼ`´\u00ad\u200b-\u200d](?=\w)|(?<=\d)[, \u202f](?=\d{3}\b)")


@dataclass(frozen=True)
class Wording:
    """A text as its words in order, in the form in which two editions of one text are equal."""

    shown: tuple[str, ...]
    """The words as they are written."""

    @classmethod
    def of(cls, text: str) -> Wording:
        """The words of a text, without what typography changes: quotes, dashes, thin spaces, ligatures."""
        return _short(text) if len(text) <= _SHORT else _long(text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that are compared."""
        return tuple(word.casefold() for word in self.shown)

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """Each `RUN` words in a row; of a shorter text, all of it."""
        words = self.words
        if not words:
            return ()
        return tuple(" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))

    @cached_property
    def keys(self) -> frozenset[int]:
        """Some of its runs as numbers of 48 bits, the same ones wherever they stand.

        A longer text keeps every second, fourth, … of them, always the same ones: what a short text and a
        long one share is found by the keys of the longer.
        """
        runs = frozenset(self.runs)
        mask = (1 << max(0, (len(runs) // FEWEST_KEYS).bit_length() - 1)) - 1
        return frozenset(_number(run) for run in runs if not zlib.crc32(run.encode()) & mask)


def _take(text: str) -> Wording:
    return Wording(tuple(_WORD.findall(_INSIDE.sub("", unicodedata.normalize("NFKC", text)))))


# Of an article that is added, keys are looked up ahead of its turn and at its turn, and then written.
_short = lru_cache(maxsize=32)(_take)
_long = lru_cache(maxsize=1)(_take)


def _number(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=6).digest())


@dataclass(frozen=True, slots=True)
class Likeness:
    """What one text has of another."""

    words: int
    """How many words the text has."""
    shared: int
    """How many of these stand in a run of words that the other has, too."""
    own: tuple[tuple[int, int], ...]
    """Its other words: spans of word numbers, in order."""

    @property
    def share(self) -> float:
        """The shared part of its words."""
        return self.shared / self.words if self.words else 0.0

    @property
    def longest(self) -> int:
        """How many words its longest run of shared words has."""
        starts = [0, *(end for _, end in self.own)]
        ends = [*(start for start, _ in self.own), self.words]
        return max(end - start for start, end in zip(starts, ends, strict=True))


def likeness(one: Wording, other: Wording) -> Likeness:
    """What `one` has of `other`."""
    held = frozenset(other.runs)
    flags = bytearray(len(one.words))
    for at, run in enumerate(one.runs):
        if run in held:
            flags[at : at + RUN] = b"\1" * len(flags[at : at + RUN])
    return Likeness(len(flags), sum(flags), _gaps(flags))


def _gaps(flags: Sequence[int]) -> tuple[tuple[int, int], ...]:
    gaps, at = [], 0
    for flag, group in groupby(flags):
        length = len(list(group))
        if not flag:
            gaps.append((at, at + length))
        at += length
    return tuple(gaps)
