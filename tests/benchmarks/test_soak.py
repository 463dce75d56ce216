"""The short form of the soak, and that it sees what it is to see."""

from __future__ import annotations

import random
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

import benchmarks.soak
from benchmarks.bulk_add import HashedWords
from benchmarks.crash_work import marker
from benchmarks.soak import Report, Sample, Soak, soak
from corpus import Corpus, CorpusSettings
from retrieval import HybridRetriever, RetrievalSettings, build_answerer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="samples are read from /proc")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus of a few stories."""
    monkeypatch.setattr(benchmarks.soak, "SIZE", 24)


def test_eight_threads_for_some_seconds_leave_no_drift_and_no_wrong_citation(tmp_path: Path) -> None:
    """Too short to tell growth of memory by, or of the threads that native pools start when first busy."""
    before = threading.active_count()
    report = soak(tmp_path, seconds=6.0)
    assert report.problems == []
    assert {"ask", "search", "add", "update", "remove", "read"} <= set(report.done)
    assert [line for line in report.grown() if line.startswith("files")] == []
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (Sample(100_000_000, 30, 20), ""),
        (Sample(108_000_000, 31, 20), ""),
        (Sample(160_000_000, 30, 20), "memory"),
        (Sample(100_000_000, 60, 20), "files"),
        (Sample(100_000_000, 30, 24), "threads"),
    ],
)
def test_growth_is_what_the_last_third_takes_more_than_the_middle_one(last: Sample, said: str) -> None:
    before = Sample(100_000_000, 30, 20)
    report = Report(samples=[Sample(1, 1, 1)] * 20 + [before] * 20 + [last] * 20)
    assert "".join(report.grown())[: len(said) or None] == said


def test_a_search_that_finds_nothing_and_a_wrong_quote_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus.open(CorpusSettings(tmp_path), HashedWords()) as corpus:
        run = Soak(corpus, build_answerer(corpus, RetrievalSettings()), seed=1)
        run.fill()
        chance = random.Random(1)
        run._search(chance)
        run._ask(chance)
        assert run.report.problems == []
        key = next(iter(run.held))
        answer = run._answerer.answer(f"When was the story {marker(key, 0)} told?")
        run._check(replace(answer.citations[0], quote="words that nobody wrote"))
        monkeypatch.setattr(HybridRetriever, "retrieve", lambda *_: [])
        run._search(chance)
        assert "is not in its article" in run.report.problems[0]
        assert "was not found" in run.report.problems[1]
