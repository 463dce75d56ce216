"""The index: nearest passages by Chroma, kept in step with the library, mended in the background."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType

from corpus.embed import Vectors
from corpus.errors import CorpusError, IndexUnavailableError
from corpus.index.builder import Builder, Generation, Progress, StoppedError
from corpus.index.claimed import place_of
from corpus.index.places import FolderPlace
from corpus.index.server import ServerPlace
from corpus.library import Library
from corpus.settings import CorpusSettings

log = logging.getLogger(__name__)

# Up to here a rebuild takes under 1.5 s, and is waited for.
SMALL = 1_000
# Up to here the library compares a question with every passage in 0.1 s; Chroma is loaded and opened in 0.5.
SCANNED = 20_000
# With a snapshot it takes 0.1 s for a million.
COMPARED = 2_000_000
# Vectors of superseded passages crowd out live ones; at 30 % a rebuild adds 2.3 vectors for each it drops,
# and the four-fold over-fetching of the dense ranker still brings 2.8 times what is wanted.
SUPERSEDED_SHARE = 0.3
# Seconds. A rebuild stops within 0.04 s of being told to. What does not is stuck, as when an interruption
# left Python's import lock held: a process that ends must not wait for it.
PATIENCE = 20.0


class IndexState(StrEnum):
    """Whether the index answers."""

    READY = "ready"
    REBUILDING = "rebuilding"
    """It is being built; questions are answered by the library meanwhile."""
    UNAVAILABLE = "unavailable"
    """It failed, or its server is away; tried again after a while, when it is next asked."""


class Index:
    """The vectors of all live passages, and of some superseded ones. Any thread may call any method."""

    def __init__(self, place: FolderPlace | ServerPlace, library: Library) -> None:
        self._place = place
        self._library = library
        self._builder = Builder(place, library)
        self._generation: Generation | None = None
        self._state = IndexState.REBUILDING
        self._reason = ""
        self._retry_at = 0.0
        self._thread: threading.Thread | None = None
        self._closed = False
        # Taken in this order. Building holds the first for minutes; the outbox is followed under the second;
        # the third keeps a collection from being closed under a question.
        self._mending = threading.RLock()
        self._applying = threading.RLock()
        self._reading = threading.Lock()
        self._starting = threading.Lock()

    @classmethod
    def open(
        cls, settings: CorpusSettings, library: Library, read_only: bool = False, briefly: bool = False
    ) -> Index:
        """Open the index of a corpus, or begin to build it.

        A sound index is ready on return, with the outbox applied, and so is a small one that had to be built
        anew. A larger one is built in the background, `REBUILDING` until then. For reading only
        it is `UNAVAILABLE` and stays so; for a question or two, it is where the library is small.

        Raises:
            IndexBusyError: the embedded index is open elsewhere.
        """
        place = place_of(settings, library)
        index = cls(place, library)
        if read_only:
            # Chroma writes even to answer.
            index._closed = True
            index._unavailable("The corpus may only be read here.")
            return index
        place.hold()
        if briefly and (library.snapshots.compares(COMPARED) or library.coverage().passages <= SCANNED):
            index._reason = "The index is not opened for a single question."
            index._state, index._retry_at = IndexState.UNAVAILABLE, math.inf
            return index
        try:
            index._start()
        except BaseException:
            index.close()
            raise
        return index

    @property
    def state(self) -> IndexState:
        """Whether the index answers now."""
        return self._state

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Passage ids by cosine to a vector of shape (dimension,), best first; some may be superseded.

        Raises:
            IndexUnavailableError: it is being rebuilt, or does not answer; `Library.scan` does.
        """
        with self._reading:
            if (generation := self._generation) is not None:
                try:
                    return generation.collection.nearest(vector, limit)
                except IndexUnavailableError as error:
                    failure = error
        if generation is None:
            reason = self._reason
            self._mend_soon()
            raise IndexUnavailableError(reason)
        self._distrust(generation, failure)
        raise failure

    def catch_up(self) -> int:
        """Apply what the library has noted for the index; how many operations, 0 if they must wait."""
        with self._applying:
            if (generation := self._generation) is not None:
                try:
                    with self._place.writing() as ours:
                        done = self._builder.follow(generation) if ours else 0
                    held = generation.collection.count()
                except IndexUnavailableError as error:
                    self._distrust(generation, error)
                    return 0
                if generation.superseded > max(SMALL, SUPERSEDED_SHARE * held):
                    self._begin(self._build)
                return done
        self._mend_soon()
        return 0

    def rebuild(self, progress: Progress | None = None) -> None:
        """Build the index anew from the stored embeddings, and wait for it.

        Raises:
            IndexUnavailableError: the server does not answer, or Chroma cannot write.
        """
        self._halt()
        self._rebuilding()
        try:
            with self._mending:
                self._build(progress)
        except StoppedError as error:
            raise IndexUnavailableError("The index was closed while it was rebuilt.") from error
        except BaseException as error:
            self._unavailable(str(error))
            raise

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for what goes on in the background; whether the index is ready then."""
        if (thread := self._thread) is not None:
            thread.join(timeout)
        return self._state is IndexState.READY

    def count(self) -> int:
        """How many vectors it holds, superseded ones included. Raises `IndexUnavailableError`."""
        with self._reading:
            if self._generation is None:
                raise IndexUnavailableError(self._reason)
            return self._generation.collection.count()

    def close(self) -> None:
        """End what goes on in the background and let go of the index."""
        if self._closed:
            return
        self._closed = True
        if not self._halt(PATIENCE):
            log.warning("The index's background work does not end; it is left to the end of the process.")
            return
        with self._applying:
            self._detach()
        self._unavailable("The index is closed.")
        self._place.release()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Mending

    def _start(self) -> None:
        self._rebuilding()
        small = self._library.coverage().passages <= SMALL
        self._run(lambda: self._mend(True) if small else self._take_up(True))
        if self._state is IndexState.REBUILDING:
            self._begin(self._mend)

    def _mend_soon(self) -> None:
        if not self._closed and time.monotonic() >= self._retry_at:
            self._begin(self._mend)

    def _begin(self, mend: Callable[[], object]) -> None:
        """Mend in the background, unless that is going on already."""
        with self._starting:
            if self._thread is not None and self._thread.is_alive():
                return
            self._rebuilding()
            self._thread = threading.Thread(target=self._run, args=(mend,), name="index", daemon=True)
            self._thread.start()

    def _run(self, mend: Callable[[], object]) -> None:
        try:
            with self._mending:
                mend()
        except StoppedError:
            return
        except (CorpusError, OSError) as error:
            self._unavailable(str(error))
        except Exception as error:
            log.exception("The index cannot be mended.")
            self._unavailable(f"The index cannot be mended: {error}")

    def _mend(self, cheaply: bool = False) -> None:
        if not self._take_up(cheaply):
            self._build()

    def _take_up(self, cheaply: bool) -> bool:
        generation = self._builder.take_up(cheaply)
        if generation is None:
            return False
        self._publish(generation)
        return True

    def _build(self, progress: Progress | None = None) -> None:
        with self._applying:
            self._detach()
        with self._place.building() as just_built:
            found = self._builder.take_up(cheaply=True) if just_built else None
            generation = found or self._builder.build(progress)
        self._publish(generation)

    def _publish(self, generation: Generation) -> None:
        """Bring a whole generation up to date, and answer from it."""
        with self._applying:
            try:
                with self._place.writing() as ours:
                    if ours:
                        self._builder.follow(generation)
            except BaseException:
                generation.collection.close()
                raise
            with self._reading:
                self._generation = generation
                self._state = IndexState.READY

    # States

    def _distrust(self, generation: Generation, error: IndexUnavailableError) -> None:
        """The generation failed: answer no more from it, and mend it unless that was just done."""
        with self._applying:
            if self._generation is not generation:
                return
            self._detach(sound=False)
            retry_at = self._retry_at
            self._unavailable(str(error))
            if not self._closed and time.monotonic() >= retry_at:
                self._begin(self._mend)

    def _detach(self, sound: bool = True) -> None:
        with self._reading:
            generation, self._generation = self._generation, None
            if generation is None:
                return
            generation.collection.close()
        self._place.seal(generation.record, sound)

    def _halt(self, timeout: float | None = None) -> bool:
        """End what goes on in the background; whether it has ended."""
        self._builder.stopping.set()
        if (thread := self._thread) is not None:
            thread.join(timeout)
        if not self._closed:
            self._builder.stopping.clear()
        return thread is None or not thread.is_alive()

    def _rebuilding(self) -> None:
        self._state = IndexState.REBUILDING
        self._reason = "The index is being rebuilt."

    def _unavailable(self, reason: str) -> None:
        # Asked again and again, a server that is away would fill the log.
        level = logging.DEBUG if reason == self._reason or self._closed else logging.WARNING
        log.log(level, "%s Questions are answered from the library meanwhile.", reason)
        self._state = IndexState.UNAVAILABLE
        self._reason = reason
        self._retry_at = time.monotonic() + self._place.retry_seconds
