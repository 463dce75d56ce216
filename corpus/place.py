"""The folder of a corpus: whether there is one in it, and whether it may be changed."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.errors import LibraryError, NoCorpusError
from corpus.library import Library
from corpus.settings import CorpusSettings

_FILE = "library.sqlite3"


def check_there(settings: CorpusSettings) -> None:
    """Refuse to look where there is no corpus: a misspelt name must not become an empty one.

    Raises:
        NoCorpusError: there is none.
        LibraryError: nobody may look into the folder.
    """
    if settings.library_url:
        # Without a library in it for reading only, a database stays as it is.
        Library.open(settings.directory, read_only=True, url=settings.library_url).close()
        return
    library = settings.directory / _FILE
    try:
        there = library.exists()
    except OSError as error:
        # Nobody may look into the folder, or its name is too long.
        raise LibraryError(library, f"{library} cannot be opened ({error.strerror}).") from error
    if not there:
        raise NoCorpusError(library)


def may_write(settings: CorpusSettings) -> bool:
    """Whether the corpus that is there may be changed; one that may not be can still be asked."""
    if settings.library_url:
        return True  # whom the database lets write, it knows itself
    return _may_write(settings.directory) and _may_write(settings.directory / _FILE)


def size_of(folder: Path) -> int:
    """Bytes in a corpus's folder; a file that vanishes meanwhile has none."""
    size = 0
    for file in folder.rglob("*"):
        try:
            size += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue
    return size


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
