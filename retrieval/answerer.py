"""`Answerer`: the path of a question, one screen."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter

from corpus import Coverage, Filters, Library, utc_now
from retrieval.compare import compare
from retrieval.corroborate import MORE_HITS, attributed, corroborated
from retrieval.errors import CorpusEmptyError, EmptyQuestionError, QuestionTooLongError
from retrieval.find import Finder, Found
from retrieval.models import EXTRACTIVE, Answer, Hit, Query, Searched, Sentence, Status
from retrieval.publishers import resolved, searched_in, unknown_in
from retrieval.quote import Quoted, write
from retrieval.reading import SentenceScorer, hits_of
from retrieval.refusal import Strictness
from retrieval.retriever import HybridRetriever
from retrieval.understanding.constraints import Constraints, constraints_of
from retrieval.understanding.scope import scopes_of
from retrieval.words import one_line
from retrieval.write import ModelWriter, Show

# Longer than any question seen; a pasted article is refused in words instead of ranked in seconds.
MAX_QUESTION = 2_000
EVERYTHING = Filters()


class Answerer:
    """Answers questions from the corpus. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        retriever: HybridRetriever,
        scorer: SentenceScorer,
        now: Callable[[], datetime] = utc_now,
        writer: ModelWriter | None = None,
    ) -> None:
        self._library = library
        self._retriever = retriever
        self._finder = Finder(retriever, scorer)
        self._now = now
        self._writer = writer

    def answer(
        self,
        question: str,
        filters: Filters = EVERYTHING,
        limit: int = 5,
        strictness: Strictness = Strictness.NORMAL,
        show: Show | None = None,
    ) -> Answer:
        """Answer from the best `limit` passages inside the filters, or refuse when less sure than asked for.

        What the question's words narrow the search to is looked through first; where that holds no answer,
        the search is widened up to the filters, and the answer says so. `show` is given each sentence of a
        language model's answer once it is checked; the answer itself may still be made of quotes instead.

        Raises:
            EmptyQuestionError: nothing was asked.
            QuestionTooLongError: the question has more than `MAX_QUESTION` characters.
            CorpusEmptyError: there is no article yet.
        """
        started = perf_counter()
        everything = self._everything(filters)
        given, filters = filters, resolved(filters, everything.publishers)
        query = _understand(question, filters, everything)
        constraints = self._constraints(query, everything)
        wanted = replace(_preferring(query, constraints), text=constraints.rest)
        scopes = scopes_of(constraints, filters)
        for scope in scopes:
            found = self._finder.find(wanted, scope, limit, strictness.threshold)
            if found.confidence >= strictness.threshold:
                break
        held = found.confidence >= strictness.threshold
        searched = replace(
            self.searched(scope.filters),
            filters=scopes[0].filters,
            widened=scope != scopes[0],
            silent=found.silent if held else (),
            unanswered=found.unanswered if held else (),
            unknown=unknown_in(given, everything.publishers),
        )
        answer = self._write(found, searched, show) if held else _refuse(found, searched)
        return replace(
            answer,
            question=query.text,
            confidence=found.confidence,
            seconds=perf_counter() - started,
        )

    def without_model(self) -> Answerer:
        """The same, with answers made of quotes alone."""
        other = copy(self)
        other._writer = None
        return other

    @property
    def model(self) -> str | None:
        """The language model that questions are sent to with passages; `None`: nothing is sent anywhere."""
        return self._writer.name if self._writer else None

    def search(self, query: Query, limit: int = 5) -> list[Hit]:
        """The best `limit` passages inside the filters; raises as `answer` does."""
        everything = self._everything(query.filters)
        filters = resolved(query.filters, everything.publishers)
        understood = _understand(query.text, filters, everything)
        constraints = self._constraints(understood, everything)
        return self._retriever.retrieve(_preferring(understood, constraints), limit)

    def searched(self, filters: Filters = EVERYTHING) -> Searched:
        """What a question with these filters is looked for in, publishers as the library spells them."""
        return searched_in(self._library, filters)

    def _everything(self, filters: Filters) -> Coverage:
        """All that whoever asks may see, whatever they narrowed it to."""
        return self._library.coverage(Filters(audience=filters.audience))

    def _constraints(self, query: Query, everything: Coverage) -> Constraints:
        # For who asks as of a day, "last week" is the week before that day.
        until = query.filters.until
        now = min(self._now(), until - timedelta(microseconds=1)) if until else self._now()
        return constraints_of(query.text, now, everything.publishers, everything.latest)

    def _write(self, found: Found, searched: Searched, show: Show | None) -> Answer:
        text = found.query.text
        written = self._writer.write(text, hits_of(found.readings), show) if self._writer else None
        quoted = written or write(found.readings)
        compared = compare(text, quoted, found.hits)
        return replace(
            _refuse(replace(found, hits=[]), searched),
            status=Status.ANSWERED,
            writer=self.model if self.model and written else EXTRACTIVE,
            sentences=self._told(quoted, found),
            citations=compared.citations,
            disagreements=compared.disagreements,
            updates=compared.updates,
        )

    def _told(self, quoted: Quoted, found: Found) -> tuple[Sentence, ...]:
        """The sentences with who says them, and whether only one source does."""
        named = attributed(quoted.sentences, quoted.citations)

        def more(sentence: str) -> list[Hit]:
            return self._retriever.retrieve(Query(sentence, found.query.filters), MORE_HITS)

        return corroborated(named, quoted.citations, found.hits, more)


def _understand(question: str, filters: Filters, everything: Coverage) -> Query:
    text = one_line(question)
    if not text:
        raise EmptyQuestionError
    if len(text) > MAX_QUESTION:
        raise QuestionTooLongError(MAX_QUESTION)
    if not everything.articles:
        raise CorpusEmptyError
    return Query(text, filters)


def _refuse(found: Found, searched: Searched) -> Answer:
    return Answer(
        question=found.query.text,
        status=Status.REFUSED,
        writer=EXTRACTIVE,
        sentences=(),
        citations=(),
        disagreements=(),
        related=tuple(found.hits),
        searched=searched,
        seconds=0.0,
    )


def _preferring(query: Query, constraints: Constraints) -> Query:
    """The query with what its words prefer."""
    return replace(
        query,
        dates=constraints.dates_said,
        newest=constraints.newest,
        publishers=constraints.publishers,
    )
