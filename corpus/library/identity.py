"""Which model the library's embeddings are of, and how they are all replaced at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from corpus.embed import EmbeddingIdentity, Vectors
from corpus.errors import EmbeddingMismatchError, StaleDecisionError
from corpus.library.engine import Connection
from corpus.library.scan import pack

IDENTITY = "embedding_identity"
GENERATION = "index_generation"
_PUT = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_STAGE = "INSERT INTO staged VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET vector = excluded.vector"


def read_identity(connection: Connection) -> EmbeddingIdentity | None:
    """What made the stored embeddings; `None` until one was adopted."""
    value = _read(connection, IDENTITY)
    return EmbeddingIdentity(**json.loads(value)) if value else None


def adopt_identity(connection: Connection, identity: EmbeddingIdentity) -> None:
    """Record what makes the embeddings from now on.

    Raises:
        EmbeddingMismatchError: there are embeddings of another identity.
    """
    held = read_identity(connection)
    if held == identity:
        return
    if held is not None and connection.execute("SELECT 1 FROM embeddings LIMIT 1").fetchone():
        raise EmbeddingMismatchError(str(held), str(identity))
    _write(connection, IDENTITY, json.dumps(asdict(identity)))


def check_same(connection: Connection, own: EmbeddingIdentity | None) -> None:
    """Refuse to mix embeddings of two models.

    Raises:
        EmbeddingMismatchError: another process has embedded all passages anew since this one began.
    """
    held = read_identity(connection)
    if own is not None and held is not None and held != own:
        raise EmbeddingMismatchError(str(held), str(own))


def read_generation(connection: Connection) -> int:
    """How often all embeddings were replaced: an index of another generation is of no use."""
    return int(_read(connection, GENERATION) or 0)


def check_vectors(vectors: Vectors, count: int, identity: EmbeddingIdentity | None) -> None:
    """Refuse vectors that do not belong to their passages.

    Raises:
        ValueError: another number of rows, another dimension, or a value that is not finite.
    """
    import numpy as np

    rows, dimension = vectors.shape
    if rows != count:
        raise ValueError(f"{count} passages came with {rows} vectors")
    if count and identity is not None and dimension != identity.dimension:
        raise ValueError(f"vectors of {dimension} dimensions in a library of {identity}")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector holds a value that is not finite")


def stage(
    connection: Connection, batches: Iterable[tuple[list[str], Vectors]], identity: EmbeddingIdentity
) -> None:
    """Take in new embeddings beside the library: it stays open to writers while they are computed.

    Raises:
        ValueError: vectors that do not belong to their passages.
    """
    connection.execute("CREATE TEMP TABLE staged (id TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
    for ids, vectors in batches:
        check_vectors(vectors, len(ids), identity)
        rows = [(one, pack(vector)) for one, vector in zip(ids, vectors, strict=True)]
        connection.executemany(_STAGE, rows)


def replace_staged(connection: Connection, identity: EmbeddingIdentity) -> None:
    """Put what was staged in the place of all embeddings.

    Raises:
        StaleDecisionError: a live passage has no new embedding; nothing was replaced.
    """
    missing = (
        "SELECT p.article FROM embeddings e JOIN passages p ON p.number = e.number"
        " WHERE p.id NOT IN (SELECT id FROM staged) LIMIT 1"
    )
    if connection.execute(missing).fetchone():
        reason = (
            "Articles were added while the corpus was being embedded again. Run `byline reindex` once more."
        )
        raise StaleDecisionError("", reason)
    connection.execute(
        "UPDATE embeddings SET vector = staged.vector FROM staged JOIN passages ON passages.id = staged.id"
        " WHERE embeddings.number = passages.number"
    )
    connection.execute("DROP TABLE staged")
    _write(connection, IDENTITY, json.dumps(asdict(identity)))
    _write(connection, GENERATION, str(read_generation(connection) + 1))


def _read(connection: Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _write(connection: Connection, key: str, value: str) -> None:
    connection.execute(_PUT, (key, value))
