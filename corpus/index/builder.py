"""How a generation of the index comes to be: taken up if it is sound, built from the library if not."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import cast

import numpy as np

from corpus.embed import Vectors
from corpus.errors import IndexUnavailableError
from corpus.index.collection import BATCH, Collection
from corpus.index.health import expect, find_problem
from corpus.index.places import FolderPlace
from corpus.index.record import Record
from corpus.index.server import ServerPlace
from corpus.library import IndexAction, Library

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many passages are done, and of how many."""
_Batches = Generator[tuple[list[str], Vectors], None, None]
_OPERATIONS = 64


class StoppedError(Exception):
    """The index is being closed; what was begun is left for the next time."""


@dataclass(slots=True)
class Generation:
    """A whole generation, open."""

    record: Record
    collection: Collection
    superseded: int
    """How many of its vectors are no longer of live passages."""


class Builder:
    """Finds or makes the generation that answers, and keeps one in step with the library's outbox."""

    def __init__(self, place: FolderPlace | ServerPlace, library: Library) -> None:
        self.place = place
        self.stopping = threading.Event()
        self._library = library

    def take_up(self, cheaply: bool = False) -> Generation | None:
        """The generation that is there, if it is sound; with `cheaply`, only if that is quick to tell.

        Raises:
            IndexUnavailableError: the server does not answer.
            StoppedError: it was told to stop.
        """
        record = self.place.recall()
        if record is None or record.embeddings != self._made_of():
            return None
        if cheaply and not self.place.quick_to_examine(record):
            return None
        problem = self.place.examine(record)
        self._check_stopped()
        found = None if problem else self._open(record)
        if isinstance(found, Generation):
            return found
        log.warning("The index is not sound (%s): it is built anew from the library.", problem or found)
        return None

    def build(self, progress: Progress | None = None) -> Generation:
        """A new generation beside what there is; on return it is the one that counts.

        Raises:
            IndexUnavailableError: the server does not answer, or Chroma cannot write.
            StoppedError: it was told to stop.
        """
        made_of, name = self._made_of(), secrets.token_hex(8)
        collection = self.place.create(name)
        try:
            self._fill(collection, progress or (lambda _done, _total: None))
            if self._made_of() != made_of:
                raise IndexUnavailableError("The embeddings were replaced while the index was built.")
            return self._generation(self.place.keep(name, made_of), collection)
        except BaseException:
            collection.close()
            raise

    def follow(self, generation: Generation) -> int:
        """Apply what the library has noted for the index; the number of operations done.

        Raises:
            IndexUnavailableError: Chroma does not answer, or this generation no longer counts.
        """
        current = self.place.recall()
        if current is None or current.generation != generation.record.generation:
            raise IndexUnavailableError("Another process has rebuilt the index.")
        done = 0
        record = generation.record
        while not self.stopping.is_set() and (
            operations := self.place.pending(record, self._library, _OPERATIONS)
        ):
            added: list[tuple[Sequence[str], Vectors]] = []
            for operation in operations:
                if operation.action is IndexAction.SUPERSEDE:
                    # Deleting in place is what most often leaves Chroma torn after a crash.
                    generation.superseded += len(operation.passage_ids)
                elif operation.vectors is not None:
                    added.append((operation.passage_ids, operation.vectors))
            if added:
                # All at once: Chroma takes as long for one vector as for some twenty.
                ids = [one for passage_ids, _ in added for one in passage_ids]
                generation.collection.add(ids, np.concatenate([vectors for _, vectors in added]))
            self.place.acknowledge(record, self._library, [one.sequence for one in operations])
            done += len(operations)
        return done

    def _open(self, record: Record) -> Generation | str:
        """The generation, or what is wrong with it."""
        try:
            collection = self.place.open(record)
        except IndexUnavailableError as error:
            self.place.check_reachable()
            return str(error)
        try:
            expected = expect(self._library)
            problem = find_problem(collection, expected) if expected else None
            if problem is None:
                return self._generation(record, collection)
        except IndexUnavailableError as error:
            collection.close()
            self.place.check_reachable()
            return str(error)
        collection.close()
        return problem

    def _generation(self, record: Record, collection: Collection) -> Generation:
        superseded = collection.count() - self._library.coverage().passages
        return Generation(record, collection, max(superseded, 0))

    def _fill(self, collection: Collection, progress: Progress) -> None:
        total, done = self._library.coverage().passages, 0
        progress(done, total)
        with closing(cast(_Batches, self._library.embeddings(batch=BATCH))) as batches:
            for ids, vectors in batches:
                self._check_stopped()
                self.place.go_on()
                collection.add(ids, vectors)
                done += len(ids)
                progress(done, max(total, done))

    def _made_of(self) -> str:
        return f"{self._library.identity()}, generation {self._library.generation()}"

    def _check_stopped(self) -> None:
        if self.stopping.is_set():
            raise StoppedError
