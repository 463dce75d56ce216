"""How long commands take from a cold start, in seconds and as ratios.

    .venv/bin/python -m benchmarks.cold --corpus var/cold

The corpus is made up once and kept: the sample articles among some 3,000 other passages. Each command runs
in a process of its own, several times; the least counts, since a machine with other things to do only adds.
Processor time is what it would take on a quiet machine with one core. The stock pipeline is what LangChain's
imports for the same model and Chroma: before its first question, and without one.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import SAMPLE
from benchmarks.question import fill

BYLINE = (sys.executable, "-m", "retrieval")
_QUESTION = "How many people were on the ferry?"
_STOCK = "import sentence_transformers, chromadb"


@dataclass(frozen=True, slots=True)
class Cost:
    """The least that a command took."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds of processor time."""


def main() -> None:
    """Make the corpus where it is missing, run the commands, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True, help="a folder of its own for the corpus")
    parser.add_argument("--passages", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    here = ("--corpus", str(options.corpus))
    fill(options.corpus, options.passages)
    subprocess.run((*BYLINE, "add", str(SAMPLE.articles[0]), *here), check=True, capture_output=True)
    commands = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "byline --help": (*BYLINE, "--help"),
        "byline articles list": (*BYLINE, "articles", "list", *here),
        "byline ask": (*BYLINE, "ask", _QUESTION, *here),
        "stock imports alone": (sys.executable, "-c", _STOCK),
    }
    costs = {name: cost(command, options.rounds) for name, command in commands.items()}
    stock = costs["stock imports alone"]
    for name, found in costs.items():
        print(
            f"{name:22}{found.wall:7.2f} s wall {found.wall / stock.wall:5.2f}"
            f"{found.processor:9.2f} s processor {found.processor / stock.processor:5.2f} of stock"
        )


def cost(command: Sequence[str], rounds: int) -> Cost:
    """Run a command so often, and take the least; once before, so that its files are in memory."""
    subprocess.run(command, check=False, capture_output=True)
    runs = [_run(command) for _ in range(rounds)]
    return Cost(*(min(one) for one in zip(*runs, strict=True)))


def _run(command: Sequence[str]) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, spent


if __name__ == "__main__":
    main()
