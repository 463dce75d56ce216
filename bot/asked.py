"""What is asked, and who is told how the answer comes about: what `Desk.answer` and its callers share."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from corpus import Filters
from retrieval import Sentence, Turn

MOST_CHARACTERS = 2_000
"""The longest question."""
_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody asked it."""

    question: str
    filters: Filters = _NO_FILTERS
    speaker: Hashable = None
    """Tells one conversation from another, such as a channel with a user; `None` is in none."""
    follows: bool = False
    """Whether it may lean on what that speaker asked before."""
    history: tuple[Turn, ...] = ()
    """What was asked before it, oldest first; where it is empty, what the speaker asked before."""


class Watcher(Protocol):
    """Whoever is told how an answer comes about; from any thread, and raises nothing."""

    def hear(self, sentence: Sentence, /) -> None:
        """A sentence of a language model's answer, checked."""
        ...
