"""Scores of tokens become the words of each sentence that answer best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Passage
from retrieval.spans import IMPOSSIBLE, Scored, read_sentences

# Tokens of one letter each; two sentences, shifted by 100 in their article.
TEXT = "a b c. d e."
SPANS = tuple((at, at + 1) for at in range(len(TEXT)) if TEXT[at] != " ")
PASSAGE = Passage("p", "a", 0, 100, 100 + len(TEXT), TEXT, "", ((100, 106), (107, 111)))


def scored(starts: str, ends: str, null: float = 0.0) -> Scored:
    """The named letters are likely beginnings and ends."""
    letters = [TEXT[start] for start, _ in SPANS]
    one, other = (
        np.array([5.0 if x in likely else 0.0 for x in letters], np.float32) for likely in (starts, ends)
    )
    return Scored(SPANS, one, other, null)


def words(found: Scored, most: int = 30) -> list[str]:
    return [TEXT[s.answer[0] - 100 : s.answer[1] - 100] for s in read_sentences(PASSAGE, found, most)]


def test_each_sentence_gives_its_own_best_words() -> None:
    assert words(scored("bd", "ce")) == ["b c", "d e"]


def test_no_answer_crosses_the_end_of_its_sentence() -> None:
    assert words(scored("c", "d"))[0].startswith("c")
    assert "d" not in words(scored("c", "d"))[0]


def test_an_answer_never_ends_before_it_begins() -> None:
    first, _ = read_sentences(PASSAGE, scored("c", "a"), 30)
    assert first.answer[0] < first.answer[1]
    assert first.score == 5.0


def test_an_answer_has_at_most_so_many_tokens() -> None:
    first, _ = read_sentences(PASSAGE, scored("a", "c"), 2)
    assert first.score == 5.0


def test_a_score_is_counted_from_no_answer() -> None:
    first, second = read_sentences(PASSAGE, scored("a", "b", null=3.0), 30)
    assert (first.score, second.score) == (7.0, -3.0)


@pytest.mark.parametrize("count", [0, 2])
def test_a_sentence_behind_the_model_s_window_answers_nothing(count: int) -> None:
    whole = scored("d", "e")
    cut = Scored(SPANS[:count], whole.starts[:count], whole.ends[:count], 0.0)
    last = read_sentences(PASSAGE, cut, 30)[-1]
    assert (last.answer, last.score) == ((107, 111), IMPOSSIBLE)


@given(st.lists(st.floats(-20, 20), min_size=14, max_size=14), st.integers(1, 8))
def test_the_best_words_are_the_best_of_all_that_may_be(logits: list[float], most: int) -> None:
    starts, ends = np.array(logits[:7], np.float32), np.array(logits[7:], np.float32)
    for sentence in read_sentences(PASSAGE, Scored(SPANS, starts, ends, 0.0), most):
        here = [n for n, (a, _) in enumerate(SPANS) if sentence.span[0] <= a + 100 < sentence.span[1]]
        best = max(starts[i] + ends[j] for i in here for j in here if i <= j < i + most)
        assert sentence.score == pytest.approx(float(best))
