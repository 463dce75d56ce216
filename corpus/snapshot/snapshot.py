"""A snapshot that is open: passages by their rows, chosen by whose they are, ranked by words and vectors."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.embed import Vectors
from corpus.models import Audience
from corpus.snapshot.files import FOLDER, Note
from corpus.snapshot.postings import Postings, read_array
from corpus.snapshot.vectors import Matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBERS, ARTICLES, OWNERS = "numbers.i8", "articles.i8", "owners.i4"

_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Standing:
    """Passages by their numbers in the library with scores, best first."""

    numbers: list[int]
    scores: list[float]


@dataclass(frozen=True, slots=True)
class _Room:
    """Memory to rank in: new memory each time took longer than the ranking."""

    scores: NDArray[Any]
    chosen: NDArray[np.bool_]

    @classmethod
    def of(cls, scores: NDArray[Any]) -> _Room:
        return cls(scores, np.empty(len(scores), np.bool_))


class Snapshot:
    """What some passages were when it was made. Which of them are still live, only the library knows.

    Safe to share between threads. Raises `OSError` or `ValueError` on opening where its files are broken.
    """

    def __init__(self, directory: Path, note: Note) -> None:
        folder = directory / FOLDER / note.name
        self.note = note
        self._numbers = read_array(folder / NUMBERS, "<i8")
        self._articles = read_array(folder / ARTICLES, "<i8")
        self._owners = read_array(folder / OWNERS, "<i4")
        self._postings = Postings(folder, len(self._numbers))
        self._matrix = Matrix(folder)
        self._rooms: deque[_Room] = deque()

    def __len__(self) -> int:
        """How many passages are in it."""
        return len(self._numbers)

    def inside(self, articles: NDArray[Any] | None, audience: Audience | None) -> NDArray[np.bool_] | None:
        """Which rows are of these articles (by number) and seen by the audience; `None`: all.

        An article's owner never changes, and nor does the article that a passage is of.
        """
        mask: NDArray[np.bool_] | None = None
        if articles is not None:
            wanted = np.zeros(int(self._articles.max(initial=0)) + 1, np.bool_)
            wanted[articles[articles < len(wanted)]] = True
            mask = wanted[self._articles]
        if audience is None:
            return mask
        seen = np.array([audience.sees(owner) for owner in self.note.owners], np.bool_)
        if seen.all():
            return mask
        theirs: NDArray[np.bool_] = seen[self._owners]
        return theirs if mask is None else mask & theirs

    @contextmanager
    def by_words(
        self, words: Iterable[str], more: Iterable[tuple[int, float]], mask: NDArray[np.bool_] | None
    ) -> Iterator[Callable[[int], Standing]]:
        """Ranks by BM25 for the words, with `more` for some passages: asked for so many, gives the best.

        Good until the block ends: then others rank in the same memory.
        """
        try:
            room = self._rooms.pop()
        except IndexError:
            room = _Room.of(np.empty(len(self)))
        try:
            room.scores.fill(0.0)
            self._postings.score(words, room.scores)
            self._add(room.scores, more)
            if mask is not None:
                np.multiply(room.scores, mask, out=room.scores)
            yield lambda limit: self._best(None, room, limit, above=0.0)
        finally:
            self._rooms.append(room)

    @contextmanager
    def by_vector(
        self, vector: Vectors, mask: NDArray[np.bool_] | None
    ) -> Iterator[Callable[[int], Standing]]:
        """Ranks by cosine, within 0.002: asked for so many, gives the best."""
        rows = None if mask is None else np.flatnonzero(mask)
        room = _Room.of(self._matrix.compare(vector, rows))
        yield lambda limit: self._best(rows, room, limit, above=-np.inf)

    def _add(self, scores: NDArray[np.float64], more: Iterable[tuple[int, float]]) -> None:
        found = list(more)
        if found and len(self):
            numbers, values = np.array([pair[0] for pair in found]), np.array([pair[1] for pair in found])
            rows = np.minimum(np.searchsorted(self._numbers, numbers), len(self) - 1)
            held = self._numbers[rows] == numbers
            np.add.at(scores, rows[held], values[held])

    def _best(self, rows: NDArray[np.intp] | None, room: _Room, limit: int, above: float) -> Standing:
        scores, least = room.scores, _least(room.scores, limit)
        compare = np.greater_equal if least > above else np.greater
        chosen = np.flatnonzero(compare(scores, max(least, above), out=room.chosen))
        # Equal scores come in the order of the library.
        chosen = chosen[np.lexsort((chosen, -scores[chosen]))][:limit]
        numbers = self._numbers[chosen if rows is None else rows[chosen]]
        return Standing(numbers.tolist(), scores[chosen].tolist())


def _least(scores: NDArray[Any], limit: int) -> float:
    """A score that the best `limit` have at least, and not many more.

    It is found among the best of each block: to divide all scores takes NumPy 2 ms where most are 0.
    """
    best = scores
    if len(scores) > limit * _BLOCK:
        best = scores[: len(scores) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
    if not 0 < limit < len(best):
        return -math.inf
    return float(np.partition(best, len(best) - limit)[len(best) - limit])
