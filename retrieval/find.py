"""Retrieve and read inside one scope: all of it together, or publisher by publisher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.models import Hit, Query
from retrieval.parts import Part, asks_several, parts_of
from retrieval.reading import Reading, SentenceScorer
from retrieval.recency import newer_first
from retrieval.refusal import confidence, is_answered
from retrieval.retriever import HybridRetriever
from retrieval.understanding.scope import Scope

# Each of several publishers is heard with at least so many passages.
FEWEST_OF_A_VOICE = 3
# Several facts stand in several articles: so many passages at least are read for them.
FEWEST_FOR_SEVERAL = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What one place to look held."""

    query: Query
    hits: list[Hit]
    """Best first."""
    readings: list[Reading]
    confidence: float
    """How likely the hits hold the answer, in [0, 1]."""
    silent: tuple[str, ...] = ()
    """Publishers that were to be heard, and say nothing of it."""
    unanswered: tuple[str, ...] = ()
    """Parts of the question that nothing read answers, as they were asked; never all of them."""


class Finder:
    """Finds what answers a question. Safe to share between threads."""

    def __init__(self, retriever: HybridRetriever, scorer: SentenceScorer) -> None:
        self._retriever = retriever
        self._scorer = scorer

    def find(self, query: Query, scope: Scope, limit: int, enough: float) -> Found:
        """The best `limit` passages inside a scope, read; `enough` is the confidence that holds an answer."""
        query = replace(query, filters=scope.filters)
        limit = max(limit, FEWEST_FOR_SEVERAL) if asks_several(query.text) else limit
        if scope.voices:
            return self._hear(query, scope, limit, enough)
        hits = self._retriever.retrieve(query, limit)
        parts = parts_of(query.text)
        if len(parts) > 1:
            return self._find_each(query, parts, hits, limit)
        readings = [newer_first(self._scorer.read(query.text, hits))]
        return Found(query, hits, readings, confidence(query.text, hits, readings))

    def _find_each(self, query: Query, parts: Sequence[Part], hits: list[Hit], limit: int) -> Found:
        """Look for each part of the question by itself too, and read for it; the unanswered are left out."""
        held: list[Reading] = []
        others: list[Reading] = []
        unanswered: list[str] = []
        for part in parts:
            own = self._retriever.retrieve(replace(query, text=part.text), limit)
            # More of them cost a reading each and answered no question more (decision 0063).
            read = _join(own, hits)[:limit]
            reading = newer_first(self._scorer.read(part.text, read))
            if is_answered(part.text, read, reading):
                held.append(reading)
            else:
                others.append(reading)
                unanswered.append(part.asked)
        sure = confidence(query.text, hits, [*held, *others])
        if not held:
            return Found(query, hits, others, sure)
        return Found(query, hits, held, sure, unanswered=tuple(unanswered))

    def _hear(self, query: Query, scope: Scope, limit: int, enough: float) -> Found:
        """Retrieve and read what each publisher says by itself; who says nothing of it is named."""
        share = max(FEWEST_OF_A_VOICE, -(-limit // len(scope.voices)))
        hits: list[Hit] = []
        readings: list[Reading] = []
        silent: list[str] = []
        best = 0.0
        for voice in scope.voices:
            own = self._retriever.retrieve(replace(query, filters=scope.of_voice(voice)), share)
            reading = newer_first(self._scorer.read(query.text, own))
            sure = confidence(query.text, own, [reading])
            best = max(best, sure)
            hits += own
            if sure >= enough:
                readings.append(reading)
            else:
                silent.append(" or ".join(voice))
        return Found(query, _join(hits, ()), readings, best, tuple(silent))


def _join(first: Sequence[Hit], second: Sequence[Hit]) -> list[Hit]:
    """Both lists without repetition, best first."""
    joined = {hit.passage.id: hit for hit in (*second, *first)}
    return sorted(joined.values(), key=lambda hit: hit.score, reverse=True)
