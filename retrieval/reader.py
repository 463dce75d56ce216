"""The reading model: where in a passage a question is answered, and whether it is.

A small transformer reads question and passage together. It gives each token a score for beginning and one for
ending the answer (Devlin et al. 2019, arXiv:1810.04805, section 4.3), and the pair one score for holding an
answer at all (the task of Rajpurkar et al. 2018, arXiv:1806.03822).
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus import Graph, Passage, Span, TextTokenizer
from retrieval.errors import ModelUnavailableError
from retrieval.spans import ReadPassage, Scored, read_sentences

PACKAGED = Path(__file__).parent / "model"
"""The folder of the model that ships with Byline."""
_CLS, _SEP = 101, 102
_MOST_HEADER_TOKENS = 40  # as in training


class Reader(Protocol):
    """Reads passages for the answer to a question. May be called from any thread."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[ReadPassage]:
        """One reading for each passage, in order."""
        ...


class OnnxReader:
    """What `training.export` writes: `model.onnx`, `tokenizer.json`, and `config.json` with their hashes."""

    def __init__(self, folder: Path = PACKAGED, threads: int = 2) -> None:
        """Check the folder; the model itself is loaded at the first question.

        Raises:
            ModelUnavailableError: The folder holds no reader, or a file is not the one its hash names.
        """
        self._folder = folder
        self._threads = threads
        self._lock = threading.Lock()
        self._graph: Graph | None = None
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            self._most_question = int(config["max_question_tokens"])
            self._most_tokens = int(config["max_tokens"])
            self._most_span = int(config["max_span_tokens"])
            self._hashes = dict(config["sha256"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelUnavailableError(str(folder), f"its config.json cannot be used ({error})") from error
        self._tokenizer = TextTokenizer.from_file(folder / "tokenizer.json")

    def read(self, question: str, passages: Sequence[Passage]) -> list[ReadPassage]:
        """One reading for each passage, in order.

        Raises:
            ModelUnavailableError: The files are missing, damaged, or not the ones their hashes name.
        """
        if not passages:
            return []
        graph = self._loaded()
        asked = self._tokenizer.tokenize(question).ids[: self._most_question]
        rows = [self._row(asked, passage) for passage in passages]
        # Each passage alone: the model's activations are quantised over all that runs together, so that in a
        # batch one passage would change what is read in another.
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda row: _run(graph, row, self._most_span), rows))

    def verify(self) -> None:
        """Compare the files with their hashes; the first question does so, too.

        Raises:
            ModelUnavailableError: A file is missing, or is not the one its hash names.
        """
        for name, expected in self._hashes.items():
            path = self._folder / name
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
                reason = f"{name} is not the file its hash names; install Byline again"
                raise ModelUnavailableError(str(self._folder), reason)

    def _row(self, asked: Sequence[int], passage: Passage) -> _Row:
        header = self._tokenizer.tokenize(passage.header).ids[:_MOST_HEADER_TOKENS]
        first = (_CLS, *asked, _SEP)
        room = self._most_tokens - len(first) - len(header) - 1
        tokens = self._tokenizer.tokenize(passage.text)
        ids = (*first, *header, *tokens.ids[:room], _SEP)
        return _Row(ids, len(first), len(first) + len(header), tokens.spans[:room], passage)

    def _loaded(self) -> Graph:
        with self._lock:
            if self._graph is None:
                self.verify()
                self._graph = Graph.load(self._folder / "model.onnx")
            return self._graph


@dataclass(frozen=True, slots=True)
class _Row:
    ids: tuple[int, ...]
    second: int
    """Where the header begins: the model's second segment."""
    body: int
    """Where the passage's own tokens begin."""
    spans: tuple[Span, ...]
    """The passage's tokens in the passage's text."""
    passage: Passage


def _run(graph: Graph, row: _Row, most_span: int) -> ReadPassage:
    types = [0] * row.second + [1] * (len(row.ids) - row.second)
    feed = {
        "input_ids": np.array([row.ids], np.int64),
        "attention_mask": np.ones((1, len(row.ids)), np.int64),
        "token_type_ids": np.array([types], np.int64),
    }
    starts, ends, answerable = graph.run(feed)
    here = slice(row.body, row.body + len(row.spans))
    scored = Scored(row.spans, starts[0][here], ends[0][here], float(starts[0][0] + ends[0][0]))
    return ReadPassage(float(answerable[0]), read_sentences(row.passage, scored, most_span))
