"""Three processes add overlapping stories, two ask, and the Chroma server is killed in the middle of it.

    .venv/bin/python -m benchmarks.server                 (hashed words: the machinery alone)
    .venv/bin/python -m benchmarks.server --model         (the packaged embedding model)
    .venv/bin/python -m benchmarks.server --postgres      (as five machines: no folder is shared)

Nothing is lost, doubled or stale: at the end each story that was acknowledged is in the library once and
whole, and the index on the server agrees with it. No question fails, whether the server is there or not.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from typing import Any

from benchmarks.crash_check import look
from corpus import CorpusSettings, Library
from tests.chromaserver import ChromaServer
from tests.postgres import running

ADDERS, ASKERS = 3, 2
_SAVED = {"added", "updated", "unchanged", "duplicate"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of it."""

    stories: int = 900
    away: float = 5.0
    """Seconds that the server is away."""
    model: bool = False
    seed: int = 7
    library: str | None = None
    """A PostgreSQL that has the library; then each process has its own folder, as on its own machine."""


@dataclass
class Report:
    """What came of it."""

    outcomes: Counter[str] = field(default_factory=Counter)
    questions: dict[str, list[float]] = field(default_factory=dict)
    """Seconds of each, by whether the server was there."""
    adding: float = 0.0
    """Seconds from the first result of an adder to the last."""
    caught_up: float = 0.0
    """Seconds until nothing waited for the index, once all was added."""
    problems: list[str] = field(default_factory=list)


class Process:
    """One of the processes; its lines are read as they come."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "benchmarks.server_work", *arguments]
        self.told: list[dict[str, Any]] = []
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()

    def wait(self) -> int:
        """Wait for the end of its work; its exit code."""
        self._reading.join()
        return self._child.wait()

    def end(self) -> int:
        """Let one that asks come to its end."""
        assert self._child.stdin
        self._child.stdin.close()
        return self.wait()

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()

    def _read(self) -> None:
        assert self._child.stdout
        for line in self._child.stdout:
            self.told.append(json.loads(line))


def play(plan: Plan, place: Path) -> Report:
    """The whole of it in a folder."""
    report, server = Report(), ChromaServer(place / "server")
    server.start()
    settings = CorpusSettings(place / "corpus", chroma_url=server.url, library_url=plan.library)

    def begin(what: str, number: int) -> Process:
        folder = place / f"{what}{number}" if plan.library else settings.directory
        kind = ("model" if plan.model else "words", *([plan.library] if plan.library else []))
        return stack.enter_context(
            Process(what, str(folder), server.url, str(plan.stories), str(number), *kind)
        )

    with ExitStack() as stack:
        stack.callback(server.kill)
        adders = [begin("add", one) for one in range(ADDERS)]
        askers = [begin("ask", one) for one in range(ASKERS)]
        away = _restart_in_the_middle(plan, server, adders)
        codes = [one.wait() for one in adders]
        report.caught_up = _wait_for_index(settings)
        codes += [one.end() for one in askers]
        report.problems += [f"a process ended with exit code {code}" for code in codes if code]
        _judge_adders(report, adders, plan)
        _judge_askers(report, askers, away)
        if not plan.model:
            _judge_corpus(report, settings, plan)
    return report


def _restart_in_the_middle(plan: Plan, server: ChromaServer, adders: list[Process]) -> tuple[float, float]:
    """Kill the server when half of all is added, and start it again; between which moments it was away."""
    half = plan.stories * ADDERS * 2 // 3 // 2
    while sum(len(one.told) for one in adders) < half and any(one._reading.is_alive() for one in adders):
        time.sleep(0.02)
    server.kill()
    began = time.time()
    time.sleep(plan.away)
    server.start()
    return began, time.time()


def _wait_for_index(settings: CorpusSettings) -> float:
    """Until the askers, or whoever else has it open, left nothing in the outbox; 60 s at most."""
    began = time.monotonic()
    with Library.open(settings.directory, url=settings.library_url) as library:
        while library.waiting() and time.monotonic() - began < 60:
            time.sleep(0.1)
    return time.monotonic() - began


def _judge_adders(report: Report, adders: list[Process], plan: Plan) -> None:
    results = [told for one in adders for told in one.told if "outcome" in told]
    report.outcomes.update(told["outcome"] for told in results)
    report.problems += [
        f"{told['target']}: {told['reason']}" for told in results if told["outcome"] not in _SAVED
    ]
    report.adding = max(told["at"] for told in results) - min(told["at"] for told in results)
    if report.outcomes["added"] != plan.stories:
        report.problems.append(f"{report.outcomes['added']} of {plan.stories} stories were added")


def _judge_askers(report: Report, askers: list[Process], away: tuple[float, float]) -> None:
    for told in (told for one in askers for told in one.told if "open" not in told):
        if "error" in told:
            report.problems.append(told["error"])
            continue
        if not told["found"]:
            report.problems.append(f"story {told['key']} was not found by its own word ({told['versions']})")
        when = "away" if away[0] <= told["at"] <= away[1] else "there"
        report.questions.setdefault(when, []).append(told["seconds"])


def _judge_corpus(report: Report, settings: CorpusSettings, plan: Plan) -> None:
    with Library.open(settings.directory, url=settings.library_url) as library:
        if library.waiting():
            report.problems.append(f"{library.waiting()} operations still wait for the index")
    found = look(settings, settings.directory / "none.backup", random.Random(plan.seed), doctor=False)
    report.problems += found.problems
    if {key for key, _ in found.held} != set(range(plan.stories)):
        report.problems.append("the library does not hold every story once")


def figures(report: Report) -> str:
    """The report in lines."""
    total = sum(report.outcomes.values())
    lines = [
        f"{total:,} additions by {ADDERS} processes in {report.adding:.1f} s"
        f" ({total / max(report.adding, 0.001):.0f} a second): "
        + ", ".join(f"{count:,} {outcome}" for outcome, count in report.outcomes.most_common()),
        f"the index had everything {report.caught_up:.1f} s after the last of them",
    ]
    for when, seconds in sorted(report.questions.items()):
        p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        lines.append(
            f"{len(seconds):,} questions while the server was {when}: p50 {1000 * median(seconds):.0f} ms,"
            f" p95 {1000 * p95:.0f} ms"
        )
    return "\n".join(lines)


def main() -> int:
    """Play and print; 1 if anything was lost, doubled, stale or failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=900)
    parser.add_argument("--model", action="store_true", help="embed with the packaged model")
    parser.add_argument("--postgres", action="store_true", help="start one, and share nothing else")
    options = parser.parse_args()
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory())
        library = stack.enter_context(running()).library() if options.postgres else None
        report = play(Plan(options.stories, model=options.model, library=library), Path(place))
    print(figures(report), f"{len(report.problems)} things wrong", *report.problems[:20], sep="\n")
    return int(bool(report.problems))


if __name__ == "__main__":
    sys.exit(main())
