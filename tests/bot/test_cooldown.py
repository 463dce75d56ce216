from __future__ import annotations

import pytest

from bot.cooldown import MANY, Cooldown
from bot.errors import CooldownError, explain


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cooldown(clock: Clock) -> Cooldown:
    return Cooldown(clock)


def test_a_second_question_has_to_wait_and_is_told_how_long(cooldown: Cooldown, clock: Clock) -> None:
    cooldown.take("ada", 10)
    clock.now += 2.5
    with pytest.raises(CooldownError) as refused:
        cooldown.take("ada", 10)
    assert explain(refused.value).text == (
        "One question every 10 seconds, please: the next one is taken in 8 seconds."
    )
    clock.now += 7.5
    cooldown.take("ada", 10)


def test_a_second_is_a_second_and_a_minute_of_them_too() -> None:
    assert str(CooldownError(1, 60, False)).endswith("taken in 1 second.")
    assert str(CooldownError(60, 60, False)).startswith("One question every 60 seconds")


def test_a_refused_question_does_not_make_the_pause_longer(cooldown: Cooldown, clock: Clock) -> None:
    cooldown.take("ada", 10)
    for _ in range(9):
        clock.now += 1
        with pytest.raises(CooldownError):
            cooldown.take("ada", 10)
    clock.now += 1
    cooldown.take("ada", 10)


def test_nobody_waits_for_anybody_else(cooldown: Cooldown) -> None:
    cooldown.take(("server", "ada"), 10)
    cooldown.take(("server", "ben"), 10)
    cooldown.take(("another", "ada"), 10)


def test_no_pause_is_no_pause(cooldown: Cooldown) -> None:
    for _ in range(3):
        cooldown.take("ada", 0)


def test_a_pause_that_is_made_shorter_is_shorter_for_who_is_in_it(cooldown: Cooldown, clock: Clock) -> None:
    cooldown.take("ada", 600)
    with pytest.raises(CooldownError, match="taken in 5 seconds"):
        cooldown.take("ada", 5)
    cooldown.take("ada", 0)


def test_a_question_that_was_not_taken_costs_no_pause(cooldown: Cooldown) -> None:
    cooldown.take("ada", 10)
    cooldown.give_back("ada")
    cooldown.give_back("nobody")
    cooldown.take("ada", 10)


def test_only_the_first_refusal_of_a_pause_is_news(cooldown: Cooldown, clock: Clock) -> None:
    told = []
    for _ in range(2):
        cooldown.take("ada", 10)
        for _ in range(3):
            with pytest.raises(CooldownError) as refused:
                cooldown.take("ada", 10)
            told.append(refused.value.told_before)
        clock.now += 10
    assert told == [False, True, True] * 2


def test_pauses_that_are_over_are_forgotten(cooldown: Cooldown, clock: Clock) -> None:
    for number in range(MANY):
        cooldown.take(number, 10)
    clock.now += 10
    cooldown.take("ada", 10)
    assert len(cooldown._pauses) == 1
