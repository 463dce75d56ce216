"""Who does something for all processes: a name that tells whether its process still lives."""

from __future__ import annotations

import os
import platform
import secrets
from pathlib import Path

_OURS: set[str] = set()
"""Those of this process."""


def new_holder() -> str:
    """A name for one who takes leases: no two are alike, in this process or anywhere."""
    holder = f"{_place()} {os.getpid()} {secrets.token_hex(8)}"
    _OURS.add(holder)
    return holder


def has_ended(holder: str) -> bool:
    """Whether the process that a holder is in has ended, as far as that can be told from here."""
    place, _, rest = holder.rpartition(" ")[0].rpartition(" ")
    if place != _place() or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        # In a container the program has the same number each time: whoever had it before is gone.
        return holder not in _OURS
    try:
        os.kill(int(rest), 0)  # sends nothing
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _place() -> str:
    """The machine and, where there is such a thing, the container: outside it process numbers say nothing."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = "-"
    return f"{platform.node()} {space}"
