"""The index while another library is put in the place of the one that it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.index.places import FolderPlace
from corpus.index.record import doubt_record
from corpus.settings import CorpusSettings
from corpus.snapshot import discard_snapshot


@contextmanager
def replacing_library(settings: CorpusSettings) -> Iterator[None]:
    """Own the embedded index, and see to it that what it holds is never taken for the new library's.

    Raises:
        IndexBusyError: the embedded index is open elsewhere.
    """
    place = None if settings.chroma_url else FolderPlace(settings.directory)
    if place:
        place.hold()
    try:
        # Before anything is replaced: a kill in between costs a rebuild and no more.
        doubt_record(settings.directory)
        discard_snapshot(settings.directory)
        yield
        # One that was made meanwhile may be of the library that is gone.
        discard_snapshot(settings.directory)
    finally:
        if place:
            place.release()
