"""Articles whose passages are embedded before their turn, so that the encoder never waits for the rest."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from corpus.chunk import chunk
from corpus.embed import Embedder, Vectors
from corpus.models import Article, Draft, Ingested, Passage, StoredArticle

ARTICLES = 16
"""How many wait at once where this process embeds."""
CHARACTERS = 6_250
"""How much text waits at once for each of them; an article that has more than all together waits alone."""

_MOST_ENCODERS = 8
# Long enough that handing them over costs nothing, short enough that an interruption is not waited for.
_PART = 4

Prepared: TypeAlias = "tuple[list[Passage], Vectors]"
"""The passages of an article, and a row for each."""


class Coming(Protocol):
    """The passages of one article, being made."""

    def done(self) -> bool:
        """Whether `result` comes at once."""
        ...

    def result(self) -> Prepared:
        """The passages, waited for; raises what making them raised."""
        ...


class Preparing(Protocol):
    """Whoever makes the passages of several articles at once."""

    @property
    def articles(self) -> int:
        """How many may wait at once."""
        ...

    def prepare(self, stored: StoredArticle) -> Coming:
        """Begin with an article's passages."""
        ...


@dataclass(frozen=True, slots=True)
class Guess:
    """What will most likely be kept of an article; only its turn decides."""

    article: Article
    """As it was checked."""
    stored: StoredArticle
    coming: Coming


Foreseen: TypeAlias = "tuple[Draft | Ingested, Guess | None]"


def foresee(
    drafts: Iterable[Draft | Ingested],
    preparing: Preparing,
    guess: Callable[[Draft, Preparing], Guess | Ingested | None],
) -> Iterator[Foreseen]:
    """Each draft in order, with what was guessed and begun of it; `None` where nothing was.

    The next drafts are read while the first is embedded, and no further than `preparing` and `CHARACTERS`
    allow. A draft whose guess is done waits for no other. What `guess` gives as a result already stands in
    the draft's place if no draft before it could change that.
    """
    waiting: deque[Foreseen] = deque()
    held = 0
    for draft in drafts:
        guessed = None if isinstance(draft, Ingested) else guess(draft, preparing)
        if isinstance(guessed, Ingested):
            draft, guessed = (draft if waiting else guessed), None
        waiting.append((draft, guessed))
        held += _characters(draft)
        while waiting and (
            len(waiting) >= preparing.articles
            or held >= CHARACTERS * preparing.articles
            or _is_done(waiting[0][1])
        ):
            first = waiting.popleft()
            held -= _characters(first[0])
            yield first
    yield from waiting


class Encoders:
    """Threads of this process that embed, as many as there are cores; whoever has them closes them."""

    articles = ARTICLES

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(cores(), "encoder")

    def prepare(self, stored: StoredArticle) -> Coming:
        """Cut an article into passages, and begin to embed them, a few at a time."""
        passages = chunk(stored, self._embedder.count_tokens)
        texts = [passage.ranked_text for passage in passages]
        parts = [texts[at : at + _PART] for at in range(0, len(texts), _PART)]
        return _Embedding(passages, [self._pool.submit(self._embedder.embed, part) for part in parts])

    def __enter__(self) -> Encoders:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Embedding:
    """Passages of which some are embedded already."""

    passages: list[Passage]
    parts: list[Future[Vectors]]

    def done(self) -> bool:
        return all(part.done() for part in self.parts)

    def result(self) -> Prepared:
        import numpy as np

        return self.passages, np.concatenate([part.result() for part in self.parts])


def cores() -> int:
    """How many threads embed: one for each core that this process may use."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(here, _MOST_ENCODERS)


def _is_done(guess: Guess | None) -> bool:
    return guess is None or guess.coming.done()


def _characters(draft: Draft | Ingested) -> int:
    return len(draft.article.text) if isinstance(draft, Draft) else 0
