"""What was read is not read again: a passage is ranked and quoted by one reading of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from corpus import Passage
from retrieval.reader import Reader
from retrieval.spans import ReadPassage
from retrieval.spent import spending

# Some ten questions' worth; a reading takes a few kilobytes.
MOST = 256


class RememberingReader:
    """A reader that keeps its latest readings. Safe to share between threads."""

    def __init__(self, reader: Reader, most: int = MOST) -> None:
        self._reader = reader
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[str, str], ReadPassage] = OrderedDict()

    def read(self, question: str, passages: Sequence[Passage]) -> list[ReadPassage]:
        """One reading for each passage, in order; raises as the reader does.

        A passage is known by its id, which is never given to another text.
        """
        readings = self._remembered(question, passages)
        missing = [passage for passage in passages if passage.id not in readings]
        if missing:
            with spending("reading"):
                new = self._reader.read(question, missing)
            readings |= {passage.id: read for passage, read in zip(missing, new, strict=True)}
            self._keep(question, readings)
        return [readings[passage.id] for passage in passages]

    def _remembered(self, question: str, passages: Sequence[Passage]) -> dict[str, ReadPassage]:
        with self._lock:
            return {p.id: self._held[question, p.id] for p in passages if (question, p.id) in self._held}

    def _keep(self, question: str, readings: dict[str, ReadPassage]) -> None:
        with self._lock:
            for name, read in readings.items():
                self._held[question, name] = read
                self._held.move_to_end((question, name))
            while len(self._held) > self._most:
                self._held.popitem(last=False)
