"""The folder of a snapshot, and the note that says which one is whole."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.notes import Fingerprint, fingerprint, write_note

FOLDER = "snapshot"
_NOTE = "snapshot.json"
_FORM = 1
"""Of the files; another Byline's are built anew."""


@dataclass(frozen=True, slots=True)
class Note:
    """A snapshot that was written to its end."""

    name: str
    """Of its folder."""
    made_of: str
    """What made its vectors: those of another model, or embedded again, are of no use."""
    top: int
    """The highest number of a passage when it was made; what came later is not in it."""
    top_id: str
    """That passage's id. Where it is gone, numbers up to `top` may be other passages' by now."""
    owners: list[str | None]
    """Whose its articles are; rows name them by their place here."""
    files: Fingerprint
    """Each file with its size and time of change (ns): what was touched since is not trusted."""
    form: int = _FORM


Mark = tuple[int, int, int] | None
"""Changes whenever another snapshot is the newest; `None` where there is none."""


def mark_snapshot(directory: Path) -> Mark:
    """What tells whether there is another snapshot than before; microseconds."""
    try:
        status = (directory / _NOTE).stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def newest_snapshot(directory: Path) -> Note | None:
    """The note on the snapshot in a corpus's folder; `None` where none is whole and untouched."""
    try:
        note = Note(**json.loads((directory / _NOTE).read_text("utf-8")))
        sound = note.form == _FORM and note.name.isalnum()
        return note if sound and note.files == fingerprint(directory / FOLDER / note.name) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def publish(directory: Path, note: Note) -> None:
    """From now on this snapshot is the newest; the others go. Its files are on the disk already."""
    write_note(directory / _NOTE, asdict(note), beside=note.name)
    _clear(directory, keep=note.name)


def discard_snapshot(directory: Path) -> None:
    """Forget the snapshot, and what is half made of another: whoever makes it finds its folder gone."""
    (directory / _NOTE).unlink(missing_ok=True)
    _clear(directory, keep=None)


def discard_unfinished(directory: Path) -> None:
    """Forget what is half made by whoever was killed at it; for who keeps all others from making one."""
    note = newest_snapshot(directory)
    _clear(directory, keep=note.name if note else None)


def _clear(directory: Path, keep: str | None) -> None:
    folder = directory / FOLDER
    # Where an open file cannot be removed, the next one tries again.
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)
        if keep is None:
            folder.rmdir()
    for path in directory.glob(f"{_NOTE}.*"):
        path.unlink(missing_ok=True)
