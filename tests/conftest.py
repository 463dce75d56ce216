"""What all tests share: where the optional evaluation data is, and the packaged model."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Embedder, load_embedder


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
