"""The order of the fused candidates: by meaning, by words, and by what their article covers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus import Passage, StoredArticle
from retrieval.models import Hit
from retrieval.words import content_stems, covered, rarity, shared_stems

# Ranks alone (reciprocal rank fusion) throw away how sure a ranker is. With these two weights beside the
# cosine, the right article is first for .955 of 132 questions instead of .947, and for .939 instead of .909
# among 4,973 more (docs/decisions/0050-fusion.md has the grid).
LEXICAL_WEIGHT = 0.15
COVERAGE_WEIGHT = 0.1
# The longer a question, the more of its words are told apart by BM25 and the less one vector says of it: from
# twelve content words on, each adds to the lexical weight (docs/decisions/0058-long-questions.md).
SHORT_QUESTION = 12
WEIGHT_PER_WORD = 0.1
MOST_LEXICAL = 0.8


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one ranker said."""

    scores: Mapping[str, float]
    """By passage id, best first."""
    measures_similarity: bool
    """Whether the scores are cosines."""


def blend(
    question: str, candidates: Sequence[tuple[Passage, StoredArticle]], rankings: Sequence[Ranking]
) -> list[Hit]:
    """The candidates as hits, best first.

    A score is the cosine, plus the other rankers' scores as shares of their best, plus the share of the
    question's words, the rare ones weighing more, that the candidates of its article hold together.
    """
    asked = content_stems(question)
    held = [shared_stems(asked, passage.ranked_text) for passage, _ in candidates]
    weights, lexical = rarity(asked, held), lexical_weight(len(asked))
    parts = [_part(ranking, lexical) for ranking in rankings]
    articles: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for (_, article), own in zip(candidates, held, strict=True):
        articles[article.id] |= own
    hits = [
        Hit(
            passage,
            article,
            sum(part(passage.id) for part in parts)
            + COVERAGE_WEIGHT * covered(weights, articles[article.id]),
            _similarity(passage.id, rankings),
        )
        for passage, article in candidates
    ]
    return sorted(hits, key=lambda hit: hit.score, reverse=True)


def lexical_weight(words: int) -> float:
    """How much the best lexical score counts beside a cosine, for a question of so many content words."""
    return min(MOST_LEXICAL, LEXICAL_WEIGHT + WEIGHT_PER_WORD * max(0, words - SHORT_QUESTION))


def _part(ranking: Ranking, lexical: float) -> Callable[[str], float]:
    """What a ranking adds to a passage's score."""
    scores, values = ranking.scores, ranking.scores.values()
    if ranking.measures_similarity:
        # A candidate that this ranker did not reach is at most as similar as the last that it did.
        least = min(values, default=0.0)
        return lambda name: scores.get(name, least)
    best = max(values, default=0.0)
    return lambda name: lexical * scores.get(name, 0.0) / best if best else 0.0


def _similarity(passage_id: str, rankings: Sequence[Ranking]) -> float:
    return max((r.scores.get(passage_id, 0.0) for r in rankings if r.measures_similarity), default=0.0)
