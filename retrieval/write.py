"""The writer with a language model: each sentence is checked as it comes, and the unsupported never shown."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from typing import Protocol

from retrieval.cite import Marked, Sentences
from retrieval.errors import ModelFailedError
from retrieval.ground import Grounding
from retrieval.models import Hit, Sentence
from retrieval.prompt import REFUSAL, Prompt, Turn, build_prompt
from retrieval.quote import Quoted
from retrieval.spent import spending
from retrieval.writing.deadline import pieces_within
from retrieval.writing.patience import Patience

_log = logging.getLogger(__name__)

# Whatever a model writes beyond this is no short answer; what it thinks before one counts too.
MOST_SENTENCES = 6
MOST_CHARACTERS = 12_000
# One more try helps against a hiccup; a longer wait keeps people from quotes that are there already.
PAUSE = 0.5
LONGEST_PAUSE = 2.0

Show = Callable[[Sentence], None]


class ChatModel(Protocol):
    """A language model to talk with. Every method may be called from any thread."""

    @property
    def name(self) -> str:
        """Provider and model, as an answer names its writer."""
        ...

    def stream(self, turns: Sequence[Turn]) -> Generator[str, None, None]:
        """The model's turn, piece by piece. Raises `ModelFailedError`."""
        ...


class ModelWriter:
    """Writes answers with a language model that is not trusted. Safe to share between threads.

    Args:
        model: what writes.
        seconds: how long one answer may take, both tries together.
        patience: when the model is left alone.
        pause: waits for some seconds between two tries.
    """

    def __init__(
        self,
        model: ChatModel,
        seconds: float = 30.0,
        patience: Patience | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = model.name
        self._model = model
        self._seconds = seconds
        self._patience = patience or Patience()
        self._pause = pause

    def write(self, question: str, hits: Sequence[Hit], show: Show | None = None) -> Quoted | None:
        """The supported sentences of what the model answers from the hits, best first.

        `show` is given each sentence once it is checked, while the model goes on writing; should the model
        then fail, none of them is in the answer.

        Returns:
            `None` when no sentence stands, for whatever reason; one line in the log says which.
        """
        try:
            with spending("writing"):
                return self._write(question, hits, show)
        except ModelFailedError as error:
            _log.warning("%s did not write this answer: %s. It is made of quotes.", self.name, error.reason)
            return None

    def _write(self, question: str, hits: Sequence[Hit], show: Show | None) -> Quoted:
        prompt = build_prompt(question, hits)
        if prompt is None:
            raise ModelFailedError("no passage can be shown to it")
        if rest := self._patience.resting():
            raise ModelFailedError(f"it failed before and is left alone for {rest:.0f} s more")
        try:
            heard = self._ask(prompt, show)
        except ModelFailedError as error:
            self._patience.failed(error.wait)
            raise
        self._patience.succeeded()
        if not heard.admitted:
            raise ModelFailedError(heard.why_nothing)
        return heard.grounding.quoted()

    def _ask(self, prompt: Prompt, show: Show | None) -> _Heard:
        """All that the model says; a hiccup before its first word is tried again."""
        ends = time.monotonic() + self._seconds
        heard = _Heard(prompt, show)
        try:
            return self._listen(prompt, heard, ends)
        except ModelFailedError as error:
            pause = PAUSE if error.wait is None else error.wait
            if heard.characters or not error.again or pause > LONGEST_PAUSE:
                raise
            self._pause(pause)
        return self._listen(prompt, heard, ends)

    def _listen(self, prompt: Prompt, heard: _Heard, ends: float) -> _Heard:
        left = ends - time.monotonic()
        with closing(pieces_within(left, lambda: self._model.stream(prompt.turns))) as pieces:
            for piece in pieces:
                heard.hear(piece)
                if heard.enough:
                    return heard
        heard.finish()
        return heard


class _Heard:
    """What the model has said so far, and what of it stands."""

    def __init__(self, prompt: Prompt, show: Show | None) -> None:
        self.grounding = Grounding(prompt.sources)
        self.characters = 0
        self.admitted = 0
        self._sentences = Sentences(prompt.sources)
        self._refused = False
        self._show = show

    @property
    def enough(self) -> bool:
        """Whether nothing more is wanted of the model."""
        return self.admitted >= MOST_SENTENCES or self.characters >= MOST_CHARACTERS

    @property
    def why_nothing(self) -> str:
        """Why no sentence stands."""
        if not self.characters:
            return "it wrote nothing"
        return "it found no answer in the passages" if self._refused else "no sentence of it is supported"

    def hear(self, piece: str) -> None:
        """Take the next piece of text, and show the sentences that it completes and that stand."""
        piece = piece[: MOST_CHARACTERS - self.characters]
        self.characters += len(piece)
        self._take(self._sentences.feed(piece))

    def finish(self) -> None:
        """The model has ended."""
        self._take(self._sentences.end())

    def _take(self, written: Iterable[Marked]) -> None:
        for sentence in written:
            self._refused = self._refused or REFUSAL in sentence.text
            stands = self.grounding.admit(sentence) if self.admitted < MOST_SENTENCES else None
            if stands:
                self.admitted += 1
                if self._show:
                    self._show(stands)
