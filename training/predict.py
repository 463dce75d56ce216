"""Reads with the shipped file: windows over a passage, the best span, and whether it answers."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from training.encode import CLS, SEP
from training.examples import file_hash
from training.model import load_tokenizer

STRIDE = 96
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one question over one passage; the larger a score, the surer an answer."""

    start: int
    end: int
    """Characters of the passage."""
    span: float
    """Best span's logits less those of "no answer"."""
    answerable: float
    """Logit of the head that judges the passage as a whole."""


@dataclass(frozen=True, slots=True)
class _Window:
    row: list[int]
    first: int
    """Where the second segment (header and passage) begins in the row."""
    body: int
    """Where the passage's own tokens begin in the row."""
    offsets: list[tuple[int, int]]
    owner: int


class ShippedReader:
    """An exported folder, its hashes checked."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Load the session and the tokenizer."""
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        for name, expected in config["sha256"].items():
            if file_hash(folder / name) != expected:
                raise ValueError(f"{name} is not the file that config.json describes.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Tokenizer = load_tokenizer(folder)
        self._max_question: int = config["max_question_tokens"]
        self._max_tokens: int = config["max_tokens"]
        self._max_span: int = config["max_span_tokens"]

    def read(self, items: list[tuple[str, str, str]], batch: int = 16) -> list[Reading]:
        """The best reading of each (question, header, passage)."""
        windows = [w for i, item in enumerate(items) for w in self._windows(i, *item)]
        windows.sort(key=lambda w: len(w.row))
        best: dict[int, Reading] = {}
        for begin in range(0, len(windows), batch):
            part = windows[begin : begin + batch]
            for window, start, end, answerable in zip(part, *self._run(part), strict=True):
                reading = self._best(window, start, end, float(answerable))
                if window.owner not in best or reading.span > best[window.owner].span:
                    best[window.owner] = reading
        return [best[i] for i in range(len(items))]

    def _windows(self, owner: int, question: str, header: str, passage: str) -> list[_Window]:
        asked, head, body = (
            self._tokenizer.encode(text, add_special_tokens=False) for text in (question, header, passage)
        )
        first = [CLS, *asked.ids[: self._max_question], SEP]
        size = self._max_tokens - len(first) - len(head.ids) - 1
        begins = (
            range(0, max(1, len(body.ids) - size + STRIDE), max(1, size - STRIDE))
            if len(body.ids) > size
            else [0]
        )
        return [self._window(owner, first, head, body, b, size) for b in begins]

    def _window(
        self, owner: int, first: list[int], head: Encoding, body: Encoding, begin: int, size: int
    ) -> _Window:
        row = [*first, *head.ids, *body.ids[begin : begin + size], SEP]
        return _Window(row, len(first), len(first) + len(head.ids), body.offsets[begin : begin + size], owner)

    def _run(self, windows: list[_Window]) -> list[Any]:
        shape = (len(windows), max(len(w.row) for w in windows))
        ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for i, window in enumerate(windows):
            size = len(window.row)
            ids[i, :size], mask[i, :size], types[i, window.first : size] = window.row, 1, 1
        return list(
            self._session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types})
        )

    def _best(self, window: _Window, start: Floats, end: Floats, answerable: float) -> Reading:
        here = slice(window.body, window.body + len(window.offsets))
        if not window.offsets:
            return Reading(0, 0, -1e9, answerable)
        scores = start[here, None] + end[None, here]
        scores = np.where(np.tril(np.triu(np.ones_like(scores)), self._max_span - 1) > 0, scores, -1e9)
        first, last = divmod(int(scores.argmax()), scores.shape[1])
        margin = float(scores[first, last] - start[0] - end[0])
        return Reading(window.offsets[first][0], window.offsets[last][1], margin, answerable)
