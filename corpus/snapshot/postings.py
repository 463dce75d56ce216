"""Which passages have a word, and what it adds to their BM25."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# As SQLite's FTS5 has them, so that a snapshot ranks as the library itself.
_SATURATION, _LENGTH = 1.2, 0.75
_LEAST_RARITY = 1e-6

# Larger arrays would be new memory each time: to get it from the system took three times as long as to add.
_AT_A_TIME = 8_192

WORDS, WORD_ENDS, ENDS = "words.utf8", "word_ends.i8", "ends.i8"
ROWS, WEIGHTS = "rows.i4", "weights.f4"


def rarity(passages: int, having: int) -> float:
    """How much a word counts that so many of the passages have."""
    idf = math.log((passages - having + 0.5) / (having + 0.5))
    return idf if idf > 0 else _LEAST_RARITY


def weigh(counts: NDArray[Any], lengths: NDArray[Any], mean: float) -> NDArray[np.float32]:
    """What a word adds to the BM25 of passages that have it so often, but for its rarity.

    Args:
        counts: How often each has it; shape (n,).
        lengths: How many words each has; shape (n,).
        mean: How many words a passage has.
    """
    room = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(mean, 1e-9))
    weights = counts * (_SATURATION + 1) / (counts + room)
    return np.asarray(weights, np.float32)


class _Words:
    """The words in the order of their bytes, as `bisect` wants them."""

    def __init__(self, folder: Path) -> None:
        self._text = read_array(folder / WORDS, "u1")
        self._ends = read_array(folder / WORD_ENDS, "<i8")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> bytes:
        start = int(self._ends[place - 1]) if place else 0
        return self._text[start : int(self._ends[place])].tobytes()


class Postings:
    """For each word the rows of the passages that have it, with what it adds to their scores."""

    def __init__(self, folder: Path, passages: int) -> None:
        self._passages = passages
        self._words = _Words(folder)
        self._ends = read_array(folder / ENDS, "<i8")
        self._rows = read_array(folder / ROWS, "<i4")
        self._weights = read_array(folder / WEIGHTS, "<f4")

    def score(self, words: Iterable[str], scores: NDArray[np.float64]) -> None:
        """Add to every row's score its BM25 for these words; a word that comes twice counts twice."""
        for word in words:
            place = bisect_left(self._words, word.encode())
            if place == len(self._words) or self._words[place] != word.encode():
                continue
            start, end = int(self._ends[place - 1]) if place else 0, int(self._ends[place])
            rare = np.float32(rarity(self._passages, end - start))
            for at in range(start, end, _AT_A_TIME):
                some = slice(at, min(at + _AT_A_TIME, end))
                added = (self._weights[some] * rare).astype(np.float64)
                np.add.at(scores, self._rows[some].astype(np.intp), added)


def read_array(path: Path, form: str) -> NDArray[Any]:
    """An array in a file, read as it is needed."""
    if not path.stat().st_size:
        return np.empty(0, form)
    return np.asarray(np.memmap(path, form, "r"))
