"""Which sentences answer, told by likeness, words and cues."""

from __future__ import annotations

from retrieval.similarity import SimilarityScorer
from tests.fakes import WordEmbedder
from tests.retrieval.newsroom import article, hit

STORY = article(
    "Dam breaks above Arlen",
    "The dam above Arlen broke at dawn. Seventeen people were treated in hospital. Mayor Ada Brandt spoke.",
)
SCORER = SimilarityScorer(WordEmbedder())


def test_the_sentence_with_the_words_and_the_wanted_kind_comes_first() -> None:
    reading = SCORER.read("How many people were treated in hospital?", [hit(STORY)])
    assert reading.sentences[0].text == "Seventeen people were treated in hospital."
    assert [item.score for item in reading.sentences] == sorted(
        (item.score for item in reading.sentences), reverse=True
    )


def test_every_sentence_is_scored_with_a_probability() -> None:
    where = hit(STORY)
    reading = SCORER.read("What broke?", [where])
    assert {item.span for item in reading.sentences} == set(where.passage.sentences)
    assert all(0 < item.score < 1 for item in reading.sentences)
    assert 0 <= reading.answerable <= 1


def test_a_better_passage_lifts_its_sentences() -> None:
    other = article("Dam breaks above Boren", STORY.text.replace("Arlen", "Boren"))
    reading = SCORER.read("What broke?", [hit(STORY, 0, score=1.0), hit(other, 1, score=0.5)])
    assert reading.sentences[0].hit.article.article.title == "Dam breaks above Arlen"


def test_no_passages_give_an_empty_reading() -> None:
    reading = SCORER.read("What broke?", [])
    assert (reading.sentences, reading.answerable) == ((), 0.0)
