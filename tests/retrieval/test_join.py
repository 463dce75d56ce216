"""What leans on the sentence before it."""

from __future__ import annotations

import pytest

from corpus import Span
from retrieval.join import LONGEST, leans, with_support


def spans(text: str, *sentences: str) -> list[Span]:
    return [(text.index(sentence), text.index(sentence) + len(sentence)) for sentence in sentences]


@pytest.mark.parametrize(
    "sentence",
    ["He denied it.", "But nobody came.", "“They lied,” said Brandt.", "The two left.", "This failed."],
)
def test_words_that_point_back_lean(sentence: str) -> None:
    assert leans(sentence, (0, len(sentence)))


@pytest.mark.parametrize(
    "sentence", ["Heavy rain fell.", "Theresa Vale left.", "Iran denied it.", "Butter rose."]
)
def test_sentences_that_stand_by_themselves_do_not(sentence: str) -> None:
    assert not leans(sentence, (0, len(sentence)))


def test_a_leaning_sentence_takes_the_one_before_with_it() -> None:
    first, second, third = "Ada Brandt came.", "She was late.", "Rain fell."
    text = f"{first} {second} {third}"
    sentences = spans(text, first, second, third)
    assert with_support(text, sentences[1], sentences) == (0, len(f"{first} {second}"))
    assert with_support(text, sentences[2], sentences) == sentences[2]


def test_the_inside_of_a_quotation_takes_its_speaker_with_it() -> None:
    first, second = "Brandt said: “The wall cracked.", "Engineers knew.”"
    text = f"{first} {second}"
    sentences = spans(text, first, second)
    assert with_support(text, sentences[1], sentences) == (0, len(text))


def test_a_chain_stops_at_a_paragraph_and_at_the_bound() -> None:
    text = "Rain fell. It stopped.\n\nIt began again."
    sentences = spans(text, "Rain fell.", "It stopped.", "It began again.")
    assert with_support(text, sentences[2], sentences) == (sentences[1][0], len(text))
    long = "Word " * LONGEST + "end."
    text = f"{long} He left."
    sentences = spans(text, long, "He left.")
    assert with_support(text, sentences[1], sentences) == sentences[1]


def test_the_first_sentence_of_a_passage_has_nothing_to_lean_on() -> None:
    assert with_support("He left.", (0, 8), [(0, 8)]) == (0, 8)
