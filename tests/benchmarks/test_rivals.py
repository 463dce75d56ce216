"""Rivals: how their figures are set against Byline's, and what their environments are made from."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.corpora import ROOT, SAMPLE
from benchmarks.rivals.environment import HERE, Environment
from benchmarks.rivals.table import Measured, table
from benchmarks.rivals.turn import Turn, Way
from corpus.weights import PACKAGE

RIVALS = sorted(path.stem for path in HERE.glob("*.txt"))


def turn(seconds: float, found: str, passages: int = 10) -> Turn:
    way = Way([(seconds, 2 * seconds)] * 3, [[found], [found], []])
    return Turn((seconds, seconds), (1.0, 1.0), passages, 1_000_000, {"hybrid": way})


def lines(measured: Measured) -> dict[str, str]:
    return {line.split("|")[1].strip(): line for line in table(measured)}


def test_a_ratio_is_of_one_round_and_says_how_many_times_what_byline_takes() -> None:
    rounds = [
        {"byline": turn(1.0, "a"), "other": turn(2.0, "b")},
        {"byline": turn(2.0, "a"), "other": turn(6.0, "b")},
        {"byline": turn(1.0, "a"), "other": turn(4.0, "b")},
    ]
    gold = [frozenset("a"), frozenset("b"), frozenset("a")]
    found = lines(Measured(1200, gold, rounds, {"byline": 500_000_000, "other": 1_500_000_000}))
    assert found["words added a second"] == "| words added a second | 1,200 | 300 · 3.0 × (2.0–4.0) |"
    assert found["question p50, ms"] == "| question p50, ms | 1000.0 | 4000.0 · 3.0 × (2.0–4.0) |"
    assert found["installed, MB"] == "| installed, MB | 500 | 1,500 · 3.0 × |"
    assert found["article R@1"] == "| article R@1 | 0.333 (hybrid) | 0.333 (hybrid) |"


def test_each_rival_is_pinned_and_its_torch_is_the_build_for_everyone() -> None:
    assert RIVALS == ["langchain", "llamaindex", "txtai"]
    for name in RIVALS:
        packages = [line for line in (HERE / f"{name}.txt").read_text().splitlines() if line[0] != "#"]
        assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line) for line in packages)
        assert {"torch==2.13.0", f"{PACKAGE}==0.1.0"} <= set(packages)


def test_no_rival_is_among_our_dependencies() -> None:
    ours = (ROOT / "pyproject.toml").read_text()
    assert not [name for name in ("langchain-chroma", "llama-index", "txtai", "faiss") if name in ours]


def test_files_are_counted_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 1000)
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    (tmp_path / "three").symlink_to(tmp_path / "one")
    assert 1000 < Environment(tmp_path).size < 1500


def test_whoever_takes_part_says_what_it_took_and_found(tmp_path: Path) -> None:
    program = (
        "from benchmarks.rivals.contest import contest\n"
        "class One:\n"
        "    def __init__(self, place): self.place = place\n"
        "    def add(self): return len(self.place.read())\n"
        "    def asks(self): return {'way': lambda question: [question]}\n"
        "contest(One)\n"
    )
    questions = tmp_path / "questions.json"
    questions.write_text(json.dumps(["who", "what"]))
    paths = ("model", "store", str(SAMPLE.articles[0]), str(questions))

    def said(phase: str) -> dict[str, object]:
        command = (sys.executable, "-c", program, phase, *paths)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return dict(json.loads(done.stdout))

    added = said("add")
    assert added["passages"] == 19
    ways = added["ways"]
    assert isinstance(ways, dict)
    assert [found for _, found in ways["way"]] == [["who"], ["what"]]
    assert said("ask") == {"found": ["who"]}
