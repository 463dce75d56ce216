"""Smaller numbers for the shipped file: word embeddings to int8 by row, matrices to int8 by channel."""

from pathlib import Path

import torch
from torch import Tensor, nn


class RowInt8Embedding(nn.Module):
    """An embedding table of int8 rows, each with its own scale: a quarter of the size."""

    rows: Tensor
    scales: Tensor

    def __init__(self, weight: Tensor) -> None:
        """Round every row to 255 steps of its own range."""
        super().__init__()
        scales = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(weight / scales).to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, ids: Tensor) -> Tensor:
        """The embeddings of some word pieces."""
        return self.rows[ids].float() * self.scales[ids]


def quantise_matrices(source: Path, target: Path) -> None:
    """Weights of every matrix product to int8 per channel; 7 bits, since older processors overflow at 8."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = onnx.load(source)
    del graph.graph.value_info[:]  # the exporter's own shapes of inner values contradict the checker's
    quantize_dynamic(
        graph,
        target,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
