"""The questions inside a question."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.parts import MOST, asks_several, parts_of


def asked(question: str) -> tuple[str, ...]:
    return tuple(part.asked for part in parts_of(question))


def completed(question: str) -> tuple[str, ...]:
    return tuple(part.text for part in parts_of(question))


def test_each_part_keeps_the_words_that_introduce_them_all() -> None:
    parts = completed("After the flood, who resigned, and how many houses were lost in Arlen?")
    assert parts == ("After the flood who resigned", "After the flood how many houses were lost in Arlen")
    assert asked("The Arlen dam: when did it break, and who was blamed?") == (
        "The Arlen dam when did it break",
        "The Arlen dam who was blamed",
    )


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When and where did the ferry sink?", ("When did the ferry sink", "where did the ferry sink")),
        ("Who won in Arlen, and why?", ("Who won in Arlen", "Who won in Arlen, and why")),
        (
            "who fell in Arlen and when, and what did the mayor say",
            ("who fell in Arlen", "who fell in Arlen, and when", "what did the mayor say"),
        ),
    ],
)
def test_an_asking_word_by_itself_shares_the_words_of_its_neighbour(
    question: str, parts: tuple[str, ...]
) -> None:
    assert asked(question) == parts


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "How many died when the ferry sank, and why did it sink?",
            "why did it sink (died when the ferry sank)?",
        ),
        (
            "Who broke the dam near Arlen and what is said about that?",
            "what is said about that (broke the dam near Arlen)?",
        ),
        ("Who won the Arlen final and how old is he?", "how old is he (won the Arlen final)?"),
        ("Who broke the dam near Arlen, and how many fled?", "how many fled (broke the dam near Arlen)?"),
        (
            "Who runs the tram in Arlen, who runs the Boren ferry, and what did she deny?",
            "what did she deny (runs the Boren ferry)?",
        ),
        (
            "Who was charged in Arlen, how many were charged, and why did they flee?",
            "why did they flee (charged in Arlen)?",
        ),
    ],
)
def test_a_part_that_leans_on_another_says_what_it_is_about(question: str, text: str) -> None:
    last = parts_of(question)[-1]
    assert last.text == text
    assert last.asked == text[: text.index(" (")]


@pytest.mark.parametrize(
    "question",
    [
        "Who won in Arlen, and where did Ada Brandt spend her holiday?",
        "Who won in Arlen, and how many houses did the great flood of spring wash away?",
        "Who warned that the dam above Arlen would break, and who announced that all trains were cancelled?",
        "Who got their tickets in Arlen and in Boren?",
    ],
)
def test_a_part_that_says_what_it_is_about_stays_as_it_is(question: str) -> None:
    assert completed(question) == asked(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who resigned?",
        "The man who sang what was asked",
        "Did it rain and snow?",
        "One man, who had escaped, was seen in Arlen. Who was he?",
        "When and where and why?",
    ],
)
def test_a_question_that_asks_one_thing_is_its_own_part(question: str) -> None:
    assert completed(question) == asked(question) == (question,)


def test_a_question_in_too_many_parts_is_asked_as_a_whole() -> None:
    clauses = [
        f"who resigned in {town}"
        for town in ("Arlen", "Boren", "Corvale", "Dunmore", "Esk", "Farrow", "Gale")
    ]
    assert len(parts_of(", ".join(clauses[:MOST]))) == MOST
    whole = ", ".join(clauses)
    assert asked(whole) == (whole,)
    assert asks_several(whole)


def test_lists_and_developments_take_more_than_one_sentence() -> None:
    assert asks_several("Which countries signed?")
    assert asks_several("List the flooded villages")
    assert asks_several("How did the death toll change over the week?")
    assert not asks_several("Which country signed?")
    assert not asks_several("What does the mayor want?")


@given(st.text(max_size=200))
def test_any_text_has_parts(text: str) -> None:
    assert parts_of(text)


_WORDS = st.sampled_from([*"who why when did it he Arlen the ferry sink and , ? ; in".split()])  # noqa: SIM905


@given(st.lists(_WORDS, max_size=20))
def test_a_part_is_asked_in_the_words_of_its_question(words: list[str]) -> None:
    for part in parts_of(" ".join(words)):
        assert set(part.asked.replace("?", "").replace(",", "").split()) <= {*words, "and"}
        assert part.text.startswith(part.asked)


@pytest.mark.parametrize("word", ["9", "A", "9.", "A-", "A, ", "the A and "])
def test_a_question_that_is_one_long_word_is_read_in_no_time(word: str) -> None:
    began = time.process_time()
    assert parts_of(f"According to the Guardian{word * 6_000}?")
    # Squarely growing, it took seven seconds of ten thousand digits.
    assert time.process_time() - began < 2
