"""Reading with a reader: the reader's words, the passage's rank and the cues decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus import Passage
from retrieval.comprehension import ReaderScorer
from retrieval.models import Hit
from retrieval.reading import SUREST
from retrieval.spans import ReadPassage, ReadSentence
from tests.retrieval.newsroom import article, hit


class ScriptedReader:
    """Finds a given text and nothing else."""

    def __init__(self, wanted: str, score: float = 6.0) -> None:
        self._wanted, self._score = wanted, score

    def read(self, question: str, passages: Sequence[Passage]) -> list[ReadPassage]:
        return [self._read(passage) for passage in passages]

    def _read(self, passage: Passage) -> ReadPassage:
        sentences = []
        for start, end in passage.sentences:
            at = passage.text.find(self._wanted, start - passage.start, end - passage.start)
            found = at >= 0
            answer = (passage.start + at, passage.start + at + len(self._wanted)) if found else (start, end)
            sentences.append(ReadSentence((start, end), answer, self._score if found else -self._score))
        return ReadPassage(0.0, tuple(sentences))


FERRY = article("Ferry", "The ferry left at dawn. Seventeen passengers were hurt. Nobody is missing.")
BUDGET = article("Budget", "The council met late. Seventeen members voted. The mayor objected.")


def test_the_sentence_with_the_words_that_answer_comes_first_and_names_them() -> None:
    read = ReaderScorer(ScriptedReader("Seventeen passengers")).read("How many were hurt?", [hit(FERRY)])
    best = read.sentences[0]
    assert best.text == "Seventeen passengers were hurt."
    assert best.focus is not None
    assert FERRY.text[slice(*best.focus)] == "Seventeen passengers"


def test_of_two_equal_sentences_the_one_of_the_better_passage_comes_first() -> None:
    hits = [hit(FERRY, 0, score=0.9), hit(BUDGET, 1, score=0.4)]
    read = ReaderScorer(ScriptedReader("Seventeen")).read("How many?", hits)
    found = [item.hit.article.article.title for item in read.sentences if "Seventeen" in item.text]
    assert found == ["Ferry", "Budget"]


def test_every_sentence_is_scored_once_and_scores_are_probabilities_in_order() -> None:
    hits: list[Hit] = [hit(FERRY, 0, 0.9), hit(BUDGET, 1, 0.8)]
    read = ReaderScorer(ScriptedReader("dawn", score=1e6)).read("When did it leave?", hits)
    scores = [item.score for item in read.sentences]
    assert len({(item.hit.passage.id, item.span) for item in read.sentences}) == len(scores) == 6
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("question", ["Who?", ""])
def test_no_hits_give_an_empty_reading(question: str) -> None:
    read = ReaderScorer(ScriptedReader("x")).read(question, [])
    assert (read.sentences, read.answerable) == ((), -SUREST)


class SureOf(ScriptedReader):
    """Sure of the passages that hold all the given words, headline and all."""

    def __init__(self, *words: str) -> None:
        super().__init__("Seventeen")
        self._words = words

    def _read(self, passage: Passage) -> ReadPassage:
        sure = all(word in passage.ranked_text for word in self._words)
        return replace(super()._read(passage), answerable=1e6 if sure else -2.0)


@pytest.mark.parametrize(
    ("words", "looks"),
    [
        (("Seventeen",), [SUREST, SUREST, SUREST]),
        (("Ferry", "Seventeen"), [SUREST, -2, SUREST]),
        (("dawn", "Seventeen"), [SUREST, SUREST, -2]),
        (("Ferry", "dawn"), [SUREST, -2, -2]),
    ],
)
def test_the_first_passage_answers_by_the_mean_of_three_looks_within_bounds(
    words: tuple[str, ...], looks: list[float]
) -> None:
    read = ReaderScorer(SureOf(*words)).read("How many were hurt?", [hit(FERRY, 0), hit(BUDGET, 1)])
    assert read.answerable == pytest.approx(sum(looks) / 3)


class MisledByHeadlines(ScriptedReader):
    """Takes the first sentence for the answer where there is a headline."""

    def _read(self, passage: Passage) -> ReadPassage:
        found = super()._read(passage)
        if not passage.header:
            return found
        return replace(found, sentences=(replace(found.sentences[0], score=4.0), *found.sentences[1:]))


def test_a_sentence_that_answers_under_the_headline_only_comes_behind_one_that_answers_without() -> None:
    read = ReaderScorer(MisledByHeadlines("Nobody", score=3.0)).read("Who is missing?", [hit(FERRY)])
    assert [item.text for item in read.sentences][:2] == ["Nobody is missing.", "The ferry left at dawn."]


def test_a_later_passage_is_no_surer_answer() -> None:
    read = ReaderScorer(SureOf("Ferry")).read("How many were hurt?", [hit(BUDGET, 0), hit(FERRY, 1)])
    assert read.answerable == -2
