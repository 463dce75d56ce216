"""A corpus as one file, and back: the articles with all that is theirs; the index is built from them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.backup_database import back_up_database, restore_database, shown_place
from corpus.changes import UNNAMED, Action, Actor, Change
from corpus.errors import CorpusError, LibraryError, NoCorpusError
from corpus.index import Index, replacing_library
from corpus.library.backup import check_copy, copy_in, copy_out
from corpus.library.library import FILE_NAME, Library
from corpus.place import check_there
from corpus.settings import CorpusSettings

Progress = Callable[[int, int], None]
_LOCK = "backup.lock"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A corpus that is in one file."""

    file: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A corpus that came out of one file."""

    articles: int
    passages: int
    indexed: bool
    """Whether the index is built; otherwise it builds itself, and questions are answered meanwhile."""
    aside: Path | None
    """Where the library is that was there before, if it was damaged; what is sound is written over."""


def backup(
    settings: CorpusSettings, file: Path, replace: bool = False, progress: Progress | None = None
) -> BackedUp:
    """Copy the corpus as it is at this moment into one file, whoever reads and writes it meanwhile.

    An interruption leaves what was there before; the file appears when it is whole, checked and on the disk.

    Args:
        settings: Where the corpus is.
        file: Where the copy goes.
        replace: Whether a file that is there already may be replaced.
        progress: Told parts done and their number.

    Raises:
        LibraryError: there is no corpus, it is damaged, or the file cannot be written.
    """
    library = settings.directory / FILE_NAME
    check_there(settings)
    file = file.resolve()
    _check_place(file, settings.directory.resolve(), replace)
    lock = FileLock(settings.directory / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryError(library, "Another backup of this corpus is being written.") from error
    except OSError:
        # A corpus that may only be read is backed up without a lock.
        _log.debug("The backup is not locked.", exc_info=True)
    try:
        if settings.library_url:
            back_up_database(settings, file, progress or _nobody)
        else:
            copy_out(library, file, progress or _nobody)
    finally:
        lock.release()
    return BackedUp(file, file.stat().st_size)


def holds_anything(settings: CorpusSettings) -> bool:
    """Whether a restored corpus would replace something: articles, feeds, or what cannot be read.

    Raises:
        LibraryError: what is there is not ours to replace.
    """
    library = settings.directory / FILE_NAME
    url = settings.library_url
    if not url and (not library.is_file() or not library.stat().st_size):
        return False
    try:
        with Library.open(settings.directory, read_only=True, url=url) as held:
            return bool(held.coverage().articles or held.feeds.statuses())
    except NoCorpusError:
        return False
    except LibraryError:
        if url:
            raise
        return True


def restore(
    settings: CorpusSettings,
    file: Path,
    replace: bool = False,
    progress: Progress | None = None,
    actor: Actor = UNNAMED,
) -> Restored:
    """Make the corpus what it was when the file was written, in one step: a kill leaves the one or the other.

    Everything is checked before anything is touched. The index is built anew from the stored embeddings.

    Args:
        settings: Where the corpus is to be.
        file: What `backup` has written.
        replace: Whether a corpus that is there already may be replaced.
        progress: Told parts done and their number; from 0 again when the index is built.
        actor: Who is written into the log.

    Raises:
        LibraryError: the file is no sound backup, or there is a corpus that may not be replaced.
        IndexBusyError: another process has the corpus open.
    """
    report = progress or _nobody
    library_file = settings.directory / FILE_NAME
    check_copy(file)
    if library_file.exists() and library_file.samefile(file):
        raise LibraryError(file, f"{file} is the corpus itself, and no backup of it.")
    if not replace and holds_anything(settings):
        where = shown_place(settings)
        raise LibraryError(file, f"{where} holds a corpus already: nothing was changed.")
    _make_folder(settings.directory)
    with replacing_library(settings):
        aside = None
        if settings.library_url:
            restore_database(settings, file, report)
        else:
            aside = copy_in(file, library_file, report)
    with Library.open(settings.directory, url=settings.library_url) as library:
        library.by(actor).log.note(Change(Action.RESTORE, "done", str(file)))
        indexed = _index(settings, library, report)
        held = library.coverage()
    return Restored(held.articles, held.passages, indexed, aside)


def _index(settings: CorpusSettings, library: Library, report: Progress) -> bool:
    try:
        with Index.open(settings, library) as index:
            index.rebuild(report)
    except CorpusError as error:
        # The articles are there, and the index comes by itself.
        _log.warning("The index follows later: %s", error)
        return False
    return True


def _make_folder(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{directory} cannot be used as a folder ({error.strerror})."
        raise LibraryError(directory, reason) from error


def _check_place(file: Path, directory: Path, replace: bool) -> None:
    if file.is_relative_to(directory):
        reason = f"{file} is in the corpus's own folder, and would be lost with it. Choose another folder."
    elif file.exists() and not file.is_file():
        reason = f"{file} is no file. Name a file for the backup."
    elif file.exists() and not replace:
        reason = f"{file} is there already. Name another file, or replace it with --force."
    elif not file.parent.is_dir():
        reason = f"There is no folder {file.parent}."
    else:
        return
    raise LibraryError(file, reason)


def _nobody(_done: int, _total: int) -> None:
    """Whom nothing needs to be told."""
