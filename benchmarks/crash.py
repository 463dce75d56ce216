"""Kills a process that changes a corpus, again and again, and looks at what is left. Nothing may be lost.

    .venv/bin/python -m benchmarks.crash                       (200 rounds, some 20 minutes)
    .venv/bin/python -m benchmarks.crash --rounds 20 --seed 3

Each round a process adds, updates, removes, refreshes, reindexes, backs up or restores (`crash_work.py`), and
is killed by SIGKILL at a moment that the seed decides; every sixth round already while it opens the corpus.
Then the corpus is opened as by anybody (`crash_check.py`): what was acknowledged must be there, whole, once,
the library and the index must agree, and `byline doctor` must be content. `rewrite` kills at the moment at
which Chroma rewrites its files while persisted passages are superseded; `torn` damages Chroma's files or the
snapshot's, or deletes them, instead. A corpus lives for some rounds: what a kill leaves meets the next.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import random
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from benchmarks.crash_check import Found, look
from benchmarks.crash_state import State
from benchmarks.crash_work import Work
from corpus import CorpusSettings
from corpus.library.quick import keeper

KINDS = ("add", "bulk", "update", "remove", "refresh", "reindex", "backup", "restore", "rewrite", "torn")
LIFE = 20
"""Rounds that one corpus lives for."""
_LARGE = 100
"""From so many passages on there is a snapshot."""
_FIRST = 500
"""Stories of a new corpus, some 1,500 passages: of that size, an index is built in the background."""
_OPENING = 1 / 6
_LONGEST_OPENING = 0.4
_LONGEST = 1.5
"""Seconds after which a process is killed at the latest."""
_GIVE_UP, _HANGS = 60.0, 200.0


@dataclass
class Told:
    """The rounds of one kind, summed up."""

    rounds: int = 0
    acknowledged: int = 0
    opening: int = 0
    """Killed before the corpus was open."""
    rebuilt: int = 0
    meanwhile: int = 0
    """The first questions were asked while the index was being mended."""
    longest: float = 0.0
    """Seconds until the index was ready, at most."""
    bad: int = 0
    """Rounds after which something was wrong."""


@dataclass
class Ground:
    """A corpus, and what was told of it."""

    settings: CorpusSettings
    file: Path
    web: socket.socket
    chance: random.Random
    longest: float = _LONGEST
    """Seconds that a process works at most."""
    state: State = field(default_factory=State)

    def work(self, pipe: int) -> Work:
        """What is done to the corpus by the process that is killed."""
        held, chance = dict(self.state.held), random.Random(self.chance.random())
        return Work(self.settings, self.file, held, chance, pipe, self.web)

    def fill(self, stories: int) -> None:
        """Put some stories into a new corpus."""
        with forked(lambda pipe: self.work(pipe).fill(stories)) as (_, pipe):
            self.state.hear_all(lines(pipe, _GIVE_UP))

    def kill(self, kind: str) -> bool:
        """Let a process work and kill it; whether it had not even opened the corpus."""
        opening = kind != "rewrite" and self.chance.random() < _OPENING
        delay = self.chance.uniform(0, _LONGEST_OPENING if opening else self.longest)
        with forked(lambda pipe: getattr(self.work(pipe), kind)()) as (child, pipe):
            if not opening:
                for line in lines(pipe, _GIVE_UP):
                    self.state.hear(line)
                    if line["what"] == "ready":
                        break
                else:
                    raise RuntimeError(f"{kind} ended before it began")
            if kind == "rewrite":
                self._await_rewrite(pipe)
                delay /= 40
            self.state.hear_all(lines(pipe, delay))
            os.killpg(child, signal.SIGKILL)
            self.state.hear_all(lines(pipe, _GIVE_UP))
            ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            if ended and ended.si_status != signal.SIGKILL:
                raise RuntimeError(f"{kind} ended by itself with {ended.si_status}")
        return opening

    def _await_rewrite(self, pipe: BinaryIO) -> None:
        """Wait until one of the files changes that Chroma writes anew now and then."""
        before, patience = self._written(), time.monotonic() + _GIVE_UP
        while self._written() == before and time.monotonic() < patience:
            for line in lines(pipe, 0.0005):
                self.state.hear(line)

    def _written(self) -> list[tuple[str, int, int]]:
        return [
            (str(path), status.st_size, status.st_mtime_ns)
            for path in self.settings.directory.glob("index/*/*/*.bin")
            if (status := path.stat())
        ]

    def tear(self) -> None:
        """Damage what belongs to the index or to the snapshot."""
        folders = [self.settings.directory / name for name in ("index", "snapshot")]
        index = self.chance.choice([folder for folder in folders if folder.is_dir()])
        files = sorted(path for path in index.rglob("*") if path.is_file())
        way = self.chance.choice(("folder", "note", "shorten", "shorten", "scratch", "scratch", "delete"))
        path, size = self.chance.choice(files), 0
        if way == "folder":
            shutil.rmtree(index)
        elif way == "note":
            index.with_suffix(".json").write_bytes(self.chance.randbytes(200))
        elif way == "delete":
            path.unlink()
        elif way == "shorten":
            os.truncate(path, self.chance.randrange(path.stat().st_size + 1))
        else:
            data = bytearray(path.read_bytes())
            size = min(len(data), 4096)
            start = self.chance.randrange(len(data) - size + 1)
            data[start : start + size] = self.chance.randbytes(size)
            path.write_bytes(data)

    def look(self, doctor: bool) -> Found:
        """What another process finds."""
        seed = self.chance.random()

        def work(pipe: int) -> None:
            # Where it hangs, if it does.
            faulthandler.dump_traceback_later(_HANGS)
            found = look(self.settings, self.file, random.Random(seed), doctor)
            os.write(pipe, json.dumps({"what": "found", **asdict(found)}).encode() + b"\n")

        with forked(work) as (_, pipe):
            told = list(lines(pipe, 4 * _GIVE_UP))
        if not told:
            copy = self.state.copy and sorted(self.state.copy.items())
            return Found(["the corpus could not be looked at"], sorted(self.state.held.items()), copy)
        told[0].pop("what")
        return Found(**told[0])


@contextmanager
def forked(work: Callable[[int], None]) -> Iterator[tuple[int, BinaryIO]]:
    """A process at work, its number, and what it tells; it is over when the block is."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if not child:
        keeper.FROM = _LARGE
        os.close(reading)
        logging.disable(logging.WARNING)
        try:
            work(writing)
        except BaseException:  # noqa: BLE001 (whatever it is, it must not go on as the parent)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.setpgid(child, child)  # whatever makes a snapshot for it is killed with it
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        try:
            yield child, pipe
        finally:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)


def lines(pipe: BinaryIO, seconds: float) -> Iterator[dict[str, Any]]:
    """What a process tells within some time, or until it ends."""
    until = time.monotonic() + seconds
    while select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
        line = b""
        while not line.endswith(b"\n"):
            if not (byte := os.read(pipe.fileno(), 1)):
                return
            line += byte
        yield json.loads(line)


@dataclass(frozen=True)
class Plan:
    """How many rounds are played, and how."""

    rounds: int
    seed: int
    stories: int = _FIRST
    longest: float = _LONGEST
    only: str | None = None
    """The one kind of work that is played."""


def play(plan: Plan, place: Path, say: Callable[[str], None]) -> dict[str, Told]:
    """The rounds, each kind of work in its turn; what came of each kind."""
    # Loaded once, before any process is forked off.
    for heavy in ("chromadb", "chromadb_rust_bindings", "feedparser", "trafilatura", "stringprep"):
        import_module(heavy)
    chance = random.Random(plan.seed)
    played = [plan.only] if plan.only else KINDS
    kinds = [played[number % len(played)] for number in range(plan.rounds)]
    chance.shuffle(kinds)
    told: dict[str, Told] = defaultdict(Told)
    with socket.create_server(("127.0.0.1", 0)) as web:
        for first in range(0, plan.rounds, LIFE):
            home = place / str(first)
            home.mkdir()
            settings = CorpusSettings(home / "corpus")
            ground = Ground(settings, home / "copy.backup", web, chance, plan.longest)
            ground.fill(plan.stories)
            life = kinds[first : first + LIFE]
            for number, kind in enumerate(life, start=1):
                problems = _round(ground, kind, told[kind], doctor=number == len(life))
                if problems:
                    say(f"round {first + number}, {kind}: {'; '.join(problems)}")
            shutil.rmtree(home)
    return dict(told)


def _round(ground: Ground, kind: str, told: Told, doctor: bool) -> list[str]:
    before = ground.state.acknowledged
    if kind == "torn":
        ground.tear()
    else:
        told.opening += ground.kill(kind)
    told.acknowledged += ground.state.acknowledged - before
    found = ground.look(doctor)
    problems = [*found.problems, *ground.state.settle(found)]
    told.rounds += 1
    told.rebuilt += found.rebuilt
    told.meanwhile += found.rebuilding
    told.longest = max(told.longest, found.seconds)
    told.bad += bool(problems)
    return problems


def table(told: dict[str, Told]) -> str:
    """What came of each kind, and of all."""
    heads = ("rounds", "opening", "kept", "rebuilt", "meanwhile", "longest", "bad")
    rows = [f"{'':10}" + "".join(f"{head:>11}" for head in heads)]
    for kind in (*KINDS, "all"):
        some = list(told.values()) if kind == "all" else [told[kind]] if kind in told else []
        if not some:
            continue
        names = ("rounds", "opening", "acknowledged", "rebuilt", "meanwhile", "bad")
        *cells, bad = (sum(getattr(one, name) for one in some) for name in names)
        cells += [f"{max(one.longest for one in some):.1f} s", bad]
        rows.append(f"{kind:10}" + "".join(f"{cell:>11}" for cell in cells))
    return "\n".join(rows)


def main() -> int:
    """Play the rounds and print the table; 1 if anything was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--stories", type=int, default=_FIRST, help="in a new corpus")
    parser.add_argument("--longest", type=float, default=_LONGEST, help="seconds until a kill, at most")
    parser.add_argument("--only", choices=KINDS, help="this kind of work alone")
    with tempfile.TemporaryDirectory() as place:
        told = play(Plan(**vars(parser.parse_args())), Path(place), print)
    print(table(told))
    return int(any(one.bad for one in told.values()))


if __name__ == "__main__":
    sys.exit(main())
