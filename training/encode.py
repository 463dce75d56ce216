"""Examples to token windows: the answer's characters to tokens, long passages cropped round the answer."""

import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from tokenizers import Tokenizer

from training.examples import Example

CLS, SEP = 101, 102
MAX_QUESTION = 48
WINDOWS = (96, 128, 160, 208)
"""Lengths a passage may be cropped to, drawn at random so that the model meets all of them."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One row of a batch, not yet padded."""

    ids: list[int]
    types: list[int]
    starts: list[int]
    """Where an accepted answer may begin: `[0]` when there is none, empty when no span is asked for."""
    ends: list[int]
    answerable: bool


def token_span(offsets: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """First and last token that touch the characters from `start` to `end`; None when no token does."""
    first = bisect_right(offsets, start, key=lambda o: o[1])
    last = bisect_left(offsets, end, key=lambda o: o[0]) - 1
    return (first, last) if first <= last else None


def crop(count: int, keep: tuple[int, int] | None, size: int, rng: random.Random) -> tuple[int, int]:
    """A window of at most `size` of `count` tokens, at a random place that holds the tokens of `keep`."""
    if count <= size:
        return 0, count
    if keep is None:
        begin = rng.randrange(count - size + 1)
    else:
        lowest = max(0, min(keep[1] + 1 - size, keep[0]))
        begin = rng.randint(lowest, min(keep[0], count - size) if keep[0] >= lowest else lowest)
    return begin, min(begin + size, count)


def encode(tokenizer: Tokenizer, examples: list[Example], rng: random.Random) -> list[Encoded]:
    """Windows of all examples; the tokenizer must neither pad, truncate nor add special tokens."""
    questions = tokenizer.encode_batch([e.question for e in examples], add_special_tokens=False)
    headers = tokenizer.encode_batch([e.header for e in examples], add_special_tokens=False)
    passages = tokenizer.encode_batch([e.passage for e in examples], add_special_tokens=False)
    rows = zip(examples, questions, headers, passages, strict=True)
    return [_window(e, q.ids[:MAX_QUESTION], h.ids[:40], p.ids, p.offsets, rng) for e, q, h, p in rows]


def _window(
    example: Example,
    question: list[int],
    header: list[int],
    ids: list[int],
    offsets: list[tuple[int, int]],
    rng: random.Random,
) -> Encoded:
    found = [s for span in example.spans if (s := token_span(offsets, *span)) is not None]
    keep = rng.choice(found) if found else None
    begin, end = crop(len(ids), keep, rng.choice(WINDOWS), rng)
    first = [CLS, *question, SEP]
    row = [*first, *header, *ids[begin:end], SEP]
    types = [0] * len(first) + [1] * (len(row) - len(first))
    shift = len(first) + len(header) - begin
    inside = [(a + shift, b + shift) for a, b in found if begin <= a and b < end]
    if not example.answerable:
        inside = [(0, 0)]
    return Encoded(row, types, [a for a, _ in inside], [b for _, b in inside], example.answerable)
