"""Fakes that behave: small, predictable stand-ins that keep the contract of what they replace."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from corpus.embed import EmbeddingIdentity, Vectors

_TOKEN = re.compile(r"\w+|[^\w\s]")


class WordEmbedder:
    """Embeds a text by its hashed word counts: texts that share words are near each other."""

    def __init__(self, name: str = "words", dimension: int = 384) -> None:
        self.identity = EmbeddingIdentity(name, dimension, "float32")
        self.texts: list[str] = []
        """Every text embedded so far, in order."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        vectors = np.zeros((len(texts), self.identity.dimension), np.float32)
        for row, text in enumerate(texts):
            for token in _TOKEN.findall(text.casefold()) or [""]:
                vectors[row, zlib.crc32(token.encode()) % self.identity.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def count_tokens(self, text: str) -> int:
        return len(_TOKEN.findall(text))
