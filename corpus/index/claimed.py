"""The embedded index of a library in a database: one machine's at a time, made anew when that changes."""

from __future__ import annotations

import secrets
from pathlib import Path

from corpus.errors import IndexBusyError, IndexUnavailableError
from corpus.index.collection import Collection
from corpus.index.places import FolderPlace
from corpus.index.record import Record, doubt_record
from corpus.index.server import ServerPlace
from corpus.library import IndexOperation, Library
from corpus.settings import CorpusSettings

_NAME = "index.name"
_OVER = "Another machine's index follows this library by now: start this program again."


class ClaimedPlace(FolderPlace):
    """A folder of this machine's. There is one outbox: what one machine takes from it, others never see."""

    def __init__(self, directory: Path, library: Library) -> None:
        super().__init__(directory)
        self._library = library

    def hold(self) -> None:
        """Own the folder and the outbox.

        Raises:
            IndexBusyError: another process has the index open, here or on another machine.
        """
        super().hold()
        try:
            if not self._library.claim.take():
                raise IndexBusyError(self._library.where)
            if not self._library.claim.follow(self._name()):
                doubt_record(self._directory)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let others have them."""
        self._library.claim.release()
        super().release()

    def create(self, generation: str) -> Collection:
        """An empty generation, unless another machine took over."""
        self._check()
        return super().create(generation)

    def pending(self, record: Record, library: Library, limit: int) -> list[IndexOperation]:
        """What the generation has yet to do.

        Raises:
            IndexUnavailableError: another machine took over.
        """
        self._check()
        return super().pending(record, library, limit)

    def _check(self) -> None:
        # The claim goes with its connection, as when the database is started again; then another may have it.
        if self._library.claim.follower() != self._name():
            raise IndexUnavailableError(_OVER)

    def _name(self) -> str:
        """What tells this folder from those of other machines."""
        file = self._directory / _NAME
        if not file.exists():
            file.write_text(secrets.token_hex(8), "utf-8")
        return file.read_text("utf-8")


def place_of(settings: CorpusSettings, library: Library) -> FolderPlace | ServerPlace:
    """Where the index of a corpus is, as its settings say."""
    if settings.chroma_url:
        return ServerPlace(settings, library)
    if settings.library_url:
        return ClaimedPlace(settings.directory, library)
    return FolderPlace(settings.directory)
