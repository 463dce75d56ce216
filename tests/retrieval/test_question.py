"""What a question asks for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import Kind, asks_several, form_of, is_question, kind_of, parts_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who resigned?", Kind.WHO),
        ("Which conductor resigned when the hall closed?", Kind.WHO),
        ("When did the dam break?", Kind.WHEN),
        ("In what year was the hall built?", Kind.WHEN),
        ("Where is the dam?", Kind.WHERE),
        ("which river flooded", Kind.WHERE),
        ("How many were hurt when the dam broke?", Kind.HOW_MANY),
        ("What share of voters stayed at home?", Kind.HOW_MANY),
        ("Why did the mayor leave when she did?", Kind.WHY),
        ("Did anyone die?", Kind.YES_NO),
        ("What did the mayor promise?", Kind.WHAT),
        ("dam arlen", Kind.WHAT),
    ],
)
def test_the_first_asking_word_tells_the_kind(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("List the villages that were flooded.", Kind.LIST),
        ("Name all who signed", Kind.LIST),
        ("Which villages were flooded?", Kind.LIST),
        ("Which village was flooded?", Kind.WHERE),
        ("Do the Courier and the Post agree on the toll?", Kind.COMPARISON),
        ("Does the Courier blame the mayor, while the Post report blames the rain?", Kind.COMPARISON),
        ("Did more people die in Arlen than in Boren?", Kind.COMPARISON),
        ("Did the mayor resign?", Kind.YES_NO),
        ("What is his name?", Kind.WHAT),
        ("Why did she go?", Kind.REASON),
    ],
)
def test_a_list_and_a_comparison_are_told_from_one_answer(question: str, form: Kind) -> None:
    assert form_of(question) is form
    assert kind_of(question) not in (Kind.LIST, Kind.COMPARISON)


def test_each_part_keeps_the_words_that_introduce_them_all() -> None:
    parts = parts_of("After the flood, who resigned, and how many houses were lost?")
    assert parts == ("After the flood who resigned", "After the flood how many houses were lost")
    assert parts_of("The Arlen dam: when did it break, and who was blamed?") == (
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
    assert parts_of(question) == parts


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
    assert parts_of(question) == (question,)


def test_lists_and_developments_take_more_than_one_sentence() -> None:
    assert asks_several("Which countries signed?")
    assert asks_several("List the flooded villages")
    assert asks_several("How did the death toll change over the week?")
    assert not asks_several("Which country signed?")
    assert not asks_several("What does the mayor want?")


@given(st.text(max_size=200))
def test_any_text_has_a_kind_and_parts(text: str) -> None:
    assert kind_of(text) in Kind
    assert parts_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "who won",
        "So, what happened next",
        "In which town did the bridge fall",
        "is the ferry back",
        "whats the toll",
        "The ferry sank where?",
        "and how many died",
        "„Why?“",
    ],
)
def test_a_question_is_told_from_other_texts(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text", ["ferry accident", "The mayor, who lost, resigned.", "Isle of storms", "Whoever", ""]
)
def test_keywords_and_statements_ask_nothing(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("word", ["9", "A", "9.", "A-", "A, ", "the A and "])
def test_a_question_that_is_one_long_word_is_read_in_no_time(word: str) -> None:
    began = time.process_time()
    assert parts_of(f"According to the Guardian{word * 6_000}?")
    # Squarely growing, it took seven seconds of ten thousand digits.
    assert time.process_time() - began < 2
