"""The same file out of a library in a database, and back: also the way from a file into a database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import IndexBusyError
from corpus.library.backup import copy_in, copy_out
from corpus.library.library import FILE_NAME, Library
from corpus.settings import CorpusSettings

Progress = Callable[[int, int], None]


def back_up_database(settings: CorpusSettings, file: Path, progress: Progress) -> None:
    """Write all that a database holds of a library at this moment into one file, as of a library in a file.

    Raises:
        LibraryError: the database cannot be read, or the file cannot be written.
    """
    with (
        TemporaryDirectory(prefix=f"{file.name}.", dir=file.parent) as folder,
        Library.open(settings.directory, read_only=True, url=settings.library_url) as held,
    ):
        with Library.open(Path(folder)) as copy:
            copy.take_over(held, progress)
        copy_out(Path(folder) / FILE_NAME, file, lambda _done, _total: None)


def restore_database(settings: CorpusSettings, file: Path, progress: Progress) -> None:
    """Put what a checked file holds in the place of all that is in a database, in one transaction.

    Raises:
        LibraryError: one of the two cannot be used.
        IndexBusyError: another process has the embedded index of this library open, here or elsewhere.
    """
    with (
        TemporaryDirectory(prefix="restored.", dir=settings.directory) as folder,
        Library.open(settings.directory, url=settings.library_url) as library,
    ):
        copy_in(file, Path(folder) / FILE_NAME, lambda _done, _total: None)
        if not library.claim.take():
            raise IndexBusyError(library.where)
        try:
            # A copy of its own: a file that an older Byline wrote takes today's steps there.
            with Library.open(Path(folder)) as copy:
                library.take_over(copy, progress)
        finally:
            library.claim.release()


def shown_place(settings: CorpusSettings) -> str:
    """Where a corpus is, as people are told."""
    if not settings.library_url:
        return str(settings.directory)
    with Library.open(settings.directory, read_only=True, url=settings.library_url) as held:
        return held.where
