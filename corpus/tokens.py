"""A model's own tokens: how many a text has, and where in the text each one stands.  [the only tokenizers]"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from corpus.models import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, special ones not among them."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    """Where each token stands in the text, as `str` indexes."""


class TextTokenizer:
    """A tokenizer as `tokenizer.json` describes it; nothing is truncated or padded. For any thread."""

    def __init__(self, name: str, describe: Callable[[], str]) -> None:
        """Remember where the description comes from; it is read at the first text."""
        self._name = name
        self._describe = describe
        self._lock = threading.Lock()
        self._tokenizer: Tokenizer | None = None

    @classmethod
    def from_file(cls, path: Path) -> TextTokenizer:
        """The tokenizer of a `tokenizer.json`."""
        return cls(str(path), lambda: path.read_text("utf-8"))

    def tokenize(self, text: str) -> Tokens:
        """The tokens of a text, however long it is.

        Raises:
            ModelError: The file is missing or is no tokenizer.
        """
        # One at a time: the library raises "Already borrowed" when two threads use one tokenizer.
        with self._lock:
            encoding = self._loaded().encode(text, add_special_tokens=False)
        return Tokens(tuple(encoding.ids), tuple(encoding.offsets))

    def count(self, text: str) -> int:
        """How many tokens a text has.

        Raises:
            ModelError: The file is missing or is no tokenizer.
        """
        with self._lock:
            return len(self._loaded().encode(text, add_special_tokens=False).ids)

    def _loaded(self) -> Tokenizer:
        if self._tokenizer is None:
            from tokenizers import Tokenizer

            try:
                tokenizer = Tokenizer.from_str(self._describe())
            except Exception as error:  # the library raises no narrower class for a bad description
                raise ModelError(
                    self._name, f"The tokenizer of {self._name} cannot be read: {error}"
                ) from error
            # The packaged file truncates at 128 and pads to 128: every count would be 128.
            tokenizer.no_truncation()
            tokenizer.no_padding()
            self._tokenizer = tokenizer
        return self._tokenizer
