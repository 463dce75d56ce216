"""Which of the articles found for a topic concern it, and how much. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus import Passage, StoredArticle
from retrieval.words import content_stems, covered, rarity, stems

# Where a story says what it is about: its headline and so much of its beginning.
BEGINNING = 800
# An article concerns the topic when its nearest passage's cosine and the share of the topic's words in its
# headline and beginning together reach the cut (docs/decisions/0125-timelines.md has the grid).
WORDS_WEIGHT = 0.4
CUT = 0.68
# What falls this far behind the most relevant article shares a name with the topic, not the topic.
BEHIND = 0.45


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that was found for a topic."""

    article: StoredArticle
    passages: tuple[Passage, ...]
    """Its first passage, then the nearest to the topic; one where they are the same."""
    similarity: float
    """The cosine of the topic and the nearest passage."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article that concerns the topic."""

    article: StoredArticle
    passages: tuple[Passage, ...]
    relevance: float
    """At least `CUT`; higher concerns the topic more."""


def weights_of(topic: str, candidates: Sequence[Candidate]) -> dict[str, float]:
    """The topic's words, each with how rare it is among the candidates.

    One that every candidate holds still counts: of a corpus about one thing its name is the topic.
    """
    rare = rarity(content_stems(topic), (_stems(candidate) for candidate in candidates))
    return {word: 1 + weight for word, weight in rare.items()}


def concerning(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> list[Story]:
    """The candidates that concern the topic, the most relevant first."""
    stories = [
        Story(candidate.article, candidate.passages, _relevance(candidate, weights))
        for candidate in candidates
    ]
    cut = max(CUT, max((story.relevance for story in stories), default=0.0) - BEHIND)
    kept = [story for story in stories if story.relevance >= cut]
    return sorted(kept, key=lambda story: (-story.relevance, story.article.id))


def _relevance(candidate: Candidate, weights: Mapping[str, float]) -> float:
    article = candidate.article.article
    beginning = stems(f"{article.title}\n{article.text[:BEGINNING]}")
    return candidate.similarity + WORDS_WEIGHT * covered(weights, beginning)


def _stems(candidate: Candidate) -> frozenset[str]:
    text = "\n".join(passage.text for passage in candidate.passages)
    return stems(f"{candidate.article.article.title}\n{text}")
