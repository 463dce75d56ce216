"""Whether an index can be trusted: its vectors are read back and found again, in a process that may crash."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from corpus.embed import Vectors
from corpus.errors import IndexUnavailableError
from corpus.index.collection import Collection
from corpus.library import IndexAction, Library

_NEWEST = 64
_SPREAD = 64
_ASKED = 8
# More operations than this waiting: applying them one by one takes longer than a rebuild.
MANY_PENDING = 1000
# float16 in the library, float32 in Chroma: equal vectors have a cosine above .9999.
_SAME = 0.999
_HOME = str(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class Expected:
    """What an index should hold: the live passages whose adding is not waiting in the outbox."""

    count: int
    ids: list[str] | None
    """All of them, for a full check."""
    sample_ids: list[str]
    """Some of them, the newest included, since the newest are what a crash loses."""
    sample: Vectors


def expect_all(library: Library) -> Expected | None:
    """What the index should hold, every passage of it; `None` when too much waits for that to be worth it."""
    ids: list[str] = []
    spread: dict[str, Vectors] = {}
    for some, vectors in library.embeddings():
        ids += some
        spread[some[0]] = vectors[0]
    newest = dict(zip(*library.newest(_NEWEST), strict=True))
    waiting = _waiting(library)
    if waiting is None:
        return None
    sample = {**dict(list(spread.items())[:: len(spread) // _SPREAD + 1]), **newest}
    kept = {one: row for one, row in sample.items() if one not in waiting}
    live = [one for one in ids if one not in waiting]
    return Expected(len(live), live, list(kept), np.array(list(kept.values()), np.float32))


def expect_briefly(library: Library) -> Expected | None:
    """The same by number and newest passages alone: milliseconds, whatever the size."""
    live = library.coverage().passages
    newest = dict(zip(*library.newest(_NEWEST), strict=True))
    waiting = _waiting(library)
    if waiting is None:
        return None
    kept = {one: row for one, row in newest.items() if one not in waiting}
    return Expected(live - len(waiting), None, list(kept), np.array(list(kept.values()), np.float32))


def _waiting(library: Library) -> set[str] | None:
    # Asked for after the passages: what another process acknowledged in between is in the index.
    pending = library.pending(MANY_PENDING)
    if len(pending) >= MANY_PENDING:
        return None
    return {one for each in pending if each.action is IndexAction.ADD for one in each.passage_ids}


def find_problem(collection: Collection, expected: Expected) -> str | None:
    """What is wrong with a collection, in words; `None` when it holds and finds what it should.

    Raises:
        IndexUnavailableError: it cannot be read at all.
    """
    missing = expected.count - collection.count()
    if expected.ids is not None:
        missing = len(set(expected.ids) - collection.ids())
    if missing > 0:
        return f"{missing} of {expected.count} passages are missing"
    # Number and ids come from another file than the vectors: only reading those shows a torn one.
    held = collection.vectors(expected.sample_ids) if expected.sample_ids else {}
    for one, vector in zip(expected.sample_ids, expected.sample, strict=True):
        if one not in held or _cosine(held[one], vector) < _SAME:
            return f"passage {one} does not have its vector"
    asked = expected.sample[-_ASKED:]
    nearest = [collection.nearest(vector, 1) for vector in asked]
    found = sum(bool(first and first[0][1] > _SAME) for first in nearest)
    # The search is approximate: one miss is no damage.
    return None if 2 * found >= len(asked) else "passages are not found by their own vectors"


def examine_in_child(folder: Path, expected: Expected, stopped: Callable[[], bool]) -> str | None:
    """`find_problem` of the index in a folder, in a child process: a torn index may crash it or hang it."""
    # Loading takes a second or two; reading ids back goes at some 200,000 a second.
    patience = time.monotonic() + 30 + expected.count / 5_000
    # -P: it imports nothing from the folder it is started in, which may be anybody's.
    program = f"import sys; sys.path.append({_HOME!r}); from {__name__} import main; main()"
    command = [sys.executable, "-P", "-c", program, str(folder)]
    with tempfile.TemporaryFile() as told:
        _pack(expected, told)
        with subprocess.Popen(
            command, stdin=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            try:
                said = _answer(child, patience, stopped)
            finally:
                child.kill()
    if said is None:
        return "it was not examined to the end"
    try:
        problem = json.loads(said)["problem"]
    except (ValueError, KeyError, TypeError):
        return f"reading it ended with exit code {child.returncode}"
    return str(problem) if problem else None


def _answer(child: subprocess.Popen[bytes], patience: float, stopped: Callable[[], bool]) -> bytes | None:
    """What the child says; `None` if it took too long or we were told to stop."""
    while time.monotonic() < patience and not stopped():
        try:
            return child.communicate(timeout=0.1)[0]
        except subprocess.TimeoutExpired:
            continue
    return None


def _pack(expected: Expected, file: IO[bytes]) -> None:
    ids, sample_ids = np.array(expected.ids or [], str), np.array(expected.sample_ids, str)
    np.savez(file, ids=ids, sample_ids=sample_ids, sample=expected.sample)
    file.seek(0)


def _unpacked(stream: IO[bytes]) -> Expected:
    arrays = np.load(io.BytesIO(stream.read()), allow_pickle=False)
    ids = arrays["ids"].tolist()
    return Expected(len(ids), ids, arrays["sample_ids"].tolist(), arrays["sample"])


def _cosine(one: Vectors, other: Vectors) -> float:
    return float(one @ other / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-12))


def _examine(folder: Path, expected: Expected) -> str | None:
    try:
        collection = Collection.in_folder(folder)
        try:
            return find_problem(collection, expected)
        finally:
            collection.close()
    except IndexUnavailableError as error:
        return str(error)


def main() -> None:
    """The child's side: the folder is its argument, what to expect comes by standard input."""
    sys.stdout.write(json.dumps({"problem": _examine(Path(sys.argv[1]), _unpacked(sys.stdin.buffer))}))
