"""Takes the pieces of a text from a source that may hang, for so long and no longer."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Event, Thread
from time import monotonic

from retrieval.errors import ModelFailedError

# A call that hangs keeps its thread until its own time-outs end it; this many at most, whatever hangs.
_CALLS = BoundedSemaphore(16)

_Pipe = SimpleQueue["str | Exception | None"]


def pieces_within(
    seconds: float, source: Callable[[], Generator[str, None, None]]
) -> Generator[str, None, None]:
    """The pieces as they come. Whoever stops taking them ends the source at its next piece.

    Raises:
        ModelFailedError: `seconds` after the start the source has not ended, or too many hang already.
        Exception: whatever the source raises.
    """
    if not _CALLS.acquire(blocking=False):
        raise ModelFailedError("too many of its calls are hanging")
    pipe: _Pipe = SimpleQueue()
    stopped = Event()
    ends = monotonic() + seconds
    work = copy_context().run  # what is logged there says for whom, as it would here
    Thread(target=work, args=(_pump, source, pipe, stopped), name="writer", daemon=True).start()
    try:
        while (piece := _take(pipe, ends)) is not None:
            yield piece
    except Empty:
        raise ModelFailedError(f"it was not ready after {seconds:g} seconds") from None
    finally:
        stopped.set()


def _take(pipe: _Pipe, ends: float) -> str | None:
    """The next piece, or `None` at the end; `Empty` when the time is over, even with pieces waiting."""
    left = ends - monotonic()
    if left <= 0:
        raise Empty
    piece = pipe.get(timeout=left)
    if isinstance(piece, Exception):
        raise piece
    return piece


def _pump(
    source: Callable[[], Generator[str, None, None]],
    pipe: SimpleQueue[str | Exception | None],
    stopped: Event,
) -> None:
    try:
        with closing(source()) as pieces:
            for piece in pieces:
                pipe.put(piece)
                if stopped.is_set():
                    break
        pipe.put(None)
    except Exception as error:  # noqa: BLE001 - it is raised where the pieces are taken
        pipe.put(error)
    finally:
        _CALLS.release()
