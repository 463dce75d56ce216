"""Reading without a reader: which sentences are like the question and hold the kind of thing it asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from corpus import Embedder, Span
from retrieval.cues import has_cue
from retrieval.models import Hit
from retrieval.question import Kind, kind_of
from retrieval.reading import Reading, ScoredSentence
from retrieval.words import content_stems, covered, rarity, stems

# A logistic fitted to which sentences hold an accepted answer to 132 questions; in ten-fold cross-validation
# the best sentence holds it for .39, one of the best three for .69 (cosine alone: .35 and .55;
# docs/decisions/0051-sentences-by-similarity.md).
SIMILARITY = 4.2
SHARED = 2.3
SHARED_WITH_HEADLINE = 1.0
SHARED_WITH_SENTENCE_BEFORE = 0.6
CUE = 1.6
PASSAGE = 4.1
INTERCEPT = -5.7


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the sentences are compared with."""

    kind: Kind
    stems: frozenset[str]
    weights: Mapping[str, float]
    """How rare each content word of the question is among the sentences."""


class SimilarityScorer:
    """Scores sentences by their embedding, their words and their cues; a score is a probability."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score every sentence of the hits; `answerable` is the cosine of the nearest sentence."""
        texts = [[_cut(hit, span) for span in hit.passage.sentences] for hit in hits]
        held = [[stems(text) for text in group] for group in texts]
        # Squared, a rare word ("denied") decides between sentences that share the common ones ("missiles").
        rare = rarity(content_stems(question), chain.from_iterable(held))
        weights = {name: weight * weight for name, weight in rare.items()}
        asked = _Asked(kind_of(question), stems(question), weights)
        vectors = self._embedder.embed([question, *chain.from_iterable(texts)])
        cosines = (vectors[1:] @ vectors[0]).tolist()
        rest = iter(cosines)
        scored = [
            ScoredSentence(
                hit, span, _logistic(SIMILARITY * cosine + words + PASSAGE * (hit.score - hits[0].score))
            )
            for hit, group, sets in zip(hits, texts, held, strict=True)
            for span, words, cosine in zip(
                hit.passage.sentences, _words(asked, hit, group, sets), rest, strict=False
            )
        ]
        scored.sort(key=lambda item: item.score, reverse=True)
        return Reading(question, tuple(scored), max(0.0, *cosines) if cosines else 0.0)


def _words(asked: _Asked, hit: Hit, texts: Sequence[str], held: Sequence[frozenset[str]]) -> list[float]:
    """What the words of each sentence of one passage add to its score."""
    header = stems(hit.passage.header)
    before: frozenset[str] = frozenset()
    scores = []
    for text, own in zip(texts, held, strict=True):
        shared = covered(asked.weights, own)
        scores.append(
            SHARED * shared
            + SHARED_WITH_HEADLINE * (covered(asked.weights, own | header) - shared)
            + SHARED_WITH_SENTENCE_BEFORE * (covered(asked.weights, own | before) - shared)
            + CUE * has_cue(asked.kind, text, asked.stems)
        )
        before = own
    return scores


def _cut(hit: Hit, span: Span) -> str:
    return hit.article.article.text[span[0] : span[1]]


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-(value + INTERCEPT)))
