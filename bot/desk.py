"""The corpus and the answerer as the bot uses them: off the event loop, each kind of work on its own threads.

Whatever a server may ask or see goes through `Desk.at`: there is no way to look for nobody in particular.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.archive import Archive
from bot.asked import Asked, Watcher
from bot.office import Office
from bot.rules import Rules
from bot.watch import meters
from bot.watch.counting import by_steps
from bot.work import NOBODY, Pool, QueueTurn
from bot.worker import IngestLinks
from corpus import (
    Corpus,
    Coverage,
    FeedWorld,
    Filters,
    Forgotten,
    Library,
    StoredArticle,
    ingest,
)
from retrieval import (
    Answer,
    Answerer,
    Checked,
    Checker,
    Chronicler,
    Completer,
    Conversations,
    Timeline,
    Turn,
    build_chronicler,
    complete,
)

# Two threads answer, as many as the smallest machine has cores. Two busy cores took 0.8 to 1.3 s an answer:
# the last of 60 waits about a minute, nobody longer.
ANSWERS = {"threads": 2, "waiting": 60}
_EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class _Parts:
    """What all servers share."""

    library: Library
    answerer: Answerer
    plain: Answerer
    """The answerer without a language model."""
    chronicler: Chronicler
    checker: Checker
    completer: Completer | None
    conversations: Conversations
    pool: Pool


class ServerDesk:
    """Answers and lists for one server. Every method may be awaited by many at once."""

    def __init__(self, parts: _Parts, rules: Rules, server: str | None) -> None:
        self._parts = parts
        self._library = parts.library
        self._pool = parts.pool
        self._rules = rules
        self.server = server
        self.audience = parts.library.audience(server)
        """Whose articles are seen here."""

    async def answer(self, asked: Asked, watcher: Watcher | None = None) -> Answer:
        """A cited answer or a refusal. Raises what `Answerer.answer` raises, and `BusyError`."""
        turn = QueueTurn(asked.server, watcher.waits if watcher else None)
        return await self._pool.run(lambda: self._answer(asked, watcher), turn)

    @property
    def model(self) -> str | None:
        """The language model that is sent questions asked here, with passages; `None` where none is."""
        return self._answerer.model

    @property
    def _answerer(self) -> Answerer:
        return self._parts.answerer if self._rules.of(self.server).model else self._parts.plain

    async def check(self, text: str, filters: Filters, turn: QueueTurn = NOBODY) -> Checked:
        """Each claim of a text with its verdict. Raises what `Checker.check` raises, and `BusyError`."""
        meters.LOOKS.labels("check").inc()
        return await self._pool.run(lambda: self._parts.checker.check(text, self._seen(filters)), turn)

    async def timeline(self, topic: str, filters: Filters, limit: int, turn: QueueTurn = NOBODY) -> Timeline:
        """What was reported on a topic. Raises what `Chronicler.timeline` raises, and `BusyError`."""
        meters.LOOKS.labels("timeline").inc()
        chronicler = self._parts.chronicler
        return await self._pool.run(lambda: chronicler.timeline(topic, self._seen(filters), limit), turn)

    async def latest(
        self, topic: str | None, filters: Filters, limit: int, turn: QueueTurn = NOBODY
    ) -> list[StoredArticle]:
        """The newest articles, those on a topic where one is given. Raises as `timeline` does."""
        meters.LOOKS.labels("latest").inc()
        if topic is None:
            return (await self.page(filters, limit))[0]
        chronicler = self._parts.chronicler
        return await self._pool.run(lambda: chronicler.latest(topic, self._seen(filters), limit), turn)

    async def article(self, article_id: str) -> StoredArticle:
        """One article. Raises `ArticleNotFoundError`."""
        return await asyncio.to_thread(self._library.article, article_id, self.audience)

    async def page(self, filters: Filters, limit: int, offset: int = 0) -> tuple[list[StoredArticle], int]:
        """Articles, the newest published first, and how many there are in all."""
        return await asyncio.to_thread(self._library.page, self._seen(filters), limit, offset)

    async def coverage(self, filters: Filters = _EVERYTHING) -> Coverage:
        """How much there is."""
        return await asyncio.to_thread(self._library.coverage, self._seen(filters))

    async def publishers(self) -> list[tuple[str, int]]:
        """Every publisher with the number of its articles."""
        return await asyncio.to_thread(self._library.publishers, self._seen(_EVERYTHING))

    def _seen(self, filters: Filters) -> Filters:
        return replace(filters, audience=self.audience)

    @by_steps
    def _answer(self, asked: Asked, watcher: Watcher | None) -> Answer:
        parts, full = self._parts, self._full(asked)
        answer = self._answerer.answer(
            full, self._seen(asked.filters), show=watcher.hear if watcher else None
        )
        if asked.speaker is not None:
            parts.conversations.remember(asked.speaker, Turn.of(answer))
        return answer if full == asked.question else replace(answer, asked=asked.question)

    def _full(self, asked: Asked) -> str:
        """The question as it stands by itself."""
        if not asked.follows:
            return asked.question
        completer = self._parts.completer or self._complete
        return self._parts.conversations.complete(asked.speaker, asked.question, asked.history, completer)

    def _complete(self, question: str, history: Sequence[Turn]) -> str:
        names = [name for name, _ in self._library.publishers(self._seen(_EVERYTHING))]
        return complete(question, history, names)


class Desk:
    """Answers and lists, for one server at a time; what admins do is in `office`.

    Args:
        corpus: open, and closed by whoever opened it, after `close`.
        answerer: over the same corpus.
        ingest_links: how links come in; the pipeline of the corpus unless a test reaches a server of its own.
        completer: what completes a question that leans on the one before it; rules where none is given.
        world: what feeds are asked through; the network as it is where none is given.
    """

    def __init__(
        self,
        corpus: Corpus,
        answerer: Answerer,
        ingest_links: IngestLinks = ingest,
        completer: Completer | None = None,
        world: FeedWorld | None = None,
    ) -> None:
        self._corpus = corpus
        self.rules = Rules(corpus.library)
        """What each server has set."""
        self.archive = Archive(corpus.library)
        """What is kept of answers, for the buttons below them."""
        self.office = Office(corpus, ingest_links, world or FeedWorld())
        """What admins do."""
        self._answers = Pool("answer", **ANSWERS)
        self.pools = (self._answers, *self.office.pools)
        """Where work waits for a thread."""
        self._parts = _Parts(
            library=corpus.library,
            answerer=answerer,
            plain=answerer.without_model(),
            chronicler=build_chronicler(corpus),
            checker=Checker(answerer),
            completer=completer,
            conversations=Conversations(),
            pool=self._answers,
        )

    async def warm_up(self) -> None:
        """Load the embedding model, so that nobody's first question waits for it."""
        await self._answers.run(lambda: self._corpus.embedder.embed(["Who said what?"]))

    async def follow(self) -> int:
        """Let the index take over what another process has left for it; how many changes that were."""
        return await asyncio.to_thread(self._corpus.index.catch_up)

    def at(self, server: int | str | None) -> ServerDesk:
        """The desk as a server sees it; `None` is a private message, which sees what everybody may."""
        return ServerDesk(self._parts, self.rules, str(server) if server is not None else None)

    async def forget(self, user: int, channel: int | None) -> tuple[Forgotten, int]:
        """Delete what is kept of a person, in all servers; how much, and how many conversations.

        Args:
            user: whose.
            channel: the channel of their private messages, where it is known.
        """
        private = str(channel) if channel is not None else None
        forgotten = await self.archive.forget(str(user), private)
        return forgotten, self._parts.conversations.forget(
            lambda key: isinstance(key, tuple) and key[1] == user
        )

    def close(self) -> None:
        """End after the article and the answers that are under way."""
        self.office.close()
        self._answers.close()
