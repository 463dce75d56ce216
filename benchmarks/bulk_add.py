"""`byline add --json` with vectors of hashed words, or the packaged model's: what `benchmarks.bulk` runs."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence

import numpy as np

from corpus import EmbeddingIdentity, Vectors
from retrieval.cli.app import run
from retrieval.cli.program import Program


class HashedWords:
    """An embedder that costs next to nothing, so that everything else is measured."""

    identity = EmbeddingIdentity("hashed-words", 384, "float32")

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Counts of hashed words, each row of length 1."""
        vectors = np.zeros((len(texts), 384), np.float32)
        for row, text in enumerate(texts):
            np.add.at(vectors[row], [zlib.crc32(word.encode()) % 384 for word in text.split() or ["."]], 1)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def count_tokens(self, text: str) -> int:
        """Words."""
        return len(text.split())


if __name__ == "__main__":
    directory, bulk = sys.argv[1:3]
    embedder = None if "--model" in sys.argv else HashedWords()
    sys.exit(run(["add", bulk, "--json", "--corpus", directory], Program(embedder=embedder)))
