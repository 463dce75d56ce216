"""How fast and in how much memory a large file of JSON lines goes in, is killed, and goes in again.

    .venv/bin/python -m benchmarks.bulk --lines 100000          (hashed words for vectors)
    .venv/bin/python -m benchmarks.bulk --lines 3000 --model    (the packaged model)

The file is made anew, with a bad line in every thousand. `byline add` runs in a child that is killed after a
third of the lines, and then twice to the end: once to finish, once with nothing left to do.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

_SOUNDS = (
    "ka",
    "lo",
    "mi",
    "ren",
    "tas",
    "vel",
    "dor",
    "sun",
    "pa",
    "ith",
    "gol",
    "be",
    "ash",
    "ur",
    "nim",
    "ze",
)


@dataclass
class Run:
    """One run of `byline add`, as it was seen from outside."""

    seconds: float
    processor: float
    """Seconds of processor time: what counts on a machine that has other things to do."""
    first: float
    """Seconds until the first result."""
    peak: int
    """Bytes of memory at the most; 0 where the system does not say."""
    outcomes: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Make the file, run, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=3_000)
    parser.add_argument("--model", action="store_true", help="embed with the packaged model")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        bulk = Path(place) / "articles.jsonl"
        write_lines(bulk, options.lines)
        print(f"{options.lines:,} lines, {bulk.stat().st_size / 1e6:.0f} MB")
        for name, stop_after in (("killed", options.lines // 3), ("resumed", None), ("again", None)):
            print(_described(name, add(bulk, Path(place) / "corpus", options.model, stop_after)), flush=True)


def write_lines(path: Path, lines: int) -> None:
    """A file of short made-up stories, all different; every thousandth line is broken."""
    chance = random.Random(5)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(1, lines + 1):
            stream.write("{broken\n" if number % 1000 == 0 else f"{json.dumps(story(number, chance))}\n")


def story(number: int, chance: random.Random) -> dict[str, str]:
    """One story of five sentences whose words no other has."""

    def words(count: int) -> str:
        return " ".join("".join(chance.choices(_SOUNDS, k=3)) for _ in range(count))

    text = "\n\n".join(f"{words(14).capitalize()} on {chance.randrange(1, 29)} March." for _ in range(5))
    return {
        "url": f"https://news{number % 50}.example/story/{number}",
        "title": f"{words(6).capitalize()} {number}",
        "text": text,
        "publisher": f"Courier {number % 50}",
        "published_at": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00Z",
    }


def add(bulk: Path, corpus: Path, model: bool, stop_after: int | None = None) -> Run:
    """Run `byline add --json`; with `stop_after` it is killed after so many results."""
    spent = _processor()
    started, run = time.monotonic(), Run(0.0, 0.0, 0.0, 0)
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "benchmarks.bulk_add",
            str(corpus),
            str(bulk),
            *(["--model"] if model else []),
        ],
        stdout=subprocess.PIPE,
    )
    watch = threading.Thread(target=_watch, args=(child, run), daemon=True)
    watch.start()
    assert child.stdout
    for number, line in enumerate(child.stdout, start=1):
        run.first = run.first or time.monotonic() - started
        run.outcomes[json.loads(line)["outcome"]] += 1
        if number == stop_after:
            child.send_signal(signal.SIGKILL)
            break
    child.stdout.close()
    child.wait()
    run.seconds, run.processor = time.monotonic() - started, _processor() - spent
    watch.join()
    return run


def _processor() -> float:
    """Seconds that the children so far took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(child: subprocess.Popen[bytes], run: Run) -> None:
    while child.poll() is None:
        try:
            status = Path(f"/proc/{child.pid}/status").read_text()
        except OSError:
            return
        high = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
        run.peak = max(run.peak, *(int(kilobytes) * 1024 for kilobytes in high), 0)
        time.sleep(0.2)


def _described(name: str, run: Run) -> str:
    total = sum(run.outcomes.values())
    rate = total / max(run.processor, 0.001)
    said = ", ".join(f"{count:,} {outcome}" for outcome, count in run.outcomes.most_common())
    return (
        f"{name:8} {run.seconds:7.1f} s (first result {run.first:.1f} s), {run.processor:.1f} s of processor"
        f" ({rate:,.0f} lines a second of it),"
        f" {run.peak / 1e6:.0f} MB at most: {said}"
    )


if __name__ == "__main__":
    main()
