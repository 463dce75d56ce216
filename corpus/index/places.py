"""Where generations of the embedded index live: in folders that one process owns."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexBusyError, IndexUnavailableError
from corpus.index.collection import Collection
from corpus.index.record import Record, forget_record, read_record, write_record
from corpus.library import IndexOperation, Library
from corpus.notes import fingerprint

_LOCK = "index.lock"


class FolderPlace:
    """A folder for each generation, all owned by this process while the index is open."""

    # A rebuild that failed (a full disk) would fail again at once.
    retry_seconds = 600.0

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._folder = directory / "index"
        self._lock = FileLock(directory / _LOCK, timeout=0, thread_local=False)

    def hold(self) -> None:
        """Own the index until `release`.

        Raises:
            IndexBusyError: it is open already, in another process or in this one.
        """
        try:
            self._lock.acquire()
        except Timeout as error:
            raise IndexBusyError(self._folder) from error

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """One process owns the folder, so nobody else writes."""
        yield True

    @contextmanager
    def building(self) -> Iterator[bool]:
        """Nobody else builds, either."""
        yield False

    def go_on(self) -> None:
        """Nobody takes it over meanwhile."""

    def recall(self) -> Record | None:
        """The generation that is whole, if it is in a folder of ours."""
        record = read_record(self._directory)
        if record is None or record.place != "folder" or not (self._folder / record.generation).is_dir():
            return None
        return record

    def quick_to_examine(self, record: Record) -> bool:
        """Whether the files are exactly those of the last clean close."""
        return bool(record.files) and record.files == fingerprint(self._folder / record.generation)

    def examine(self, record: Record) -> str | None:
        """Why a generation must not even be opened."""
        if self.quick_to_examine(record):
            return None
        # A torn graph may be sound wherever it is looked at, and crash the process at the next vector that
        # is added (docs/decisions/0188): only one that was closed, and is as it was then, is taken up again.
        return "it was not closed" if record.files is None else "its files have changed since it was closed"

    def open(self, record: Record) -> Collection:
        """Open a generation; from here on only `seal` makes it untouched again."""
        write_record(self._directory, replace(record, files=None))
        return Collection.in_folder(self._folder / record.generation)

    def create(self, generation: str) -> Collection:
        """An empty generation beside the others."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"{self._folder} cannot be used as a folder ({error.strerror}). Move it away: the index"
            raise IndexUnavailableError(f"{reason} is then built there.") from error
        return Collection.in_folder(self._folder / generation, create=True)

    def keep(self, generation: str, embeddings: str) -> Record:
        """From now on this generation is the whole one; the others go."""
        record = Record("folder", generation, embeddings)
        write_record(self._directory, record)
        self.discard_others(generation)
        return record

    def discard_others(self, generation: str | None) -> None:
        """Remove every generation but this one, half-built ones among them."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name != generation and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def pending(self, record: Record, library: Library, limit: int) -> list[IndexOperation]:
        """What the generation has yet to do."""
        del record
        return library.pending(limit)

    def acknowledge(self, record: Record, library: Library, sequences: Sequence[int]) -> None:
        """The generation has done what it was given."""
        del record
        library.acknowledge(sequences[-1])

    def seal(self, record: Record, sound: bool) -> None:
        """Remember the files as they are after a clean close, or that this generation must not be used."""
        if sound:
            files = fingerprint(self._folder / record.generation)
            write_record(self._directory, replace(record, files=files))
        else:
            forget_record(self._directory)

    def check_reachable(self) -> None:
        """A folder is always in reach: what fails in it is broken."""
