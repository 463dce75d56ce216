"""The corpus and the answerer as the bot uses them: off the event loop, each kind of work on its own threads.

Whatever a server may ask or see goes through here, so that what is a server's own has one place to be told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.archive import Archive
from bot.asked import MOST_CHARACTERS, Asked, Watcher
from bot.office import Office
from bot.work import NOBODY, Pool, QueueTurn
from bot.worker import IngestLinks
from corpus import (
    Corpus,
    Coverage,
    FeedWorld,
    Filters,
    StoredArticle,
    ingest,
)
from retrieval import (
    Answer,
    Answerer,
    Checked,
    Checker,
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


class Desk:
    """Answers and lists; what admins do is in `office`. Every method may be awaited by many at once.

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
        self._answerer = answerer
        self._chronicler = build_chronicler(corpus)
        self._checker = Checker(answerer)
        self.archive = Archive(corpus.library)
        """What is kept of answers, for the buttons below them."""
        self.office = Office(corpus, ingest_links, world or FeedWorld())
        """What admins do."""
        self._completer = completer or self._complete
        self._conversations = Conversations(self._completer)
        self._answers = Pool("answer", **ANSWERS)

    async def warm_up(self) -> None:
        """Load the embedding model, so that nobody's first question waits for it."""
        await self._answers.run(lambda: self._corpus.embedder.embed(["Who said what?"]))

    async def answer(self, asked: Asked, watcher: Watcher | None = None) -> Answer:
        """A cited answer or a refusal. Raises what `Answerer.answer` raises, and `BusyError`."""
        turn = QueueTurn(asked.server, watcher.waits if watcher else None)
        return await self._answers.run(lambda: self._answer(asked, watcher), turn)

    async def check(self, text: str, filters: Filters, turn: QueueTurn = NOBODY) -> Checked:
        """Each claim of a text with its verdict. Raises what `Checker.check` raises, and `BusyError`."""
        return await self._answers.run(lambda: self._checker.check(text, filters), turn)

    async def timeline(self, topic: str, filters: Filters, limit: int, turn: QueueTurn = NOBODY) -> Timeline:
        """What was reported on a topic. Raises what `Chronicler.timeline` raises, and `BusyError`."""
        return await self._answers.run(lambda: self._chronicler.timeline(topic, filters, limit), turn)

    async def article(self, article_id: str) -> StoredArticle:
        """One article. Raises `ArticleNotFoundError`."""
        return await asyncio.to_thread(self._corpus.library.article, article_id)

    async def articles(self, filters: Filters, limit: int, offset: int = 0) -> list[StoredArticle]:
        """Articles, the newest published first."""
        return await asyncio.to_thread(self._corpus.library.articles, filters, limit, offset)

    async def coverage(self, filters: Filters | None = None) -> Coverage:
        """How much the corpus holds."""
        return await asyncio.to_thread(self._corpus.library.coverage, filters or Filters())

    async def publishers(self) -> list[tuple[str, int]]:
        """Every publisher with the number of its articles."""
        return await asyncio.to_thread(self._corpus.library.publishers)

    def close(self) -> None:
        """End after the article and the answers that are under way."""
        self.office.close()
        self._answers.close()

    def _answer(self, asked: Asked, watcher: Watcher | None) -> Answer:
        full = self._full(asked)
        answer = self._answerer.answer(full, asked.filters, show=watcher.hear if watcher else None)
        if asked.speaker is not None:
            self._conversations.remember(asked.speaker, Turn.of(answer))
        return answer if full == asked.question else replace(answer, asked=asked.question)

    def _full(self, asked: Asked) -> str:
        """The question as it stands by itself."""
        if not asked.follows:
            return asked.question
        if not asked.history:
            return self._conversations.complete(asked.speaker, asked.question)
        full = self._completer(asked.question, asked.history)
        return full if len(full) <= MOST_CHARACTERS else asked.question

    def _complete(self, question: str, history: Sequence[Turn]) -> str:
        return complete(question, history, [name for name, _ in self._corpus.library.publishers()])
