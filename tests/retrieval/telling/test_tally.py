from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.telling.tally import MOST_PUBLISHERS, NOBODY, OTHERS, Unit, describe_chart, tally

START = datetime(2024, 9, 10, tzinfo=UTC)
_names = (
    st.none()
    | st.sampled_from(["The Courier", "THE  courier", "Valley Post", "漢字", ""])
    | st.text(max_size=6)
)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_moments = (
    st.none()
    | st.sampled_from([_FIRST, _LAST])
    | st.integers(0, 10**9).map(lambda seconds: _FIRST + timedelta(seconds=60 * seconds))
)
_near = st.integers(0, 90).map(lambda days: START + timedelta(days=days))


@settings(deadline=None)
@given(st.lists(st.tuples(st.none() | _near, _names), max_size=40))
def test_every_dated_report_is_counted_once(reports: list[tuple[datetime | None, str | None]]) -> None:
    dated = [when for when, _ in reports if when]
    counted = tally(reports)
    assert (counted is None) == (not dated)
    if counted is not None:
        assert sum(counted.totals) == len(dated)
        assert len(counted.counts) <= MOST_PUBLISHERS + 1
        assert all(len(numbers) == len(counted.starts) for _, numbers in counted.counts)
        assert list(counted.starts) == sorted(set(counted.starts))
        assert counted.starts[0] <= counted.first <= counted.last


@settings(deadline=None)
@given(st.lists(st.tuples(_moments, _names), min_size=1, max_size=12))
def test_any_stretch_of_time_can_be_counted(reports: list[tuple[datetime | None, str | None]]) -> None:
    counted = tally(reports)
    assert counted is None or describe_chart("dam", counted)


@pytest.mark.parametrize(
    ("days", "unit", "stretches"),
    [(0, Unit.DAY, 1), (20, Unit.DAY, 21), (60, Unit.WEEK, 9), (400, Unit.MONTH, 14), (3000, Unit.YEAR, 9)],
)
def test_the_stretches_grow_with_the_time(days: int, unit: Unit, stretches: int) -> None:
    counted = tally([(START, "A"), (START + timedelta(days=days), "A")])
    assert counted is not None
    assert (counted.unit, len(counted.starts)) == (unit, stretches)


def test_publishers_are_one_however_written_and_the_small_ones_are_others() -> None:
    names = ["The Courier", "the courier", None, *(f"Paper {number}" for number in range(8))]
    counted = tally([(START, name) for name in names])
    assert counted is not None
    shown = [name for name, _ in counted.counts]
    assert shown[0] == "The Courier"
    assert NOBODY in shown
    assert shown[-1] == OTHERS
    assert dict(counted.counts)[OTHERS] == (4,)


def test_the_description_says_what_the_chart_shows() -> None:
    reports = [(START, "The Courier"), (START, "Valley Post"), (START + timedelta(days=2), "The Courier")]
    counted = tally(reports)
    assert counted is not None
    assert describe_chart("the dam", counted) == (
        "3 reports on the dam by day, 10 Sep 2024 to 12 Sep 2024; most, 2, on 10 Sep 2024."
        " By publisher: The Courier 2, Valley Post 1."
    )
