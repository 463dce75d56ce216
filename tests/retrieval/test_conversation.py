"""Conversations are told apart, bounded, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from retrieval.answerer import MAX_QUESTION
from retrieval.conversation import Conversations
from retrieval.understanding.followup import Turn

FIRST = Turn("How many people fled Arlen in March 2024?")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_follow_up_is_completed_from_its_own_conversation() -> None:
    talks = Conversations()
    talks.remember(("thread", "ada"), FIRST)
    assert talks.complete(("thread", "ada"), "and in May?") == "How many people fled Arlen in May 2024?"
    assert talks.complete(("thread", "ben"), "and in May?") == "and in May?"
    assert talks.complete(("other", "ada"), "and in May?") == "and in May?"


def test_what_is_old_is_forgotten() -> None:
    clock = Clock()
    talks = Conversations(now=clock, age=timedelta(minutes=10))
    talks.remember("a", FIRST)
    clock.now += timedelta(minutes=9)
    talks.remember("a", Turn("Who fled?"))
    talks.remember("b", FIRST)
    clock.now += timedelta(minutes=2)
    assert [turn.question for turn in talks.history("a")] == ["Who fled?"]
    clock.now += timedelta(minutes=9)
    assert len(talks) == 0
    assert talks.history("a") == []


def test_a_conversation_and_their_number_are_bounded() -> None:
    talks = Conversations(turns=3, most=2)
    for number in range(9):
        talks.remember("a", Turn(f"{number}?"))
    assert [turn.question for turn in talks.history("a")] == ["6?", "7?", "8?"]
    for key in "bca":
        talks.remember(key, FIRST)
    assert len(talks) == 2
    assert talks.history("b") == []
    assert talks.history("a")


def test_those_of_one_person_can_be_forgotten() -> None:
    talks = Conversations()
    for key in ((1, 7), (2, 7), (1, 8)):
        talks.remember(key, FIRST)
    assert talks.forget(lambda key: isinstance(key, tuple) and key[1] == 7) == 2
    assert talks.history((1, 7)) == []
    assert talks.history((1, 8)) == [FIRST]


def test_a_language_model_may_complete_in_place_of_the_rules() -> None:
    asked: list[tuple[str, tuple[Turn, ...]]] = []

    def model(question: str, history: Sequence[Turn], /) -> str:
        asked.append((question, tuple(history)))
        return "In full?"

    talks = Conversations(model)
    assert talks.complete("a", "and?") == "and?"
    talks.remember("a", FIRST)
    assert talks.complete("a", "and?") == "In full?"
    assert asked == [("and?", (FIRST,))]


def test_a_completion_that_is_too_long_to_ask_is_not_used() -> None:
    talks = Conversations(lambda question, history, /: "why " * MAX_QUESTION)
    talks.remember("a", FIRST)
    assert talks.complete("a", "why?") == "why?"


def test_threads_share_conversations() -> None:
    talks = Conversations(most=50)

    def speak(number: int) -> None:
        talks.remember(number % 60, Turn(f"{number}?"))
        talks.complete(number % 7, "and in May?")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(speak, range(2_000)))
    assert len(talks) == 50
