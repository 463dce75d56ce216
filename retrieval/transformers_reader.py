"""Any question-answering model of Hugging Face's as a reader.  [the only transformers]

A model for the task of SQuAD 2 (Rajpurkar et al. 2018, arXiv:1806.03822) says "no answer here" by the first
token; one trained on questions that all have an answer says little by it.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Passage, Span
from retrieval.errors import ModelUnavailableError
from retrieval.spans import ReadPassage, Scored, read_sentences

_MOST_TOKENS = 512  # where a model sets no limit
_MOST_QUESTION_TOKENS = 48
_MOST_HEADER_TOKENS = 40
_MOST_SPAN_TOKENS = 30
_INSTALL = "what it needs is not installed. Install it: pip install 'byline[models]'"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class TransformersReader:
    """An extractive question-answering model with a fast tokenizer. For any thread."""

    def __init__(self, model: str, threads: int = 2) -> None:
        """Load the model of a local folder or a hub name, and try it.

        Raises:
            ModelUnavailableError: There is none, or it was not trained to find answers in a text.
        """
        self._threads = threads
        self._lock = threading.Lock()
        self._tokenizer, self._model = _load(model)
        self._limit = _limit(self._tokenizer, self._model)
        self._inputs = _inputs(self._model)
        text = "A ferry ran aground."
        passage = Passage("a-1-0", "a", 0, 0, len(text), text, "Ferry", ((0, len(text)),))
        try:
            self.read("What ran aground?", [passage])
        except Exception as error:  # models differ in what they take and give
            raise ModelUnavailableError(model, f"it cannot read a sentence ({_first_line(error)})") from error

    def read(self, question: str, passages: Sequence[Passage]) -> list[ReadPassage]:
        """One reading for each passage, in order; what does not fit the model is cut off a passage's end."""
        # One text at a time: a fast tokenizer raises "Already borrowed" when two threads use it.
        with self._lock:
            asked = self._cut(question, min(_MOST_QUESTION_TOKENS, self._limit // 4))
            rows = [self._row(asked, passage) for passage in passages]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._read, rows))

    def _cut(self, text: str, most: int) -> str:
        encoded = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        ends = [end for _, end in encoded["offset_mapping"]]
        return text if len(ends) <= most else text[: ends[most - 1]]

    def _row(self, question: str, passage: Passage) -> _Row:
        front = self._cut(passage.header, min(_MOST_HEADER_TOKENS, self._limit // 4)) + "\n"
        encoded = self._tokenizer(
            question,
            front + passage.text,
            truncation="only_second",
            max_length=self._limit,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        positions, spans = [], []
        offsets = encoded["offset_mapping"][0].tolist()
        for position, (part, (start, end)) in enumerate(zip(encoded.sequence_ids(0), offsets, strict=True)):
            span = _trimmed(passage.text, start - len(front), end - len(front)) if part == 1 else None
            if span is not None:
                positions.append(position)
                spans.append(span)
        inputs = {name: encoded[name] for name in self._inputs if name in encoded}
        return _Row(inputs, positions, spans, passage)

    def _read(self, row: _Row) -> ReadPassage:
        found = self._model(**row.inputs)
        starts, ends = found.start_logits[0].numpy(), found.end_logits[0].numpy()
        scored = Scored(row.spans, starts[row.positions], ends[row.positions], float(starts[0] + ends[0]))
        sentences = read_sentences(row.passage, scored, _MOST_SPAN_TOKENS)
        return ReadPassage(max((sentence.score for sentence in sentences), default=0.0), sentences)


@dataclass(frozen=True, slots=True)
class _Row:
    inputs: dict[str, Any]
    positions: list[int]
    """Where among the model's tokens those of the passage's text are."""
    spans: list[Span]
    """The same tokens in the passage's text, white space cut off."""
    passage: Passage


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """A token's span without white space, which some tokenizers count to the word behind it."""
    start = max(start, 0)
    words = text[start : max(end, 0)]
    length = len(words.strip())
    start += len(words) - len(words.lstrip())
    return (start, start + length) if length else None


def _load(name: str) -> tuple[Any, Any]:
    try:
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer
        from transformers.utils import logging
    except ImportError as error:
        raise ModelUnavailableError(name, _INSTALL) from error

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    folder = Path(name).expanduser()
    local = folder.is_dir()
    source = str(folder) if local else name
    try:
        model, loading = AutoModelForQuestionAnswering.from_pretrained(
            source, local_files_only=local, output_loading_info=True
        )
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=local)
    except ImportError as error:  # transformers loads without PyTorch, its models do not
        raise ModelUnavailableError(name, _INSTALL) from error
    except Exception as error:  # whatever four libraries raise for torn, foreign or absent files
        raise ModelUnavailableError(name, _reason(error, local)) from error
    # What the files lack is filled in at random: such a head would answer anything.
    if loading["missing_keys"] or loading["mismatched_keys"]:
        raise ModelUnavailableError(name, "it was not trained for question answering; name one that was")
    # Without its files, a tokenizer of a few special tokens is made up.
    if not tokenizer.is_fast or not model.config.vocab_size / 2 <= len(tokenizer) <= model.config.vocab_size:
        raise ModelUnavailableError(name, "its files hold no fast tokenizer of this model")
    tokenizer.truncation_side = "right"
    return tokenizer, model.float().eval().requires_grad_(False)


def _reason(error: Exception, local: bool) -> str:
    if local:
        return f"the folder holds no question-answering model that can be loaded ({_first_line(error)})"
    return (
        f"there is no such folder, and the Hugging Face hub does not give it ({_first_line(error)})."
        " Check the name and the network, or give the path of a folder that holds the model."
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")


def _limit(tokenizer: Any, model: Any) -> int:
    """How many tokens the model reads at once."""
    positions = getattr(model.config, "max_position_embeddings", None) or _MOST_TOKENS
    # RoBERTa and its kin number the positions from behind the one of their padding.
    padding = getattr(getattr(model.base_model, "embeddings", None), "padding_idx", None)
    first = 0 if padding is None else padding + 1
    return int(min(positions - first, tokenizer.model_max_length, _MOST_TOKENS))


def _inputs(model: Any) -> tuple[str, ...]:
    """What the model takes of what a tokenizer offers."""
    taken = inspect.signature(model.forward).parameters
    typed = (getattr(model.config, "type_vocab_size", None) or 2) > 1
    return tuple(name for name in _INPUTS if name in taken and (typed or name != "token_type_ids"))
