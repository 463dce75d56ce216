"""Conversations: what was asked before, kept for a while, and follow-ups completed from it."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from corpus import utc_now
from retrieval.answerer import MAX_QUESTION
from retrieval.understanding.followup import Turn, complete

MOST_TURNS = 6
LONGEST = timedelta(hours=1)
MOST_CONVERSATIONS = 1_000


class Completer(Protocol):
    """Makes a question that leans on the ones before it stand by itself.

    `retrieval.complete` does it by rules; a language model may do it in its place. It may be called from any
    thread, and gives the question back where nothing is to be completed.
    """

    def __call__(self, question: str, history: Sequence[Turn], /) -> str:
        """The question in full; `history` holds what was asked before it, oldest first."""
        ...


_Timed = tuple[datetime, Turn]


class Conversations:
    """The last questions of each conversation, in memory, bounded in number, length and age.

    A key is whatever tells conversations apart, such as a channel and a user. Any thread may call any method.

    Args:
        completer: completes a follow-up.
        now: the clock.
        turns: the most questions kept of a conversation.
        age: a question older than this is forgotten.
        most: of more conversations than this, the one longest silent is forgotten.
    """

    def __init__(
        self,
        completer: Completer = complete,
        now: Callable[[], datetime] = utc_now,
        turns: int = MOST_TURNS,
        age: timedelta = LONGEST,
        most: int = MOST_CONVERSATIONS,
    ) -> None:
        self._completer = completer
        self._now = now
        self._turns = turns
        self._age = age
        self._most = most
        self._held: OrderedDict[Hashable, deque[_Timed]] = OrderedDict()
        self._lock = Lock()

    def complete(
        self,
        key: Hashable,
        question: str,
        history: Sequence[Turn] = (),
        completer: Completer | None = None,
    ) -> str:
        """The question as it stands by itself after what was asked before under this key.

        A `history` that is known from elsewhere, and a `completer`, go before those of the conversations.
        """
        history = history or self.history(key)
        completed = (completer or self._completer)(question, history) if history else question
        return completed if len(completed) <= MAX_QUESTION else question

    def history(self, key: Hashable) -> list[Turn]:
        """What is still remembered under a key, oldest first."""
        with self._lock:
            self._forget()
            return [turn for _, turn in self._held.get(key, ())]

    def remember(self, key: Hashable, turn: Turn) -> None:
        """Keep a question, in full, as the last one asked under a key."""
        with self._lock:
            turns = self._held.setdefault(key, deque(maxlen=self._turns))
            turns.append((self._now(), turn))
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            self._forget()

    def forget(self, whose: Callable[[Hashable], bool]) -> int:
        """Forget the conversations whose keys are those; how many there were."""
        with self._lock:
            self._forget()
            theirs = [key for key in self._held if whose(key)]
            for key in theirs:
                del self._held[key]
            return len(theirs)

    def __len__(self) -> int:
        """How many conversations are remembered."""
        with self._lock:
            self._forget()
            return len(self._held)

    def _forget(self) -> None:
        """Drop what is too old. Conversations stand in the order of their last question."""
        oldest = self._now() - self._age
        while self._held:
            key, turns = next(iter(self._held.items()))
            if turns and turns[-1][0] >= oldest:
                break
            del self._held[key]
        for turns in self._held.values():
            while turns and turns[0][0] < oldest:
                turns.popleft()
