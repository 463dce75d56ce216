"""Other looks at a passage: never another text than the article's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.looks import other_looks
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
