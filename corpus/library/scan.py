"""Stored embeddings: written small, compared exactly, handed out for a rebuild."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from corpus.embed import Vectors
from corpus.library.engine import Connection
from corpus.library.filters import reaching
from corpus.library.quick.rank import rank_few, rank_vector, with_newer
from corpus.models import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus.snapshot import Snapshot

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
    snapshot = _snapshot(connection)
    if snapshot is None:
        return _scan(connection, vector, filters, limit)
    held = rank_vector(connection, snapshot, vector, filters, limit)
    newer = partial(_scan, connection, vector, filters, limit)
    return with_newer(held, newer, connection, snapshot)[: max(limit, 0)]


def scan_few(
    connection: Connection, vector: Vectors, filters: Filters, limit: int
) -> list[tuple[str, float]] | None:
    """As `scan_embeddings`, where that takes no longer than to ask the index; else `None`."""
    snapshot = _snapshot(connection) if filters else None
    held = rank_few(connection, snapshot, vector, filters, limit) if snapshot else None
    if snapshot is None or held is None:
        return None
    newer = partial(_scan, connection, vector, filters, limit)
    return with_newer(held, newer, connection, snapshot)[: max(limit, 0)]


def _snapshot(connection: Connection) -> Snapshot | None:
    quick = connection.engine.quick
    return quick.take(connection) if quick else None


def cosines(rows: Vectors, vector: Vectors) -> Vectors:
    """The cosine of each row to a vector of shape (dimension,)."""
    import numpy as np

    # float16 shortens or lengthens a vector a little; the cosine is of directions.
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows)) * np.linalg.norm(vector)
    return np.asarray(rows @ vector / np.maximum(lengths, 1e-12), np.float32)


def _scan(
    connection: Connection, vector: Vectors, filters: Filters, limit: int, after: int = 0
) -> list[tuple[str, float]]:
    """The best of the passages whose number is above `after`, each row of theirs read."""
    import numpy as np

    condition, values = reaching(filters, leading=not after)
    source = _FILTERED if filters else "embeddings e"
    rows = connection.stream(
        f"SELECT e.number, e.vector FROM {source} WHERE e.number > ? AND {condition}", (after, *values)
    )
    numbers = np.empty(0, np.int64)
    scores = np.empty(0, np.float32)
    while some := rows.fetchmany(_AT_A_TIME):
        found = cosines(unpack([blob for _, blob in some]), vector)
        numbers = np.concatenate([numbers, np.array([number for number, _ in some], np.int64)])
        scores = np.concatenate([scores, found])
        best = np.lexsort((numbers, -scores))[: max(limit, 0)]
        numbers, scores = numbers[best], scores[best]
    ids = _ids(connection, numbers.tolist())
    pairs = zip(numbers.tolist(), scores.tolist(), strict=True)
    return [(ids[number], score) for number, score in pairs if number in ids]


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
    one = (
        "SELECT number, id FROM passages WHERE number IN (SELECT CAST(j.value AS BIGINT) FROM json_each(?) j)"
    )
    return dict(connection.execute(one, (json.dumps(numbers),)).fetchall())
