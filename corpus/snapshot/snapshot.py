"""A snapshot that is open: passages by their rows, chosen by whose they are, ranked by words and vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


@dataclass(frozen=True, slots=True)
class Standing:
    """Passages by their numbers in the library with scores, best first."""

    numbers: list[int]
    scores: list[float]


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

    def by_words(
        self, words: Iterable[str], more: Iterable[tuple[int, float]], mask: NDArray[np.bool_] | None
    ) -> Callable[[int], Standing]:
        """Ranks by BM25 for the words, with `more` for some passages: asked for so many, gives the best."""
        scores = self._postings.score(words)
        found = list(more)
        if found:
            numbers, values = np.array([pair[0] for pair in found]), np.array([pair[1] for pair in found])
            rows = np.minimum(np.searchsorted(self._numbers, numbers), max(len(self) - 1, 0))
            held = self._numbers[rows] == numbers
            np.add.at(scores, rows[held], values[held])
        if mask is not None:
            scores = scores * mask
        return lambda limit: self._best(np.arange(len(scores)), scores, limit, above=0.0)

    def by_vector(self, vector: Vectors, mask: NDArray[np.bool_] | None) -> Callable[[int], Standing]:
        """Ranks by cosine, within 0.002: asked for so many, gives the best."""
        rows = None if mask is None else np.flatnonzero(mask)
        scores = self._matrix.compare(vector, rows)
        every = np.arange(len(scores)) if rows is None else rows
        return lambda limit: self._best(every, scores, limit, above=-np.inf)

    def _best(self, rows: NDArray[np.intp], scores: NDArray[Any], limit: int, above: float) -> Standing:
        chosen = np.arange(len(scores)) if limit >= len(scores) else np.argpartition(-scores, limit)[:limit]
        chosen = chosen[scores[chosen] > above]
        # Equal scores come in the order of the library.
        chosen = chosen[np.lexsort((chosen, -scores[chosen]))]
        return Standing(self._numbers[rows[chosen]].tolist(), scores[chosen].tolist())
