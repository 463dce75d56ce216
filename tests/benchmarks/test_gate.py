"""The gate fails below a floor, and only there."""

from __future__ import annotations

import json
from dataclasses import replace

from benchmarks.corpora import SAMPLE, SETS
from benchmarks.gate import FLOORS, check, compare


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


def test_changed_questions_do_not_pass_on_old_floors() -> None:
    (line,) = check(SAMPLE, {"sha256": "0" * 64})
    assert "has changed" in line


def test_a_set_that_is_not_here_is_skipped() -> None:
    absent = replace(SAMPLE, questions=SAMPLE.questions.with_name("absent.jsonl"))
    assert check(absent, {"sha256": ""}) == []


def test_every_floor_is_of_a_known_set_and_the_sample_s_is_of_its_questions() -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert set(floors) <= {chosen.name for chosen in SETS}
    assert floors["sample"]["sha256"] == SAMPLE.sha256
