"""`Answerer`: the path of a question, one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from corpus import Filters, Library
from retrieval.compare import compare
from retrieval.errors import CorpusEmptyError, EmptyQuestionError, QuestionTooLongError
from retrieval.models import Answer, Hit, Query, Searched, Status
from retrieval.question import asks_several, parts_of
from retrieval.quote import write
from retrieval.reading import Reading, SentenceScorer
from retrieval.refusal import Strictness, confidence
from retrieval.retriever import HybridRetriever

# Longer than any question seen; a pasted article is refused in words instead of ranked in seconds.
MAX_QUESTION = 2_000
WRITER = "extractive"
EVERYTHING = Filters()


class Answerer:
    """Answers questions from the corpus. Safe to share between threads."""

    def __init__(self, library: Library, retriever: HybridRetriever, scorer: SentenceScorer) -> None:
        self._library = library
        self._retriever = retriever
        self._scorer = scorer

    def answer(
        self,
        question: str,
        filters: Filters = EVERYTHING,
        limit: int = 5,
        strictness: Strictness = Strictness.NORMAL,
    ) -> Answer:
        """Answer from the best `limit` passages inside the filters, or refuse when less sure than asked for.

        Raises:
            EmptyQuestionError: nothing was asked.
            QuestionTooLongError: the question has more than `MAX_QUESTION` characters.
            CorpusEmptyError: there is no article yet.
        """
        started = perf_counter()
        query = self._understand(question, filters)
        hits = self._retriever.retrieve(query, limit)
        readings = self._read(query, hits, limit)
        sure = confidence(query.text, hits, readings)
        held = sure >= strictness.threshold
        answer = self._write(query, hits, readings) if held else self._refuse(query, hits)
        return replace(answer, confidence=sure, seconds=perf_counter() - started)

    def search(self, query: Query, limit: int = 5) -> list[Hit]:
        """The best `limit` passages inside the filters; raises as `answer` does."""
        return self._retriever.retrieve(self._understand(query.text, query.filters), limit)

    def searched(self, filters: Filters = EVERYTHING) -> Searched:
        """What a question with these filters is looked for in."""
        return Searched(coverage=self._library.coverage(filters), filters=filters)

    def _understand(self, question: str, filters: Filters) -> Query:
        # Half a surrogate pair, as a terminal of another encoding sends, is no character to any model.
        text = " ".join(question.encode("utf-8", "replace").decode().split())
        if not text:
            raise EmptyQuestionError
        if len(text) > MAX_QUESTION:
            raise QuestionTooLongError(MAX_QUESTION)
        if not self._library.coverage().articles:
            raise CorpusEmptyError
        return Query(text, filters)

    def _read(self, query: Query, hits: Sequence[Hit], limit: int) -> list[Reading]:
        """Read the hits for each part of the question; a part is also looked for by itself."""
        parts = parts_of(query.text)
        if len(parts) == 1:
            return [self._scorer.read(query.text, hits)]
        own = (self._retriever.retrieve(replace(query, text=part), limit) for part in parts)
        return [self._scorer.read(part, _join(found, hits)) for part, found in zip(parts, own, strict=True)]

    def _write(self, query: Query, hits: Sequence[Hit], readings: Sequence[Reading]) -> Answer:
        quoted = write(readings, asks_several(query.text))
        differences, citations = compare(query.text, quoted, hits)
        return replace(
            self._refuse(query, ()),
            status=Status.ANSWERED,
            sentences=quoted.sentences,
            citations=citations,
            disagreements=differences,
        )

    def _refuse(self, query: Query, hits: Sequence[Hit]) -> Answer:
        return Answer(
            question=query.text,
            status=Status.REFUSED,
            writer=WRITER,
            sentences=(),
            citations=(),
            disagreements=(),
            related=tuple(hits),
            searched=self.searched(query.filters),
            seconds=0.0,
        )


def _join(first: Sequence[Hit], second: Sequence[Hit]) -> list[Hit]:
    """Both lists without repetition, best first."""
    joined = {hit.passage.id: hit for hit in (*second, *first)}
    return sorted(joined.values(), key=lambda hit: hit.score, reverse=True)
