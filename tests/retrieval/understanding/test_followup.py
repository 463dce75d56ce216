"""A question that leans on the one before it is completed; one that stands alone is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.understanding.followup import Turn, complete

HELD = ("The Courier", "Reuters", "BBC News")
BROKE = Turn("Who broke the dam above Arlen?", "Ada Brandt")
FERRY = Turn("When did the ferry Aurora run aground off Port Ellery?")
LEFT = Turn("Did Lena Okoye leave Lisbon?")


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        ("How many fled Arlen in February 2024?", "and in March?", "How many fled Arlen in March 2024?"),
        ("How many fled Arlen?", "And in March 2023?", "How many fled Arlen in March 2023?"),
        ("How many fled last week?", "what about yesterday?", "How many fled yesterday?"),
        ("Who led Arlen in 2019?", "and in 2020?", "Who led Arlen in 2020?"),
        ("As of 3 May 2024, how many fled?", "as of 5 May?", "As of 5 May 2024, how many fled?"),
        ("How many fled since March?", "and since June?", "How many fled since June?"),
    ],
)
def test_another_time(before: str, question: str, completed: str) -> None:
    assert complete(question, [Turn(before)], HELD) == completed


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        ("What did the Courier say about it?", "What about Reuters?", "What did Reuters say about it?"),
        ("According to Reuters, who fled?", "and the BBC?", "According to the BBC, who fled?"),
        ("Who broke the dam?", "according to AFP?", "Who broke the dam, according to AFP?"),
        ("Who broke the dam?", "and the Courier?", "Who broke the dam, according to the Courier?"),
    ],
)
def test_another_publisher(before: str, question: str, completed: str) -> None:
    assert complete(question, [Turn(before)], HELD) == completed


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        ("How many people fled Arlen?", "And Boren?", "How many people fled Boren?"),
        ("Who fled in Arlen after Ada spoke?", "and in Boren?", "Who fled in Boren after Ada spoke?"),
        ("How many people fled?", "and in Boren?", "How many people fled in Boren?"),
    ],
)  # fmt: skip
def test_another_name(before: str, question: str, completed: str) -> None:
    assert complete(question, [Turn(before)], HELD) == completed


@pytest.mark.parametrize(
    ("turn", "question", "completed"),
    [
        (FERRY, "why?", "Why did the ferry Aurora run aground off Port Ellery?"),
        (LEFT, "When?", "When did Lena Okoye leave Lisbon?"),
        (BROKE, "And why?", "Why: Who broke the dam above Arlen?"),
        (BROKE, "Why did she do it?", "Why did Ada Brandt do it (broke the dam above Arlen)?"),
        (BROKE, "Did her lawyer go to see Boren?", "Did Ada Brandt’s lawyer go to see Boren?"),
        (LEFT, "Why did he do it?", "Why did Lena Okoye do it (Lena Okoye leave Lisbon)?"),
        (LEFT, "What happened then?", "What happened then (Lena Okoye leave Lisbon)?"),
        (LEFT, "And how many stayed?", "How many stayed (Lena Okoye leave Lisbon)?"),
        (FERRY, "How many were hurt?", "How many were hurt (the ferry Aurora run aground off Port Ellery)?"),
    ],
)  # fmt: skip
def test_what_was_spoken_of_is_carried_over(turn: Turn, question: str, completed: str) -> None:
    assert complete(question, [turn], HELD) == completed


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Australia?",
        "Is it true that Ada Brandt left Boren?",
        "Did Ada Brandt say she would go to Boren?",
        "Who closed the Kestrel bridge in March?",
        "How long does it take to drive from Boren to Arlen?",
        "",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert complete(question, [BROKE], HELD) == question
    assert complete(question, [], HELD) == question


def test_only_the_question_before_counts_and_it_is_complete_itself() -> None:
    first = complete("and in March?", [Turn("How many fled Arlen in May 2024?")])
    assert complete("and in 2023?", [BROKE, Turn(first)]) == "How many fled Arlen in 2023?"


def test_a_pasted_text_is_not_carried_over() -> None:
    assert complete("why?", [Turn("what " * 200)]) == "why?"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_any_question_is_completed_without_error(question: str, before: str, answer: str) -> None:
    completed = complete(question, [Turn(before, answer)], HELD)
    assert bool(completed.strip()) == bool(question.strip())


@given(st.sampled_from(["why?", "and in March?", "and Reuters?", "Why did he do it?", "how many?"]))
def test_a_completed_question_asks_for_what_is_asked(question: str) -> None:
    assert complete(question, [BROKE], HELD).endswith("?")
    assert complete(question, [BROKE], HELD) != question
