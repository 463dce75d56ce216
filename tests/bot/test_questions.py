from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import PeriodError
from bot.questions import filters_of, hints_of, question_in
from corpus import Filters, Hints
from retrieval import DateError


def test_both_dates_count_in_full() -> None:
    filters = filters_of(" AP ", "2024-09-10", "2024-09-10")
    assert filters == Filters(("AP",), datetime(2024, 9, 10, tzinfo=UTC), datetime(2024, 9, 11, tzinfo=UTC))


def test_without_options_everything_is_searched() -> None:
    assert filters_of(None, None, None) == Filters()
    assert filters_of(" ", "", "") == Filters()


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodError):
        filters_of(None, "2024-09-11", "2024-09-10")


def test_a_date_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(DateError):
        hints_of(None, "yesterday-ish")


def test_what_an_admin_says_becomes_hints() -> None:
    assert hints_of("AP", "2024-09") == Hints(publisher="AP", published_at=datetime(2024, 9, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("content", "question"),
    [
        ("<@123> who won?", "who won?"),
        ("hey <@!123>\nwho   won?", "hey who won?"),
        ("<@123>", ""),
        ("", ""),
    ],
)
def test_a_question_is_what_stands_around_the_mention(content: str, question: str) -> None:
    assert question_in(content) == question
