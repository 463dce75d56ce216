"""`Answerer`: the path of a question, one screen."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from corpus import Filters
from retrieval.errors import CorpusEmptyError, EmptyQuestionError, QuestionTooLongError
from retrieval.models import Answer, Hit, Query, Searched, Status
from retrieval.retriever import HybridRetriever

if TYPE_CHECKING:
    from corpus import Library

# Longer than any question seen; a pasted article is refused in words instead of ranked in seconds.
MAX_QUESTION = 2_000


class Answerer:
    """Answers questions from the corpus. Safe to share between threads."""

    def __init__(self, library: Library, retriever: HybridRetriever) -> None:
        self._library = library
        self._retriever = retriever

    def answer(self, question: str, filters: Filters | None = None, limit: int = 5) -> Answer:
        """Answer from the best `limit` passages inside the filters, or refuse.

        Raises:
            EmptyQuestionError: nothing was asked.
            QuestionTooLongError: the question has more than `MAX_QUESTION` characters.
            CorpusEmptyError: there is no article yet.
        """
        started = perf_counter()
        query = self._understand(question, filters or Filters())
        hits = self._retriever.retrieve(query, limit)
        return Answer(
            question=query.text,
            status=Status.REFUSED,
            writer="extractive",
            sentences=(),
            citations=(),
            disagreements=(),
            related=tuple(hits),
            searched=self.searched(query.filters),
            seconds=perf_counter() - started,
        )

    def search(self, query: Query, limit: int = 5) -> list[Hit]:
        """The best `limit` passages inside the filters; raises as `answer` does."""
        return self._retriever.retrieve(self._understand(query.text, query.filters), limit)

    def searched(self, filters: Filters | None = None) -> Searched:
        """What a question with these filters is looked for in."""
        filters = filters or Filters()
        return Searched(coverage=self._library.coverage(filters), filters=filters)

    def _understand(self, question: str, filters: Filters) -> Query:
        text = " ".join(question.split())
        if not text:
            raise EmptyQuestionError
        if len(text) > MAX_QUESTION:
            raise QuestionTooLongError(MAX_QUESTION)
        if not self._library.coverage().articles:
            raise CorpusEmptyError
        return Query(text, filters)
