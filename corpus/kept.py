"""What is kept of answers that were shown: what their buttons need, votes, and threads of follow-ups."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from corpus.models import Filters

_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class KeptCitation:
    """Which words of which version of an article were quoted."""

    number: int
    article_id: str
    version: int
    passage_id: str
    start: int
    end: int
    digest: str
    """What `digest_of` says of the quoted words: an id may come back with another text."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as its buttons know it. Neither the question nor the asker is in it."""

    key: str
    """What the buttons' ids name it by; never guessable, never reused."""
    at: datetime
    server: str | None
    """The id of the Discord server; `None` for a private message."""
    channel: str
    """The id of the channel or thread that it was shown in."""
    citations: tuple[KeptCitation, ...]
    reader: str | None = None
    """The id of the only person who sees it; `None` where everybody in the channel does."""
    message: str | None = None
    """The id of its message, once that is known."""
    filters: Filters = _NO_FILTERS
    differ: str = "[]"
    """Where its sources differ, packed by who shows it. The library does not read it."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation as a vote keeps it: it can be read when the article is gone."""

    number: int
    article_id: str
    title: str
    publisher: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thinks of one answer, with all that it is about."""

    answer: str
    """The key of the answer."""
    user: str
    """Who voted: the id in Discord."""
    at: datetime
    good: bool
    question: str
    said: str
    """The answer as it was shown."""
    citations: tuple[Quoted, ...]
    server: str | None = None
    reason: str | None = None
    """What they wrote about it."""


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question that was asked in a thread."""

    question: str
    """In full."""
    answer: str = ""
    """The very words that answered; empty where there were none, or they are not known."""
    user: str | None = None
    """Who asked: the id in Discord; `None` where that is not known, as for all from before it was kept."""


@dataclass(frozen=True, slots=True)
class KeptThread:
    """A thread in which every message is a follow-up."""

    thread: str
    server: str | None
    opened_at: datetime
    filters: Filters
    turns: tuple[KeptTurn, ...] = ()
    """What was asked in it last, oldest first."""


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that was answered before everybody, in a server that wants its questions kept."""

    at: datetime
    server: str
    user: str
    """Who asked: the id in Discord, so that they can have it deleted. No admin is told."""
    question: str
    """In full."""
    answered: bool
    """Whether the articles held an answer."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as those read it who may: how often it was asked, and by whom not."""

    server: str
    question: str
    answered: bool
    times: int
    at: datetime
    """When it was asked last."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was kept of a person, and is no more."""

    votes: int = 0
    answers: int = 0
    """Those that only they saw."""
    turns: int = 0
    """What they asked in threads."""
    questions: int = 0
    """What they asked in servers that keep questions."""


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that cites an article as it no longer is, and was not marked for that yet."""

    answer: str
    """The key of the answer."""
    article_id: str
    version: int
    """The article's version now; 0 where it was removed."""


def digest_of(quote: str) -> str:
    """Sixteen hexadecimal digits that tell quoted words from others."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:16]
