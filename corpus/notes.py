"""Notes on files that can be made anew: which of them are whole, and how they were when they were left."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Fingerprint = dict[str, list[int]]
"""Each file's relative path with its size and time of change (ns)."""


def write_note(path: Path, values: Mapping[str, Any], beside: str = "new") -> None:
    """Replace a note, all at once and for good. Until then it is a file whose name ends with `beside`."""
    temporary = path.with_name(f"{path.name}.{beside}")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(values, file)
        file.flush()
        # Before what the note is on changes, the note must have reached the disk.
        os.fsync(file.fileno())
    temporary.replace(path)


def fingerprint(folder: Path) -> Fingerprint:
    """What can be seen of the files without reading them; empty for a missing folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            found[path.relative_to(folder).as_posix()] = [status.st_size, status.st_mtime_ns]
    return found
