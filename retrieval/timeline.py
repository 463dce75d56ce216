"""`Chronicler`: what was reported on a topic and when, one quoted sentence of each article, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from corpus import Corpus, Filters, Library, Passage, StoredArticle
from retrieval.errors import CorpusEmptyError, EmptyTopicError, TopicTooLongError
from retrieval.models import Citation, Query, Searched
from retrieval.publishers import searched_in
from retrieval.rankers import DenseRanker, LexicalRanker, Ranker
from retrieval.telling.changed import changes_in
from retrieval.telling.chronicle import Told, choose, distinct, merge
from retrieval.telling.concern import Candidate, Story, concerning, weights_of
from retrieval.telling.happened import happened
from retrieval.telling.tell import tell
from retrieval.words import one_line

# So many entries fit a screen; a person reads no more of them.
MOST_ENTRIES = 15
# A topic is a name or a phrase; a pasted article is refused in words.
MAX_TOPIC = 500
# How many passages each ranker is asked for: an answer needs a few, a timeline all articles on its topic.
DEPTH = 300
EVERYTHING = Filters()
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was reported."""

    when: date | None
    """The day that the sentence says, else that of publication (UTC); `None` where neither is known."""
    said: str | None
    """The words of the article that say the day ("Monday"); `None` where `when` is that of publication."""
    citation: Citation
    """The sentence; its article is the first that printed it."""
    publishers: tuple[str, ...]
    """Who printed it, that article's own first."""
    update: str | None = None
    """What it changes of an earlier entry of that publisher: "people dead: rose from at least 11 to 14"."""


@dataclass(frozen=True, slots=True)
class Report:
    """An article that concerns a topic: who printed it, and when."""

    published_at: datetime | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What was reported on a topic; without entries, nothing here concerns it."""

    topic: str
    entries: tuple[Entry, ...]
    """Oldest first, those without any date last."""
    left_out: int
    """How many further entries there would be."""
    reports: tuple[Report, ...]
    """Every article found to concern the topic, copies too: what a chart counts."""
    complete: bool
    """False where the topic is so broad that more articles may concern it than were looked at."""
    searched: Searched


class Chronicler:
    """Makes timelines from the corpus. Safe to share between threads."""

    def __init__(self, library: Library, rankers: Sequence[Ranker]) -> None:
        self._library = library
        self._rankers = rankers

    def timeline(self, topic: str, filters: Filters = EVERYTHING, limit: int = MOST_ENTRIES) -> Timeline:
        """The `limit` entries that matter most; empty where no article inside the filters concerns the topic.

        Raises:
            EmptyTopicError: no topic was given.
            TopicTooLongError: it has more than `MAX_TOPIC` characters.
            CorpusEmptyError: there is no article yet.
        """
        topic = self._understand(topic, Filters(audience=filters.audience))
        searched = searched_in(self._library, filters)
        filters = searched.filters
        candidates, last = self._find(Query(topic, filters))
        weights = weights_of(topic, candidates)
        stories = concerning(candidates, weights)
        prints = self._prints(stories, filters)
        told = merge(_tell(stories, weights, prints))
        chosen = choose(told, limit)
        entries = [_entry(number, one) for number, one in enumerate(chosen, 1)]
        changes = changes_in(entry.citation for entry in entries)
        return Timeline(
            topic,
            tuple(replace(entry, update=changes.get(entry.citation.number)) for entry in entries),
            left_out=len(told) - len(chosen),
            reports=tuple(_report(stored) for story in stories for stored in prints[story.article.id]),
            complete=not concerning(last, weights),
            searched=searched,
        )

    def latest(self, topic: str, filters: Filters = EVERYTHING, limit: int = 10) -> list[StoredArticle]:
        """The newest `limit` articles that concern a topic, copies left out. Raises as `timeline` does."""
        topic = self._understand(topic, Filters(audience=filters.audience))
        candidates, _ = self._find(Query(topic, searched_in(self._library, filters).filters))
        found = [story.article for story in concerning(candidates, weights_of(topic, candidates))]
        return sorted(found, key=lambda one: one.article.published_at or _NEVER, reverse=True)[:limit]

    def _understand(self, topic: str, everything: Filters) -> str:
        text = one_line(topic)
        if not text:
            raise EmptyTopicError
        if len(text) > MAX_TOPIC:
            raise TopicTooLongError(MAX_TOPIC)
        if not self._library.coverage(everything).articles:
            raise CorpusEmptyError
        return text

    def _find(self, query: Query) -> tuple[list[Candidate], list[Candidate]]:
        """Every article the rankers name, and the one, if any, that the dense ranking had to end with."""
        similar: dict[str, float] = {}
        named: dict[str, None] = {}
        for ranker in self._rankers:
            ranking = ranker.rank(query, DEPTH)
            named.update(dict.fromkeys(passage_id for passage_id, _ in ranking))
            if ranker.measures_similarity:
                similar.update(ranking)
        last = min(similar, key=similar.__getitem__) if len(similar) >= DEPTH else None
        # What the dense ranker did not reach is at most as similar as the last that it did.
        floor = similar[last] if last else 0.0
        found = self._library.passages(list(named), query.filters)
        ended = [Candidate(article, (passage,), floor) for passage, article in found if passage.id == last]
        scores = {name: similar.get(name, floor) for name in named}
        return self._candidates(found, scores, query.filters), ended

    def _candidates(
        self, found: Iterable[tuple[Passage, StoredArticle]], similar: Mapping[str, float], filters: Filters
    ) -> list[Candidate]:
        nearest: dict[str, tuple[Passage, StoredArticle]] = {}
        for passage, article in found:
            best = nearest.get(article.id)
            if best is None or similar[passage.id] > similar[best[0].id]:
                nearest[article.id] = passage, article
        openings = [f"{passage.id.rpartition('-')[0]}-0" for passage, _ in nearest.values()]
        first = {article.id: passage for passage, article in self._library.passages(openings, filters)}
        return [
            Candidate(article, _distinct(first.get(article.id, passage), passage), similar[passage.id])
            for passage, article in nearest.values()
        ]

    def _prints(self, stories: Sequence[Story], filters: Filters) -> dict[str, list[StoredArticle]]:
        """Each story's article with the copies of its very text inside the filters, by the article's id."""
        originals = {story.article.id: story.article.syndicated_from or story.article.id for story in stories}
        copies = self._library.prints(list(originals.values()), filters)
        return {
            story.article.id: [
                story.article,
                *(one for one in copies.get(originals[story.article.id], ()) if one.id != story.article.id),
            ]
            for story in stories
        }


def build_chronicler(corpus: Corpus) -> Chronicler:
    """A chronicler over an open corpus; it needs no reading model, and asks no reranker."""
    dense = DenseRanker(corpus.index, corpus.library, corpus.embedder)
    return Chronicler(corpus.library, (dense, LexicalRanker(corpus.library)))


def _tell(
    stories: Iterable[Story], weights: Mapping[str, float], prints: Mapping[str, Sequence[StoredArticle]]
) -> Iterator[Told]:
    for story in stories:
        found = tell(story, weights)
        if found is None:
            continue
        passage, span = found
        article = story.article.article
        quote = article.text[slice(*span)]
        day, words = happened(quote, article.published_at) or (None, (0, 0))
        publishers = distinct(stored.article.publisher for stored in prints[story.article.id])
        said = quote[slice(*words)] or None
        yield Told(story.article, passage.id, span, story.relevance, day, said, publishers)


def _report(stored: StoredArticle) -> Report:
    return Report(stored.article.published_at, stored.article.publisher)


def _entry(number: int, told: Told) -> Entry:
    start, end = told.span
    citation = Citation(number, told.text, start, end, told.passage_id, told.article)
    return Entry(told.when, told.said, citation, told.publishers)


def _distinct(first: Passage, nearest: Passage) -> tuple[Passage, ...]:
    return (first,) if first.id == nearest.id else (first, nearest)
