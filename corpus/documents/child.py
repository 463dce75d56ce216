"""The process that opens a document: `python -m corpus.documents.child pdf|docx`, the file on standard input.

Whatever a hostile file does to a parser ends here: it has bounds on memory and time, and only plain words
in JSON leave it.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from corpus.documents.written import Trouble, TroubleError, Written, pack

MEMORY = 1 << 30
"""Bytes. A book of 117 pages with its pictures takes 75 MB."""
SECONDS = 30
"""Of processor time; the same book takes three."""
_LOOK = 0.05


def main(kind: str) -> None:
    """Read the document, and write what it holds or why it is not read."""
    set_bounds()
    data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(pack(read(kind, data)))


def read(kind: str, data: bytes) -> Written | Trouble:
    """What a document holds; whatever is wrong with it is a value."""
    try:
        if kind == "pdf":
            from corpus.documents.pdf import read_pdf

            return read_pdf(data)
        from corpus.documents.word import read_word

        return read_word(data)
    except TroubleError as error:
        return error.trouble
    except (MemoryError, RecursionError):
        return Trouble.HEAVY
    except Exception as error:  # noqa: BLE001 (two parsers over hostile bytes: there is no list of what they raise)
        # pypdf's own bounds on what a stream may inflate to.
        return Trouble.HEAVY if type(error).__name__ == "LimitReachedError" else Trouble.DAMAGED


def set_bounds() -> None:
    """Bound this process for good: the kernel where it does, a watch of our own everywhere."""
    # macOS has the second and knows neither the first nor, for small values, the last.
    for limit, value in (
        (resource.RLIMIT_AS, 2 * MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = os.getppid()
    while resident() < MEMORY and os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def resident() -> int:
    """Bytes of memory that this process has in use."""
    try:
        # On Linux the maximum that getrusage gives begins with that of the process that started this one.
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main(sys.argv[1])
