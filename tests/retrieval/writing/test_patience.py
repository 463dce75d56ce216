"""When a language model is left alone."""

from __future__ import annotations

from retrieval.writing.patience import LONGEST_REST, MOST_FAILURES, REST, Patience


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_model_that_works_is_never_left_alone() -> None:
    patience = Patience(Clock())
    for _ in range(20):
        patience.failed()
        patience.succeeded()
        assert patience.resting() == 0


def test_failures_in_a_row_end_in_a_rest_and_then_one_question_tries_again() -> None:
    clock = Clock()
    patience = Patience(clock)
    for _ in range(MOST_FAILURES):
        assert patience.resting() == 0
        patience.failed()
    assert patience.resting() == REST
    clock.now = REST
    assert patience.resting() == 0
    patience.failed()
    assert patience.resting() == REST


def test_a_server_that_asks_for_time_gets_it_but_not_for_ever() -> None:
    clock = Clock()
    patience = Patience(clock)
    patience.failed(wait=20.0)
    assert patience.resting() == 20
    patience.failed(wait=86_400.0)
    assert patience.resting() == LONGEST_REST
    clock.now = 10.0
    patience.failed(wait=1.0)
    assert patience.resting() == LONGEST_REST - 10
