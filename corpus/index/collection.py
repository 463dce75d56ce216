"""One generation of vectors in Chroma, in a folder of its own or on a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from corpus.embed import Vectors
from corpus.errors import IndexUnavailableError
from corpus.index.connection import chroma_settings, connect, disconnect, one_error
from corpus.settings import ChromaAccess

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

# Chroma adds some 700 to 1,700 vectors a second: at most 0.4 s until a rebuild notices that it must end.
BATCH = 250
_NAME = "passages"
# With Chroma's own 16, 100 and 100, up to 13 % of many much alike passages were not found by their own
# vectors; the wider graph costs a quarter of the speed of adding (docs/decisions/0023).
_GRAPH: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 200,
}


class Collection:
    """Passage ids with their vectors, compared by cosine. Whatever goes wrong is an IndexUnavailableError."""

    def __init__(self, client: Client, name: str, create: bool) -> None:
        self._client = client
        self._name = name
        with one_error():
            if create:
                # No embedding function: Chroma's default one would download a model.
                self._held = client.create_collection(
                    name, embedding_function=None, configuration={"hnsw": _GRAPH}
                )
            else:
                self._held = client.get_collection(name, embedding_function=None)

    @classmethod
    def in_folder(cls, folder: Path, *, create: bool = False) -> Collection:
        """The collection in a folder that no other process has open."""
        with one_error():
            import chromadb

            client = cast("Client", chromadb.PersistentClient(str(folder), settings=chroma_settings()))
        return _or_close(client, _NAME, create)

    @classmethod
    def on_server(cls, url: str, access: ChromaAccess, name: str, create: bool = False) -> Collection:
        """The collection of this name on a Chroma server."""
        return _or_close(connect(url, access), name, create)

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Hold these vectors under these ids; ids held already keep their vector."""
        for start in range(0, len(ids), BATCH):
            some = list(ids[start : start + BATCH])
            with one_error():
                # A passage's id is never given to other words, so what is held is right; giving a vector
                # anew would cost 10 ms each, ten times as much as adding it.
                held = set(self._held.get(ids=some, include=[])["ids"])
                rows = [row for row, one in enumerate(some) if one not in held]
                if rows:
                    self._held.add(ids=[some[row] for row in rows], embeddings=vectors[start:][rows])

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Ids with their cosine to a vector of shape (dimension,), best first."""
        if limit < 1:
            return []
        with one_error():
            found = self._held.query(
                query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"]
            )
            ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        ranked = [(identity, 1.0 - distance) for identity, distance in zip(ids, distances, strict=True)]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those ids that are held, read back from where they are searched."""
        with one_error():
            found = self._held.get(ids=list(ids), include=["embeddings"])
            rows = found["embeddings"] if found["embeddings"] is not None else []
        return {one: np.asarray(row, np.float32) for one, row in zip(found["ids"], rows, strict=True)}

    def count(self) -> int:
        """How many vectors are held, those of superseded passages included."""
        with one_error():
            return self._held.count()

    def close(self) -> None:
        """Let go of the files or the connection."""
        disconnect(self._client)


def _or_close(client: Client, name: str, create: bool) -> Collection:
    try:
        return Collection(client, name, create)
    except IndexUnavailableError:
        disconnect(client)
        raise
