"""Articles whose passages are embedded before their turn, so that the encoder never waits for the rest."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from corpus.embed import Embedder, Vectors
from corpus.models import Article, Draft, Ingested, Passage, StoredArticle

ARTICLES = 16
"""How many wait at once."""
CHARACTERS = 100_000
"""How much text waits at once, in characters; an article that has more waits alone."""

_MOST_ENCODERS = 8
# Long enough that handing them over costs nothing, short enough that an interruption is not waited for.
_PART = 4

Embedding: TypeAlias = "Callable[[Sequence[str]], list[Future[Vectors]]]"
"""Begins to embed texts; a few rows each."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What will most likely be kept of an article; only its turn decides."""

    article: Article
    """As it was checked."""
    stored: StoredArticle
    passages: list[Passage]
    parts: list[Future[Vectors]]

    def vectors(self) -> Vectors:
        """One row for each passage, waited for; raises what embedding them raised."""
        import numpy as np

        return np.concatenate([part.result() for part in self.parts])


Foreseen: TypeAlias = "tuple[Draft | Ingested, Guess | None]"


def foresee(
    drafts: Iterable[Draft | Ingested],
    embedder: Embedder,
    guess: Callable[[Draft, Embedding], Guess | Ingested | None],
) -> Iterator[Foreseen]:
    """Each draft in order, with what was guessed and begun of it; `None` where nothing was.

    The next drafts are read while the first is embedded, on as many threads as there are cores, and no
    further than `ARTICLES` and `CHARACTERS` allow. A draft whose guess is done waits for no other. What
    `guess` gives as a result already stands in the draft's place if no draft before it could change that.
    """
    pool = ThreadPoolExecutor(_encoders(), "encoder")

    def begin(texts: Sequence[str]) -> list[Future[Vectors]]:
        return [pool.submit(embedder.embed, texts[at : at + _PART]) for at in range(0, len(texts), _PART)]

    waiting: deque[Foreseen] = deque()
    try:
        for draft in drafts:
            guessed = None if isinstance(draft, Ingested) else guess(draft, begin)
            if isinstance(guessed, Ingested):
                draft, guessed = (draft if waiting else guessed), None
            waiting.append((draft, guessed))
            while waiting and (_is_full(waiting) or _is_done(waiting[0][1])):
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        pool.shutdown(cancel_futures=True)


def _encoders() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_ENCODERS)


def _is_done(guess: Guess | None) -> bool:
    return guess is None or all(part.done() for part in guess.parts)


def _is_full(waiting: Collection[Foreseen]) -> bool:
    held = sum(len(draft.article.text) for draft, _ in waiting if isinstance(draft, Draft))
    return len(waiting) >= ARTICLES or held >= CHARACTERS
