"""Networks in files: what is none is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Graph, ModelError
from corpus.weights import GRAPH


@pytest.mark.parametrize("content", [None, b"", b"no network"])
def test_a_file_that_is_no_network_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.onnx cannot be loaded"):
        Graph.load(path)


def test_a_network_without_its_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Graph.load(GRAPH, tmp_path)
