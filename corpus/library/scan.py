"""Stored embeddings: written small, compared exactly, handed out for a rebuild."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.embed import Vectors
from corpus.library.engine import Connection
from corpus.library.filters import reaching
from corpus.models import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AT_A_TIME = 4096
"""Rows compared at once: 6 MB of float32 at 384 dimensions."""

_FILTERED = (
    "articles a JOIN passages p ON p.article = a.number AND p.superseded_at IS NULL"
    " JOIN embeddings e ON e.number = p.number"
)


def pack(vector: Vectors) -> bytes:
    """A vector as float16: half the room; the cosine moves by less than 0.001."""
    return vector.astype("<f2").tobytes()


def unpack(blobs: list[bytes]) -> Vectors:
    """Rows of float32, in length as they were stored."""
    import numpy as np

    rows: NDArray[Any] = np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1)
    return rows.astype(np.float32)


def scan_embeddings(
    connection: Connection, vector: Vectors, filters: Filters, limit: int
) -> list[tuple[str, float]]:
    """Passage ids with their cosine to a vector of shape (dimension,), best first."""
    import numpy as np

    condition, values = reaching(filters)
    source = _FILTERED if filters else "embeddings e"
    rows = connection.stream(f"SELECT e.number, e.vector FROM {source} WHERE {condition}", values)
    numbers = np.empty(0, np.int64)
    scores = np.empty(0, np.float32)
    while some := rows.fetchmany(_AT_A_TIME):
        found = unpack([blob for _, blob in some])
        # float16 shortens or lengthens a vector a little; the cosine is of directions.
        lengths = np.sqrt(np.einsum("ij,ij->i", found, found)) * np.linalg.norm(vector)
        cosine = found @ vector / np.maximum(lengths, 1e-12)
        numbers = np.concatenate([numbers, np.array([number for number, _ in some], np.int64)])
        scores = np.concatenate([scores, cosine.astype(np.float32)])
        best = np.lexsort((numbers, -scores))[: max(limit, 0)]
        numbers, scores = numbers[best], scores[best]
    ids = _ids(connection, numbers.tolist())
    return [(ids[number], score) for number, score in zip(numbers.tolist(), scores.tolist(), strict=True)]


def iterate_embeddings(connection: Connection, batch: int) -> Iterator[tuple[list[str], Vectors]]:
    """All live passages' ids and vectors, in batches."""
    rows = connection.stream(
        "SELECT p.id, e.vector FROM embeddings e JOIN passages p ON p.number = e.number ORDER BY e.number"
    )
    while some := rows.fetchmany(batch):
        yield [identity for identity, _ in some], unpack([blob for _, blob in some])


def newest_embeddings(connection: Connection, limit: int) -> tuple[list[str], Vectors]:
    """The live passages added last, with their vectors."""
    import numpy as np

    rows = connection.execute(
        "SELECT p.id, e.vector FROM embeddings e JOIN passages p ON p.number = e.number"
        " ORDER BY e.number DESC LIMIT ?",
        (limit,),
    ).fetchall()
    vectors = unpack([blob for _, blob in rows]) if rows else np.empty((0, 0), np.float32)
    return [identity for identity, _ in rows], vectors


def _ids(connection: Connection, numbers: list[int]) -> dict[int, str]:
    one = "SELECT number, id FROM passages WHERE number IN (SELECT j.value FROM json_each(?) j)"
    return dict(connection.execute(one, (json.dumps(numbers),)).fetchall())
