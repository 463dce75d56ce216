"""The note beside the index that says which generation is whole, of what, and untouched since when.

After a change from the embedded index to a server, or back, the other one has missed operations and must not
be taken up again: whoever opens a server's forgets this note, and what the embedded index crosses out makes
the library forget the server's.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.notes import Fingerprint, write_note

_FILE = "index.json"
_DOUBT = "index.doubt"


@dataclass(frozen=True, slots=True)
class Record:
    """A generation that was built to its end."""

    place: str
    """`folder`, or the server's address with tenant and database."""
    generation: str
    """The name of its folder, or of its collection on the server."""
    embeddings: str
    """What made the vectors: another identity or library generation makes it useless."""
    files: Fingerprint | None = None
    """The files as they were after a clean close; `None` while it is open, or was not closed cleanly."""


def read_record(directory: Path) -> Record | None:
    """The record in the corpus's folder; `None` where there is none that can be read."""
    try:
        values = json.loads((directory / _FILE).read_text("utf-8"))
        record = Record(**values)
    except (OSError, ValueError, TypeError):
        return None
    known = all(isinstance(value, str) for value in (record.place, record.generation, record.embeddings))
    # The generation becomes a path.
    return record if known and record.generation.isalnum() else None


def write_record(directory: Path, record: Record) -> None:
    """Replace the record, all at once and for good."""
    write_note(directory / _FILE, asdict(record))


def forget_record(directory: Path) -> None:
    """No generation is whole any more."""
    (directory / _FILE).unlink(missing_ok=True)


def doubt_record(directory: Path) -> None:
    """What is there was made of another library: it is built anew, and goes when that is done."""
    if record := read_record(directory):
        write_record(directory, replace(record, embeddings="of another library", files=None))
    # A library that is put in place may name a collection on a server, as it was when it was copied.
    (directory / _DOUBT).touch()


def is_doubted(directory: Path) -> bool:
    """Whether the library's own note of a shared index is not to be trusted."""
    return (directory / _DOUBT).exists()


def clear_doubt(directory: Path) -> None:
    """The library's own note is of this library again."""
    (directory / _DOUBT).unlink(missing_ok=True)
