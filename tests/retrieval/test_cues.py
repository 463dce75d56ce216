"""Signs of the wanted kind of answer."""

from __future__ import annotations

import pytest

from retrieval.cues import has_cue, names_in, numbers_in
from retrieval.question import Kind
from retrieval.words import stems


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "expected"),
    [
        (Kind.WHO, "Who leads it?", "It is led by Lena Okoye.", True),
        (Kind.WHO, "Who is Lena Okoye?", "Everyone knows Lena Okoye.", False),
        (Kind.HOW_MANY, "How many?", "Seventeen people were hurt.", True),
        (Kind.HOW_MANY, "How many of the 17?", "The 17 went home.", False),
        (Kind.WHEN, "When?", "It broke on Friday.", True),
        (Kind.WHEN, "When?", "It broke.", False),
        (Kind.WHERE, "Where?", "It happened in the town of Arlen.", True),
        (Kind.WHERE, "Where in Arlen?", "It happened in Arlen.", False),
        (Kind.WHY, "Why?", "It fell because of rain.", True),
        (Kind.YES_NO, "Did it?", "It did.", True),
    ],
)
def test_a_sentence_shows_what_is_asked_for(kind: Kind, question: str, sentence: str, expected: bool) -> None:
    assert has_cue(kind, sentence, stems(question)) is expected


def test_a_word_that_merely_opens_a_sentence_is_no_name() -> None:
    assert names_in("Nobody saw it. Rain fell on Lower Arlen.") == ["Lower Arlen"]
    assert names_in("Ada Brandt spoke.")[0] == "Ada Brandt"


def test_numbers_are_found_in_digits_and_in_letters() -> None:
    assert numbers_in("Two of 1,200 houses") == ["Two", "1,200"]
