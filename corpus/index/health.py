"""Whether an index can be trusted: the newest vectors are read back and found again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.embed import Vectors
from corpus.index.collection import Collection
from corpus.library import IndexAction, Library

_NEWEST = 64
_ASKED = 8
# More operations than this waiting: applying them one by one takes longer than a rebuild.
MANY_PENDING = 1000
# float16 in the library, float32 in Chroma: equal vectors have a cosine above .9999.
_SAME = 0.999


@dataclass(frozen=True, slots=True)
class Expected:
    """What an index should hold: the live passages whose adding is not waiting in the outbox."""

    count: int
    sample_ids: list[str]
    """The newest of them, since the newest are what a crash loses."""
    sample: Vectors


def expect(library: Library) -> Expected | None:
    """What the index should hold, by number and newest passages: milliseconds, whatever the size.

    `None` when so much waits to be added that building anew is quicker.
    """
    live = library.coverage().passages
    newest = dict(zip(*library.newest(_NEWEST), strict=True))
    waiting = _waiting(library)
    if waiting is None:
        return None
    kept = {one: row for one, row in newest.items() if one not in waiting}
    return Expected(live - len(waiting), list(kept), np.array(list(kept.values()), np.float32))


def _waiting(library: Library) -> set[str] | None:
    # Asked for after the passages: what another process acknowledged in between is in the index.
    pending = library.pending(MANY_PENDING)
    if len(pending) >= MANY_PENDING:
        return None
    return {one for each in pending if each.action is IndexAction.ADD for one in each.passage_ids}


def find_problem(collection: Collection, expected: Expected) -> str | None:
    """What is wrong with a collection, in words; `None` when it holds and finds what it should.

    Raises:
        IndexUnavailableError: it cannot be read at all.
    """
    missing = expected.count - collection.count()
    if missing > 0:
        return f"{missing} of {expected.count} passages are missing"
    # Number and ids come from another file than the vectors: only reading those shows a torn one.
    held = collection.vectors(expected.sample_ids) if expected.sample_ids else {}
    for one, vector in zip(expected.sample_ids, expected.sample, strict=True):
        if one not in held or _cosine(held[one], vector) < _SAME:
            return f"passage {one} does not have its vector"
    asked = expected.sample[-_ASKED:]
    nearest = [collection.nearest(vector, 1) for vector in asked]
    found = sum(bool(first and first[0][1] > _SAME) for first in nearest)
    # The search is approximate: one miss is no damage.
    return None if 2 * found >= len(asked) else "passages are not found by their own vectors"


def _cosine(one: Vectors, other: Vectors) -> float:
    return float(one @ other / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-12))
