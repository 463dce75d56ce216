"""Texts into vectors: the embedder's protocol, and the packaged all-MiniLM-L6-v2 behind it."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from corpus.errors import ModelError
from corpus.graph import Graph
from corpus.tokens import TextTokenizer
from corpus.weights import GRAPH, ModelFiles, local_model, packaged_model, verify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import CrossEncoder, SentenceTransformer

# In quotes: loading NumPy takes longer than listing articles, which needs none.
Vectors: TypeAlias = "NDArray[np.float32]"
"""Shape (n, dimension); each row has length 1, so that a dot product is the cosine."""

# Of the packaged model: its numbers for [CLS] and [SEP], and how much of a text it reads.
_CLS, _SEP, _MOST_TOKENS = 101, 102, 256
_INSTALL = "Install it: pip install 'byline[models]'"


@dataclass(frozen=True, slots=True)
class EmbeddingIdentity:
    """What made a vector. Vectors of different identities cannot be compared."""

    name: str
    """The model and a hash of its files: `all-MiniLM-L6-v2@53aa5117`."""
    dimension: int
    precision: str
    """What the model computed in: `float32`."""

    def __str__(self) -> str:
        return f"{self.name} ({self.dimension} dimensions, {self.precision})"


class Embedder(Protocol):
    """Turns texts into vectors. Every method may be called from any thread."""

    @property
    def identity(self) -> EmbeddingIdentity:
        """What the vectors go by."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text; the same text gives the same row in any company."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens the model sees in `text`, special ones not counted, however long it is."""
        ...


def load_embedder(model: str | None = None) -> Embedder:
    """An embedder of the packaged model (`None`), of a local folder, or of a hub name.

    Cheap: the weights are read at the first `embed`, the tokenizer at the first `count_tokens`.

    Raises:
        ModelError: The packaged model is not installed, or the folder holds no model. What shows only
            when the weights are read (a wrong hash, a name the hub lacks) is raised by `embed`.
    """
    if model is None:
        return _PackagedEmbedder(packaged_model())
    if Path(model).expanduser().is_dir():
        files = local_model(Path(model).expanduser())
        return _TransformerEmbedder(files.name, files)
    if model.startswith((".", "/", "~")):
        raise ModelError(model, f"There is no folder {model}, which should hold the embedding model.")
    return _TransformerEmbedder(model, None)


class PairScorer(Protocol):
    """Reads two texts together. Every method may be called from any thread."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question; higher is better."""
        ...


def load_cross_encoder(model: str) -> PairScorer:
    """The cross-encoder of a local folder or a hub name, its weights read at once.

    Raises:
        ModelError: there is no such model, or it is no cross-encoder.
    """
    folder = Path(model).expanduser()
    if not folder.is_dir() and model.startswith((".", "/", "~")):
        raise ModelError(model, f"There is no folder {model}, which should hold a cross-encoder.")
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise ModelError(model, f"What the model {model} needs is not installed. {_INSTALL}") from error

    local = folder.is_dir()
    try:
        loaded = CrossEncoder(str(folder) if local else model, device="cpu", local_files_only=local)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise ModelError(model, f"The cross-encoder {model} cannot be loaded: {error}") from error
    return _CrossEncoderScorer(loaded)


class _CrossEncoderScorer:
    def __init__(self, model: CrossEncoder) -> None:
        self._model = model
        self._lock = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        pairs = [(question, text) for text in texts]
        with self._lock:
            scores = self._model.predict(pairs, show_progress_bar=False)
        return [float(score) for score in scores]


class _PackagedEmbedder:
    """The packaged model's weights, run by ONNX Runtime.

    Vectors differ from those of sentence-transformers by 2e-7 at the most, passages go 2.4 times as fast, and
    nothing needs PyTorch (docs/decisions/0180-questions-without-pytorch.md).
    """

    def __init__(self, files: ModelFiles) -> None:
        self.identity = EmbeddingIdentity(files.name, files.dimension, "float32")
        self._files = files
        self._tokens = TextTokenizer.from_file(files.folder / "tokenizer.json")
        self._graph: Graph | None = None
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        vectors = np.empty((len(texts), self.identity.dimension), np.float32)
        # One text at a time, as it is nowhere padded: a vector has the same last bits in any company.
        for row, text in enumerate(texts):
            ids = (_CLS, *self._tokens.tokenize(text).ids[: _MOST_TOKENS - 2], _SEP)
            (vectors[row],) = self._loaded().run({"ids": np.array(ids, np.int64)})
        return vectors

    def count_tokens(self, text: str) -> int:
        return self._tokens.count(text)

    def _loaded(self) -> Graph:
        if self._graph is None:
            with self._lock:
                if self._graph is None:
                    verify(self._files)
                    self._graph = Graph.load(GRAPH, self._files.folder)
        return self._graph


class _TransformerEmbedder:
    """Any model that sentence-transformers can load, in PyTorch."""

    def __init__(self, name: str, files: ModelFiles | None) -> None:
        self._name = name
        self._files = files
        self._model: SentenceTransformer | None = None
        self._tokens = TextTokenizer(name, self._describe_tokenizer)
        self._model_lock = threading.RLock()
        self._tokenizer_lock = threading.RLock()

    @property
    def identity(self) -> EmbeddingIdentity:
        # A hub model's dimension is known only once it is loaded.
        dimension = self._files.dimension if self._files else self._loaded().get_embedding_dimension()
        return EmbeddingIdentity(self._name, int(dimension or 0), "float32")

    def embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        vectors = np.empty((len(texts), self.identity.dimension), np.float32)
        # One text at a time: a batch pads, and padding moves a vector's last bits (by up to 2e-7), so that a
        # text would not equal itself in other company. On one thread it is as fast: 24.2 against 21.8
        # passages a second in batches of 8.
        for row, text in enumerate(texts):
            vectors[row] = self._encode(text)
        return vectors

    def count_tokens(self, text: str) -> int:
        return self._tokens.count(text)

    def _encode(self, text: str) -> Vectors:
        import numpy as np

        model = self._loaded()
        # Only the tokenizer needs the lock ("Already borrowed" otherwise). The model runs outside it, so
        # that a question never queues behind an ingest: Python's locks are not fair.
        with self._tokenizer_lock:
            features = model.preprocess([text])
        vector: Vectors = model(features)["sentence_embedding"][0].numpy()
        return vector / np.float32(max(float(np.linalg.norm(vector)), 1e-12))

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            with self._model_lock:
                if self._model is None:
                    self._model = _load(self._name, self._files)
        return self._model

    def _describe_tokenizer(self) -> str:
        path = self._files.folder / "tokenizer.json" if self._files else None
        if path and path.is_file():
            return path.read_text("utf-8")
        backend: Any = self._loaded().tokenizer
        description: str = backend.backend_tokenizer.to_str()
        return description


def _load(name: str, files: ModelFiles | None) -> SentenceTransformer:
    if files:
        # Before the import, which reads it: files on this machine need no network, so none is tried.
        os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise ModelError(name, f"What the model {name} needs is not installed. {_INSTALL}") from error

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    # Two threads wait for each other at every layer: on a machine with anything else to do, a question took
    # 56 to 270 ms against 8.4, and passages went at 8 a second against 24. The vectors are the same.
    torch.set_num_threads(1)
    try:
        source = str(files.folder) if files else name
        model = SentenceTransformer(source, device="cpu", local_files_only=files is not None)
    except Exception as error:  # whatever four libraries raise for torn, foreign or absent files
        raise ModelError(name, f"The embedding model {name} cannot be loaded: {error}") from error
    model = model.float().eval().requires_grad_(False)
    found = model.get_embedding_dimension()
    if files and found != files.dimension:
        raise ModelError(name, f"The model {name} gives {found} dimensions; its files say {files.dimension}.")
    return model
