"""How much the words of a question count beside its meaning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.blend import LEXICAL_WEIGHT, MOST_LEXICAL, Ranking, blend, lexical_weight
from tests.retrieval.newsroom import Newsroom


@given(st.integers(0, 200))
def test_words_never_count_less_in_a_longer_question(words: int) -> None:
    assert LEXICAL_WEIGHT <= lexical_weight(words) <= lexical_weight(words + 1) <= MOST_LEXICAL


def test_a_short_question_goes_by_meaning_and_a_long_one_by_words(newsroom: Newsroom) -> None:
    candidates = [
        (passage, article)
        for article in newsroom.library.articles(limit=2)
        for passage in newsroom.library.passages_of(article.id)[:1]
    ]
    (meant, _), (worded, _) = candidates
    rankings = [
        Ranking({meant.id: 0.5, worded.id: 0.2}, measures_similarity=True),
        Ranking({worded.id: 9.0}, measures_similarity=False),
    ]
    long = " ".join(f"unheard{n}" for n in range(30))
    assert blend("unheard", candidates, rankings)[0].passage == meant
    assert blend(long, candidates, rankings)[0].passage == worded
