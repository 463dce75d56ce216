"""What all tests share: where the optional evaluation data is, the packaged model, and a Chroma server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Embedder, load_embedder
from tests.chromaserver import ChromaServer

if TYPE_CHECKING:
    from tests.postgres import Postgres

for name in [name for name in os.environ if name.startswith(("CORPUS_", "RETRIEVAL_", "DISCORD_"))]:
    # Whoever runs the tests may have a database of articles set: no test adds to it, or restores over it.
    del os.environ[name]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evaluation data beside the repository; tests that need it skip where it is absent."""
    folder = Path(__file__).parents[1].parent / "shared"
    if not (folder / "eval").is_dir():
        pytest.skip("the evaluation data (../shared) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def packaged_embedder() -> Embedder:
    """The real model, loaded once for the session; tests that use it are marked `model`."""
    return load_embedder()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this session's; tests that need it skip where none is installed."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    from tests.postgres import running

    try:
        with running() as server:
            yield server
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def library_url(request: pytest.FixtureRequest) -> str | None:
    """Where an empty library is, as `Library.open` takes it: each test that asks runs with both engines."""
    if request.param == "sqlite":
        return None
    server: Postgres = request.getfixturevalue("postgres")
    return server.library()


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server for the whole session: nobody ends it; each corpus has collections of its own."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.end()
