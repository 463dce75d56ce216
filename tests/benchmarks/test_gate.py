"""The gate fails below a floor, and only there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.gate import FLOORS, check, compare, main
from benchmarks.measures import MEASURES, Measure
from benchmarks.rate import Rate

OURS = ("sample", "attribution", "claims", "timeline", "extraction", "cleaning")
BY_NAME = {measure.name: measure for measure in MEASURES}


def measured(tmp_path: Path, value: float) -> Measure:
    asked = tmp_path / "asked.jsonl"
    asked.write_text("{}\n", "utf-8")
    return Measure("ferries", (asked,), lambda: {"found": Rate(value, 8)})


def test_a_figure_below_its_floor_is_named() -> None:
    assert compare("sample", {"answer shown": 0.5}, {"answer shown": 0.6}, {}) == [
        "sample: answer shown is 0.500, below 0.600"
    ]
    assert compare("sample", {"false refusals": 0.2}, {}, {"false refusals": 0.1}) == [
        "sample: false refusals is 0.200, above 0.100"
    ]


def test_figures_at_their_floors_pass() -> None:
    assert compare("sample", {"a": 0.6, "b": 0.1}, {"a": 0.6}, {"b": 0.1}) == []


def test_a_figure_that_is_gone_does_not_pass() -> None:
    assert compare("sample", {}, {"a": 0.6}, {"b": 0.1})


def test_a_figure_of_no_cases_does_not_pass() -> None:
    assert compare("sample", {"a": float("nan")}, {"a": 0.0}, {})


def test_a_measure_is_held_to_the_floors_of_its_files(tmp_path: Path) -> None:
    measure = measured(tmp_path, 0.75)
    assert check(measure, {"sha256": measure.sha256, "at least": {"found": 0.7}}) == []
    (line,) = check(measure, {"sha256": measure.sha256, "at least": {"found": 0.8}})
    assert line == "ferries: found is 0.750, below 0.800"


def test_the_gate_measures_fewer_cases_where_a_measure_offers_that(tmp_path: Path) -> None:
    measure = replace(measured(tmp_path, 0.1), brief=lambda: {"found": Rate(0.9, 2)})
    assert check(measure, {"sha256": measure.sha256, "at least": {"found": 0.8}}) == []


def test_changed_questions_do_not_pass_on_old_floors() -> None:
    (line,) = check(BY_NAME["sample"], {"sha256": "0" * 64})
    assert "has changed" in line


def test_a_set_that_is_not_here_is_skipped_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    sample = BY_NAME["sample"]
    for absent in (
        replace(sample, needs=(FLOORS.with_name("absent.jsonl"),)),
        replace(sample, beside=(FLOORS.with_name("absent.jsonl"),)),
    ):
        assert check(absent, {"sha256": sample.sha256}) == []
    assert capsys.readouterr().out == "sample: not on this machine, skipped\n" * 2


def test_every_floor_is_of_a_known_measure_and_the_sample_s_are_of_its_files() -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert set(floors) <= set(BY_NAME)
    for name in OURS:
        assert BY_NAME[name].present
        assert floors[name]["sha256"] == BY_NAME[name].sha256


def test_all_of_news_sense_has_floors() -> None:
    assert set(BY_NAME) - set(json.loads(FLOORS.read_text("utf-8"))) == {"wikinews-crowd"}


def test_a_name_that_no_measure_has_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sampel"]) == 2
    assert "sampel" in capsys.readouterr().err
