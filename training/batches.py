"""An endless seeded stream of padded batches of similar length, which can start anywhere again."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.encode import Encoded, encode
from training.examples import Example

CHUNK = 2048
"""Examples encoded and sorted by length together."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    starts: Tensor
    ends: Tensor
    answerable: Tensor


def collate(rows: list[Encoded]) -> Batch:
    """Pad to the longest row."""
    shape = (len(rows), max(len(r.ids) for r in rows))
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(2))
    for i, row in enumerate(rows):
        size = len(row.ids)
        ids[i, :size] = torch.tensor(row.ids)
        mask[i, :size] = 1
        types[i, :size] = torch.tensor(row.types)
        starts[i, row.starts] = True
        ends[i, row.ends] = True
    return Batch(ids, mask, types, starts, ends, torch.tensor([float(r.answerable) for r in rows]))


def stream(
    tokenizer: Tokenizer, epoch: Callable[[int], list[Example]], size: int, seed: int, skip: int = 0
) -> Iterator[Batch]:
    """Batches of `epoch(0)`, `epoch(1)`, … without end, but for the first `skip`."""
    seen = 0
    for number in count():
        examples = epoch(number)
        for begin in range(0, len(examples), CHUNK):
            chunk = examples[begin : begin + CHUNK]
            batches = -(-len(chunk) // size)
            if seen + batches <= skip:
                seen += batches
                continue
            for rows in _bucketed(tokenizer, chunk, size, random.Random(f"{seed}/{number}/{begin}")):
                seen += 1
                if seen > skip:
                    yield collate(rows)


def _bucketed(
    tokenizer: Tokenizer, chunk: list[Example], size: int, rng: random.Random
) -> list[list[Encoded]]:
    rows = sorted(encode(tokenizer, chunk, rng), key=lambda r: len(r.ids))
    batches = [rows[i : i + size] for i in range(0, len(rows), size)]
    rng.shuffle(batches)
    return batches
