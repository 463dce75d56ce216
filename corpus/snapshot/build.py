"""Writes a snapshot beside the one that is there, file by file, in memory that does not grow with it."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from corpus.embed import Vectors
from corpus.notes import fingerprint
from corpus.snapshot.files import FOLDER, Note, publish
from corpus.snapshot.postings import ENDS, ROWS, WEIGHTS, WORD_ENDS, WORDS, read_array, weigh
from corpus.snapshot.snapshot import ARTICLES, NUMBERS, OWNERS
from corpus.snapshot.vectors import SCALES, VECTORS, squeeze

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COUNTS = "counts.i4"
_AT_A_TIME = 1_000_000


class SnapshotBuilder:
    """First the passages, by number; then each word with its passages, by its bytes; then `publish`.

    Raises `OSError` where it cannot write, as when the snapshot was discarded meanwhile.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._name = secrets.token_hex(8)
        self._folder = directory / FOLDER / self._name
        self._files: dict[str, BinaryIO] = {}
        self._opened = ExitStack()
        self._owners: dict[str | None, int] = {}
        self._numbers = np.empty(0, np.int64)
        self._written = self._spelled = 0

    def __enter__(self) -> SnapshotBuilder:
        self._folder.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()
        if kind is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add_passages(
        self, numbers: Sequence[int], articles: Sequence[int], owners: Iterable[str | None], vectors: Vectors
    ) -> None:
        """The next passages: numbers, rising; their articles' numbers; whose they are; their vectors."""
        codes = [self._owners.setdefault(owner, len(self._owners)) for owner in owners]
        small, scales = squeeze(vectors)
        self._write(NUMBERS, np.array(numbers, "<i8"))
        self._write(ARTICLES, np.array(articles, "<i8"))
        self._write(OWNERS, np.array(codes, "<i4"))
        self._write(VECTORS, small)
        self._write(SCALES, scales)

    def add_words(self, words: Iterable[tuple[str, NDArray[Any]]]) -> None:
        """All words in the order of their bytes, each with the numbers of its passages as often as there."""
        self._end_files()
        self._numbers = read_array(self._folder / NUMBERS, "<i8")
        for name in (WORDS, WORD_ENDS, ENDS, ROWS, _COUNTS):
            self._write(name, np.empty(0, "u1"))
        lengths = np.zeros(len(self._numbers), np.int64)
        for word, numbers in words:
            self._add_word(word, np.searchsorted(self._numbers, numbers), lengths)
        self._end_files()
        self._weigh(lengths)

    def publish(self, made_of: str, top: int, top_id: str) -> None:
        """Make it the newest; see `Note`."""
        self._end_files()
        (self._folder / _COUNTS).unlink()
        files = fingerprint(self._folder)
        publish(self._directory, Note(self._name, made_of, top, top_id, list(self._owners), files))

    def _add_word(self, word: str, rows: NDArray[Any], lengths: NDArray[Any]) -> None:
        each, counts = np.unique(rows, return_counts=True)
        lengths[each] += counts
        spelled = np.frombuffer(word.encode(), "u1")
        self._spelled += len(spelled)
        self._written += len(each)
        self._write(WORDS, spelled)
        self._write(WORD_ENDS, np.array([self._spelled], "<i8"))
        self._write(ENDS, np.array([self._written], "<i8"))
        self._write(ROWS, each.astype("<i4"))
        self._write(_COUNTS, counts.astype("<i4"))

    def _weigh(self, lengths: NDArray[Any]) -> None:
        """What each word adds can be told only when all words are counted."""
        rows, counts = read_array(self._folder / ROWS, "<i4"), read_array(self._folder / _COUNTS, "<i4")
        mean = float(lengths.mean()) if len(lengths) else 0.0
        self._write(WEIGHTS, np.empty(0, "<f4"))
        for start in range(0, len(rows), _AT_A_TIME):
            some = slice(start, start + _AT_A_TIME)
            self._write(WEIGHTS, weigh(counts[some], lengths[rows[some]], mean))

    def _write(self, name: str, array: NDArray[Any]) -> None:
        if name not in self._files:
            self._files[name] = self._opened.enter_context((self._folder / name).open("wb"))
        self._files[name].write(array.tobytes())

    def _end_files(self) -> None:
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        self._opened.close()
        self._files.clear()
