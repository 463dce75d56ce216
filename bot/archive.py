"""What is kept of answers, as the bot uses it: off the event loop, and never in the way of an answer."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import AnswerGoneError
from corpus import (
    ArticleNotFoundError,
    AskedQuestion,
    Audience,
    CorpusError,
    Filters,
    Forgotten,
    KeptAnswer,
    KeptCitation,
    KeptQuestion,
    KeptThread,
    KeptTurn,
    Library,
    Quoted,
    Span,
    StoredArticle,
    Vote,
    digest_of,
    utc_now,
)
from retrieval import Answer, Status

log = logging.getLogger(__name__)

KEY_BYTES = 9  # twelve characters of an id's hundred
Differ = list[tuple[str, list[list[int]]]]
"""Where sources differ: what about, and the numbers of the citations on each side."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer is shown, and to whom."""

    server: str | None
    channel: str
    """Empty where Discord does not say, as for a kind of channel that is not known yet."""
    reader: str | None = None
    """Who alone sees it; `None` for everybody in the channel."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of an answer as the library knows it now."""

    kept: KeptCitation
    then: StoredArticle | None
    """The version that was quoted; `None` when it can no longer be shown."""
    now: StoredArticle | None
    """The article as it is; `None` when it was removed."""
    span: Span | None = None
    """The passage in the text of `then`, where that is known."""
    versions: int = 0
    copies: int = 0
    """How many others print it."""

    @property
    def quote(self) -> str:
        """The quoted words, or nothing."""
        return self.then.article.text[self.kept.start : self.kept.end] if self.then else ""

    @property
    def is_still_said(self) -> bool:
        """Whether the quoted words are in the article as it is now, however they are spaced."""
        if self.then is None or self.now is None:
            return False
        return _folded(self.quote) in _folded(self.now.article.text)


@dataclass(frozen=True, slots=True)
class Judged:
    """A vote, and the link to the answer's message where others may see that."""

    vote: Vote
    jump: str | None = None


class Archive:
    """Every method may be awaited by many at once. All but `keep` raise `LibraryError`."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._answers = library.answers

    @property
    def library(self) -> Library:
        """What all of it is kept in; it blocks."""
        return self._library

    async def keep(self, answer: Answer, filters: Filters, place: Place) -> str | None:
        """Keep what the buttons need; the key, or `None` where that failed: the answer goes out without."""
        kept = _kept(answer, filters, place)
        try:
            await asyncio.to_thread(self._answers.keep, kept)
        except CorpusError:
            log.exception("An answer's buttons could not be kept.")
            return None
        return kept.key

    async def place(self, key: str, message: int, channel: str) -> None:
        """Say which message shows the answer; failing is logged."""
        try:
            await asyncio.to_thread(self._answers.place, key, str(message), channel)
        except CorpusError:
            log.exception("Where an answer is shown could not be kept.")

    async def find(self, key: str) -> KeptAnswer:
        """What is kept under a key. Raises `AnswerGoneError`."""
        kept = await asyncio.to_thread(self._answers.find, key)
        if kept is None:
            raise AnswerGoneError
        return kept

    async def cited(self, answer: KeptAnswer, *citations: KeptCitation) -> list[Cited]:
        """Citations of an answer as its server may see them now."""
        return await asyncio.to_thread(self.look, answer, citations)

    def look(self, answer: KeptAnswer, citations: Sequence[KeptCitation]) -> list[Cited]:
        """As `cited`, on a thread of the caller's: it blocks."""
        audience = self._library.audience(answer.server)
        return [self._cited(one, audience) for one in citations]

    async def vote(self, vote: Vote) -> None:
        """Keep a vote, in place of the same person's earlier one."""
        await asyncio.to_thread(self._answers.vote, vote)

    async def votes(self, server: str, limit: int, offset: int) -> tuple[list[Judged], tuple[int, int]]:
        """A page of a server's votes, newest first, and how many are good and how many not."""

        def read() -> tuple[list[Judged], tuple[int, int]]:
            votes = self._answers.votes(server, None, limit, offset)
            return [Judged(vote, self._jump(vote)) for vote in votes], self._answers.count(server)

        return await asyncio.to_thread(read)

    async def keep_question(self, answer: Answer, place: Place, user: int) -> None:
        """Keep what was asked before everybody in a server; failing is logged."""
        if place.server is None or place.reader is not None:
            return
        answered = answer.status is Status.ANSWERED
        kept = KeptQuestion(utc_now(), place.server, str(user), answer.question, answered)
        try:
            await asyncio.to_thread(self._library.questions.keep, kept)
        except CorpusError:
            log.exception("A question could not be kept.")

    async def questions(
        self, server: str, limit: int, offset: int
    ) -> tuple[list[AskedQuestion], tuple[int, int]]:
        """A page of what was asked in a server, those without an answer first, and how many of each."""
        questions = self._library.questions
        return await asyncio.to_thread(
            lambda: (questions.asked(server, limit, offset), questions.count(server))
        )

    async def prune_questions(self, now: datetime) -> int:
        """Delete the questions that their servers want no longer; how many."""
        return await asyncio.to_thread(self._library.questions.prune, now)

    async def prune_answers(self, before: datetime, most: int) -> int:
        """Delete what is kept of answers from before a moment, and of all but the newest; how many."""
        return await asyncio.to_thread(self._answers.prune, before, most)

    async def thread(self, thread: int) -> KeptThread | None:
        """A thread of ours; `None` for any other."""
        return await asyncio.to_thread(self._answers.thread, str(thread))

    async def open_thread(self, thread: int, server: int | None, filters: Filters, turn: KeptTurn) -> None:
        """Keep that a thread is ours, and what was asked above it."""
        kept = KeptThread(str(thread), str(server) if server else None, utc_now(), filters, (turn,))
        await asyncio.to_thread(self._answers.open_thread, kept)

    async def add_turn(self, thread: str, turn: KeptTurn, most: int) -> None:
        """Keep what was asked in a thread of ours, and its last `most` in all. Raises `AnswerGoneError`."""
        if not await asyncio.to_thread(self._answers.add_turn, thread, turn, most):
            raise AnswerGoneError

    async def forget(self, user: str, channel: str | None) -> Forgotten:
        """Delete what is a person's; `channel` is that of their private messages, where it is known."""
        return await asyncio.to_thread(self._answers.forget, user, channel)

    async def tell(self, thread: int) -> bool:
        """Whether a thread is ours and nobody was told yet how to ask in it."""
        return await asyncio.to_thread(self._answers.tell, str(thread))

    def _cited(self, kept: KeptCitation, audience: Audience) -> Cited:
        try:
            versions = self._library.versions(kept.article_id)
            copies = len(self._library.copies(kept.article_id))
        except ArticleNotFoundError:
            return Cited(kept, None, None)
        if not audience.sees(versions[0].owner):
            return Cited(kept, None, None)
        then = next((one for one in versions if one.version == kept.version), None)
        found = Cited(kept, then, versions[0], self._span(kept), len(versions), copies)
        # An id that came back may stand for another text: what is not verbatim is not shown.
        return (
            found
            if digest_of(found.quote) == kept.digest
            else Cited(kept, None, versions[0], None, len(versions))
        )

    def _jump(self, vote: Vote) -> str | None:
        kept = self._answers.find(vote.answer)
        if kept is None or kept.message is None or kept.reader is not None:
            return None
        return f"https://discord.com/channels/{kept.server}/{kept.channel}/{kept.message}"

    def _span(self, kept: KeptCitation) -> Span | None:
        passage = self._answers.passage(kept.passage_id)
        if passage is None or passage[0] != kept.article_id:  # a copy has no passages of its own
            return None
        (start, end) = passage[1]
        return (start, end) if start <= kept.start and kept.end <= end else None


def _folded(text: str) -> str:
    return " ".join(text.split())


def quoted(cited: list[Cited]) -> tuple[Quoted, ...]:
    """Citations as a vote keeps them; those that can no longer be read are left out."""
    return tuple(
        Quoted(one.kept.number, one.then.id, one.then.article.title, one.then.article.publisher, one.quote)
        for one in cited
        if one.then
    )


def differ_of(kept: KeptAnswer) -> Differ:
    """Where the sources of an answer differ."""
    found: Differ = [(about, sides) for about, sides in json.loads(kept.differ)]
    return found


def _kept(answer: Answer, filters: Filters, place: Place) -> KeptAnswer:
    differ: Differ = [
        (one.about, [list(side.citations) for side in one.sides]) for one in answer.disagreements
    ]
    citations = tuple(
        KeptCitation(
            one.number,
            one.article.id,
            one.article.version,
            one.passage_id,
            one.start,
            one.end,
            digest_of(one.quote),
        )
        for one in answer.citations
    )
    return KeptAnswer(
        secrets.token_urlsafe(KEY_BYTES),
        utc_now(),
        place.server,
        place.channel,
        citations,
        place.reader,
        filters=filters,
        differ=json.dumps(differ),
    )
