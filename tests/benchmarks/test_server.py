"""The short form of several processes at a Chroma server that is killed in the middle of their work."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.server import Plan, Report, figures, play


def test_five_processes_and_a_server_that_is_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    report = play(Plan(stories=30, away=1.0), tmp_path)
    assert report.problems == []
    assert report.outcomes["added"] == 30
    assert report.outcomes["unchanged"] + report.outcomes["duplicate"] > 0
    assert report.questions


def test_its_figures_name_what_was_added_and_asked() -> None:
    report = Report(Counter(added=3, unchanged=2), {"there": [0.01, 0.03], "away": [0.2]}, 2.0, 0.5)
    assert figures(report).splitlines() == [
        "5 additions by 3 processes in 2.0 s (2 a second): 3 added, 2 unchanged",
        "the index had everything 0.5 s after the last of them",
        "1 questions while the server was away: p50 200 ms, p95 200 ms",
        "2 questions while the server was there: p50 20 ms, p95 29 ms",
    ]
