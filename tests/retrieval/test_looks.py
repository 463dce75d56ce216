"""Other looks at a passage: never another text than the article's."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from retrieval.looks import other_looks, seen_twice
from retrieval.spans import ReadPassage, ReadSentence
from tests.retrieval.newsroom import article, hit

STORY = hit(article("Ferry", "The ferry left at dawn. Seventeen passengers were hurt. Nobody is missing."))
scores = st.lists(st.floats(-20, 20), min_size=3, max_size=3)


def read(*scores: float) -> ReadPassage:
    spans = STORY.passage.sentences
    found = [ReadSentence(span, span, score) for span, score in zip(spans, scores, strict=False)]
    return ReadPassage(0.0, tuple(found))


@given(scores)
def test_one_lacks_the_headline_and_one_all_but_the_best_sentence(scores: list[float]) -> None:
    bare, alone = other_looks(STORY.passage, read(*scores))
    assert (bare.header, bare.text, bare.sentences) == ("", STORY.passage.text, STORY.passage.sentences)
    best = STORY.passage.sentences[scores.index(max(scores))]
    assert (alone.header, alone.sentences) == (STORY.passage.header, (best,))
    assert alone.text == STORY.article.article.text[alone.start : alone.end]


@given(scores)
def test_no_two_looks_have_the_same_id(scores: list[float]) -> None:
    looks = [STORY.passage, *other_looks(STORY.passage, read(*scores))]
    assert len({look.id for look in looks}) == 3


def test_a_passage_of_one_sentence_or_none_is_its_own_look() -> None:
    for few in (read(), read(1.0)):
        _, alone = other_looks(STORY.passage, few)
        assert alone is STORY.passage


@given(scores, scores)
def test_a_sentence_seen_twice_has_the_mean_of_both_scores(first: list[float], second: list[float]) -> None:
    both = seen_twice(read(*first), read(*second))
    assert [one.score for one in both] == [(a + b) / 2 for a, b in zip(first, second, strict=True)]
    assert [one.span for one in both] == list(STORY.passage.sentences)


def test_the_words_that_answer_are_those_of_the_surer_look() -> None:
    once = read(1.0, 2.0, 3.0)
    words = (STORY.passage.start, STORY.passage.start + 3)
    again = replace(once, sentences=tuple(replace(one, answer=words, score=2.0) for one in once.sentences))
    spans = STORY.passage.sentences
    assert [one.answer for one in seen_twice(once, again)] == [words, spans[1], spans[2]]
