"""Numbers with their units are comparable, whatever unit a report chose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.differing.quantities import Quantity, quantities
from tests.retrieval.statements import told


def read(text: str) -> list[Quantity]:
    return quantities(told(text)[0])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("It is 5 km long.", "length", 5000), ("It is 3 miles long.", "length", 4828),
        ("She is 6 ft 9 in tall.", "length", 2.057), ("It costs $12 million.", "dollar", 12e6),
        ("It costs 12 million dollars.", "dollar", 12e6), ("It rose 4%.", "share", 4),
        ("It rose by 4 per cent.", "share", 4), ("A 7-year-old boy fell.", "age", 7),
        ("It took 90 minutes.", "time", 5400), ("It took 90 guests.", "", 90),
        ("It covers 2 hectares.", "area", 20_000), ("It weighs 3 tonnes.", "mass", 3000),
    ],
)  # fmt: skip
def test_units_are_read_and_converted(text: str, kind: str, value: float) -> None:
    (found,) = read(text)
    assert found.kind == kind
    assert found.low <= value <= found.high


def test_a_range_allows_all_of_it() -> None:
    (found,) = read("It seats 30 to 40 people.")
    assert found.low == pytest.approx(30, abs=5)
    assert found.high == pytest.approx(40, abs=5)


def test_dates_are_no_quantities() -> None:
    assert read("It sank on 3 May 2021, in 2021 or on May 3.") == []


@given(st.integers(1, 500))
def test_two_units_of_one_length_agree(metres: int) -> None:
    feet = round(metres * 3.28084, 1)
    (one,), (other,) = read(f"It is {metres} metres high."), read(f"It is {feet} feet high.")
    assert one.low <= other.high
    assert other.low <= one.high


@given(st.text(max_size=200))
def test_any_text_can_be_read_for_quantities(text: str) -> None:
    for statement in told(text or "."):
        for found in quantities(statement):
            assert found.low <= found.high
            assert found.text in statement.text
