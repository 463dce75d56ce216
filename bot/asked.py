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
    user: int | None = None
    """Who asks: kept with the question where the server keeps questions."""
    server: Hashable = None
    """Whose turn it takes in the queue: servers, and people in private, take turns."""


class Watcher(Protocol):
    """Whoever is told how an answer comes about; raises nothing."""

    def waits(self, place: int, /) -> None:
        """The place in the queue as it changes, 1 for the next, 0 as the work begins; on the event loop."""
        ...

    def hear(self, sentence: Sentence, /) -> None:
        """A sentence of a language model's answer, checked; from any thread."""
        ...


def whose_turn(server: int | None, user: int) -> Hashable:
    """Whose turn a question takes in the queue: a server's, or a person's in private."""
    return ("server", server) if server is not None else ("user", user)
