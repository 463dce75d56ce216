"""Networks in files: what is none is refused in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus import Graph, ModelError
from corpus.weights import GRAPH

ROOT = Path(__file__).parents[2]


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


@pytest.mark.model
def test_nothing_is_told_of_what_is_loaded_and_no_id_is_kept(tmp_path: Path) -> None:
    """ONNX Runtime looks at the environment of a process that has just begun; tests have their own there."""
    program = "from corpus import load_embedder; load_embedder().embed(['Who was hurt?'])"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={"HOME": str(tmp_path)}, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert list(tmp_path.rglob("*")) == []
