"""One generation of vectors in Chroma, in a folder of its own or on a server. The only chromadb."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from corpus.embed import Vectors
from corpus.errors import IndexUnavailableError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.config import Settings

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
_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 30.0


class Collection:
    """Passage ids with their vectors, compared by cosine. Whatever goes wrong is an IndexUnavailableError."""

    def __init__(self, client: Client, name: str, create: bool) -> None:
        self._client = client
        self._name = name
        with _one_error():
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
        with _one_error():
            import chromadb

            client = cast("Client", chromadb.PersistentClient(str(folder), settings=_settings()))
        return _or_close(client, _NAME, create)

    @classmethod
    def on_server(cls, url: str, name: str, *, create: bool = False) -> Collection:
        """The collection of this name on a Chroma server."""
        return _or_close(connect(url), name, create)

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Hold these vectors under these ids; ids held already keep their vector."""
        for start in range(0, len(ids), BATCH):
            some = list(ids[start : start + BATCH])
            with _one_error():
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
        with _one_error():
            found = self._held.query(
                query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"]
            )
            ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        ranked = [(identity, 1.0 - distance) for identity, distance in zip(ids, distances, strict=True)]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those ids that are held, read back from where they are searched."""
        with _one_error():
            found = self._held.get(ids=list(ids), include=["embeddings"])
            rows = found["embeddings"] if found["embeddings"] is not None else []
        return {one: np.asarray(row, np.float32) for one, row in zip(found["ids"], rows, strict=True)}

    def ids(self) -> set[str]:
        """All ids held."""
        with _one_error():
            return set(self._held.get(include=[])["ids"])

    def count(self) -> int:
        """How many vectors are held, those of superseded passages included."""
        with _one_error():
            return self._held.count()

    def close(self) -> None:
        """Let go of the files or the connection."""
        disconnect(self._client)


def connect(url: str) -> Client:
    """A client of the Chroma server at `http[s]://host[:port]`.

    Raises:
        IndexUnavailableError: nobody answers there, or not as Chroma does.
    """
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or "localhost"
    with _one_error(f"The Chroma server at {url} does not answer"):
        port = parts.port or (443 if secure else 8000)
        # Chroma's client waits without end, from its first request on: ask first whether anybody is there.
        _heartbeat(host, port, secure)
        import chromadb

        settings = _settings(chroma_server_host=host, chroma_server_http_port=port)
        client = cast("Client", chromadb.HttpClient(host, port, secure, settings=settings))
        # It offers no setting for this either; a server that hangs must not hang a question.
        for session in _sessions(client):
            session.timeout = _ANSWER_SECONDS
        return client


def disconnect(client: Client) -> None:
    """Let go of a client's files or connections."""
    sessions = _sessions(client)
    with suppress(IndexUnavailableError), _one_error():
        client.close()
    for session in sessions:
        # Chroma leaves the connections to a server open.
        session.close()


def names_on(client: Client) -> list[str]:
    """The collections a server holds."""
    with _one_error():
        return [collection.name for collection in client.list_collections()]


def drop(client: Client, name: str) -> None:
    """Delete a collection on a server, if it is there."""
    if name in names_on(client):
        with _one_error():
            client.delete_collection(name)


def _or_close(client: Client, name: str, create: bool) -> Collection:
    try:
        return Collection(client, name, create)
    except IndexUnavailableError:
        disconnect(client)
        raise


def _settings(**values: Any) -> Settings:
    from chromadb.config import Settings

    # No .env: by itself Chroma reads the one in the current folder, which is ours.
    # No telemetry, either.
    return Settings(**{"_env_file": None, "anonymized_telemetry": False, **values})


def _sessions(client: Client) -> list[Any]:
    """The client's HTTP sessions; its administrative half has one of its own. None for a folder."""
    halves = (client, getattr(client, "_admin_client", None))
    servers = [getattr(half, "_server", None) for half in halves]
    return [session for server in servers if (session := getattr(server, "_session", None)) is not None]


def _heartbeat(host: str, port: int, secure: bool) -> None:
    kind = HTTPSConnection if secure else HTTPConnection
    connection = kind(host, port, timeout=_CONNECT_SECONDS)
    try:
        connection.request("GET", "/api/v2/heartbeat")
        answer = connection.getresponse()
        if answer.status != 200 or not isinstance(json.loads(answer.read(4096)), dict):
            raise HTTPException(f"it answers with status {answer.status}")
    finally:
        connection.close()


@contextmanager
def _one_error(what: str = "The index does not answer") -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, IndexUnavailableError):
        raise
    except BaseException as error:  # a panic in Chroma's Rust half is no Exception
        raise IndexUnavailableError(f"{what}: {type(error).__name__}: {error}") from error
