"""One contestant's turn: a process that adds and asks, and one that asks from a cold start."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpora import ROOT

Seconds = tuple[float, float]
"""On the wall, and of processor time of all threads."""


class FailedError(Exception):
    """A contestant's process failed, as it says."""


@dataclass(frozen=True, slots=True)
class Way:
    """All questions asked in one way."""

    times: Sequence[Seconds]
    found: Sequence[Sequence[str]]
    """The links of the passages found for each question, the best first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn took."""

    added: Seconds
    cold: Seconds
    """From nothing to the first answer, of a store that is there."""
    passages: int
    peak: int
    """Bytes that the process that adds and asks held at its highest."""
    ways: Mapping[str, Way]


@dataclass(frozen=True, slots=True)
class Task:
    """What all contestants are given."""

    model: Path
    articles: Path
    questions: Path
    """A JSON list."""


def take_turn(python: Path, name: str, task: Task, store: Path) -> Turn:
    """Let a contestant add and ask in a new store, and answer once more from a cold start.

    Raises:
        FailedError: it did not come to its end.
    """
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir(parents=True)
    places = (str(task.model), str(store), str(task.articles), str(task.questions))
    command = (str(python), "-m", f"benchmarks.rivals.{name}")
    said, _ = _run((*command, "add", *places))
    _, cold = _run((*command, "ask", *places))
    ways = {name: Way(*zip(*asked, strict=True)) for name, asked in said["ways"].items()}
    return Turn(tuple(said["added"]), cold, said["passages"], said["peak"], ways)


def _run(command: Sequence[str]) -> tuple[Any, Seconds]:
    quiet = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "DO_NOT_TRACK": "1"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **quiet}, capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise FailedError(done.stderr.strip()[-2000:])
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout.strip().splitlines()[-1]), (wall, spent)
