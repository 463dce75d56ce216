"""The table of news sense has a row for each figure, and says what could not be measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.evaluate import HEADER, main, table
from benchmarks.measures import MEASURES, Measure
from benchmarks.rate import Rate, share


def test_each_figure_has_a_row_under_its_measure(tmp_path: Path) -> None:
    measure = Measure("ferries", (tmp_path,), lambda: {"found": Rate(0.75, 8), "lost": Rate(0.125, 80)})
    _, first, second = table([measure])
    assert first.split() == ["ferries", "found", "0.750", "8"]
    assert second.split() == ["lost", "0.125", "80"]
    assert len(first) == len(second) == len(HEADER)


def test_what_is_not_on_this_machine_is_said(tmp_path: Path) -> None:
    absent = Measure("ferries", (tmp_path / "absent.jsonl",), lambda: {})
    assert list(table([absent]))[1].split() == ["ferries", "not", "on", "this", "machine"]


def test_a_name_that_no_measure_has_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sampel"]) == 2
    error = capsys.readouterr().err
    assert "sampel" in error
    assert all(measure.name in error for measure in MEASURES)


def test_measures_have_names_of_their_own() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)


def test_a_share_knows_of_how_many() -> None:
    assert share([True, False, 0.5, 0.5]) == Rate(0.5, 4)
    assert share([]).count == 0
    assert share([]).value != share([]).value
