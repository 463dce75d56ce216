"""Numbers as sentences give them."""

from __future__ import annotations

import pytest

from retrieval.differing.figures import figures


@pytest.mark.parametrize(
    ("text", "low", "high", "kind"),
    [
        ("twenty-two boats", 22, 22, "count"),
        ("1,250 boats", 1250, 1250, "count"),
        ("two dozen boats", 24, 24, "count"),
        ("a hundred boats", 100, 100, "count"),
        ("three-and-a-half million boats", 3.5e6, 3.5e6, "count"),
        ("at least 11 boats", 11, float("inf"), "count"),
        ("up to 30 boats", 0, 30, "count"),
        ("about 100 boats", 90, 110, "count"),
        ("over four years", 4, 4, "count"),
        ("$3.2 billion", 3.2e9, 3.2e9, "money"),
        ("40 million dollars", 4e7, 4e7, "money"),
        ("22 per cent", 22, 22, "percent"),
        ("22%", 22, 22, "percent"),
        ("two thirds of the boats", 200 / 3, 200 / 3, "percent"),
        ("the 89th minute", 89, 89, "ordinal"),
        ("by 9-6 on Monday", 9006, 9006, "score"),
        ("at 9:40 p.m.", 1300, 1300, "clock"),
    ],
)
def test_a_number_is_read_with_its_range_and_kind(text: str, low: float, high: float, kind: str) -> None:
    (figure,) = figures(text)
    assert (figure.low, figure.high, figure.kind) == (pytest.approx(low), pytest.approx(high), kind)


@pytest.mark.parametrize(
    ("said", "asked", "granted"),
    [
        ("14 boats", "14 boats", True),
        ("14 boats", "more than 10 boats", True),
        ("14 boats", "about 15 boats", True),
        ("24,512 boats", "24,500 boats", True),
        ("at least 11 boats", "11 boats", True),
        ("14 boats", "15 boats", False),
        ("at least 11 boats", "15 boats", False),
    ],
)
def test_one_number_grants_another(said: str, asked: str, granted: bool) -> None:
    assert figures(said)[0].grants(figures(asked)[0]) is granted


def test_what_may_both_be_true_excludes_nothing() -> None:
    assert not figures("at least 11 boats")[0].excludes(figures("15 boats")[0])
    assert figures("11 boats")[0].excludes(figures("15 boats")[0])
