"""What a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import Kind, form_of, is_question, kind_of


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


@given(st.text(max_size=200))
def test_any_text_has_a_kind(text: str) -> None:
    assert kind_of(text) in Kind


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
