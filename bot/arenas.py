"""Keeps the memory of a process with many threads from being scattered."""

from __future__ import annotations

import ctypes
import os
import sys

ARENAS = 2
"""As many as threads answer."""
_M_ARENA_MAX = -8  # of glibc's malloc.h


def bound_arenas() -> bool:
    """Let the threads share a few heaps; whether it could be done. To be called before there are threads.

    glibc otherwise gives threads up to eight heaps for each core, and what is free in one is not used by
    another: in seven minutes of eight busy threads 70 MB lay idle so, and grew, where 14 MB do here
    (docs/decisions/0218-memory-is-flat.md). What `MALLOC_ARENA_MAX` says goes first.
    """
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other libraries of C have none
    return mallopt is not None and mallopt(_M_ARENA_MAX, ARENAS) == 1
