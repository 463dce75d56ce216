"""Files, folders and standard input into drafts of articles; what cannot be read is refused by a value."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from corpus.drafts import READERS, Drafts
from corpus.errors import CorpusError, UnreadableError
from corpus.kinds import Kind, certain, foreign, sniff
from corpus.models import Hints, Ingested, Outcome
from corpus.records import count_lines, read_lines, refused

T = TypeVar("T")

LARGEST_FILE = 20_000_000
"""Bytes of a file that holds one article; files of JSON lines have no bound."""

STDIN = "-"
ENDINGS = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), Kind.TEXT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Kind.PAGE),
    **dict.fromkeys((".jsonl", ".ndjson"), Kind.LINES),
    ".json": Kind.JSON,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
}
"""What the ending of a file's name promises; what its first bytes are beyond doubt goes before that."""

_READS = "Byline reads .txt, .md, .html, .pdf, .docx, .json and .jsonl files."
_HEAD = 200_000
# An object after an object, and no comma: JSON lines, whatever the file is called.
_NEXT_LINE = re.compile(rb"\}\s*\n\s*\{")


def read_target(target: str, hints: Hints) -> Drafts:
    """The drafts of a file, of a folder and its folders, or of standard input (`-`).

    In a folder hidden files, linked folders and files of other kinds are passed over; such a file named
    directly is refused. Files are read in the order of their names, and JSON lines as they are asked for.
    Nothing is raised for a bad file: it becomes an `Ingested`, and the rest goes on.
    """
    if target == STDIN:
        yield from guarded(STDIN, lambda: _read_stdin(hints))
    else:
        yield from each_file(target, hints, _read_file)


def each_file(
    target: str, hints: Hints, read: Callable[[str, Path, Hints], Iterator[T]]
) -> Iterator[T | Ingested]:
    """What `read` makes of a file, or of each file of a folder, given its target, path and hints."""
    path = Path(target).expanduser()
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        yield refused(target, "There is no such file or folder.")
        return
    if stat.S_ISDIR(mode):
        yield from _each_file_under(target, path, hints, read)
    elif stat.S_ISREG(mode):
        yield from guarded(target, lambda: read(target, path, hints))
    else:
        yield refused(target, "This is neither a file nor a folder.")


def read_bytes(name: str, data: bytes, hints: Hints) -> Drafts:
    """The drafts of an upload; the ending of its name says what it is, and without one its first bytes do."""
    yield from guarded(name, lambda: read_whole(name, name, data, hints))


def count_items(targets: Iterable[str]) -> int | None:
    """How many articles the targets hold at most, for a progress bar; `None` where only reading can tell.

    A file of JSON lines is read through for its line ends: 100,000 of them in a tenth of a second.
    """
    total = 0
    for target in targets:
        path = Path(target).expanduser()
        try:
            if target == STDIN:
                return None
            files = [file for file in _walk(path) if _is_read(file)] if path.is_dir() else [path]
            total += sum(_count_file(file) for file in files)
        except (OSError, ValueError):
            total += 1
    return total


def _count_file(path: Path) -> int:
    if ENDINGS.get(path.suffix.lower()) is not Kind.LINES or not path.is_file():
        return 1
    with path.open("rb") as stream:
        return count_lines(stream)


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def guarded(target: str, read: Callable[[], Iterator[T]]) -> Iterator[T | Ingested]:
    """What `read` yields; an error becomes the last result."""
    try:
        yield from read()
    except CorpusError as error:
        yield refused(target, str(error))
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or error}."
        yield Ingested(target, Outcome.FAILED, reason=reason)


def _each_file_under(
    target: str, folder: Path, hints: Hints, read: Callable[[str, Path, Hints], Iterator[T]]
) -> Iterator[T | Ingested]:
    """Hints that name one article, its title and its link, are not used for a folder."""
    shared = replace(hints, title=None, url=None)
    others: Counter[str] = Counter()
    found = 0
    for path in _walk(folder):
        if not _is_read(path):
            others[path.suffix.lower() or "no ending"] += 1
            continue
        found += 1
        yield from guarded(str(path), partial(read, str(path), path, shared))
    if not found:
        passed = ", ".join(f"{count} × {ending}" for ending, count in sorted(others.items()))
        yield refused(
            target, f"No articles in this folder. {_READS}" + (f" It holds {passed}." if passed else "")
        )


def _walk(folder: Path) -> Iterator[Path]:
    """The regular files under a folder, sorted; hidden ones and linked folders are passed over."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path


def _read_file(target: str, path: Path, hints: Hints) -> Drafts:
    with path.open("rb") as stream:
        yield from _read_stream(target, path.name, stream, hints)


def _read_stdin(hints: Hints) -> Drafts:
    stream = io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer))
    try:
        yield from _read_stream(STDIN, STDIN, stream, hints)
    finally:
        stream.detach()


def _read_stream(target: str, name: str, stream: io.BufferedReader[Any], hints: Hints) -> Drafts:
    """JSON lines flow; anything else is read at once, up to the bound."""
    if kind_at(name, stream) is Kind.LINES:
        yield from read_lines(target, stream, hints)
    else:
        yield from read_whole(name, target, stream.read(LARGEST_FILE + 1), hints)


def kind_at(name: str, stream: io.BufferedReader[Any]) -> Kind:
    """What a stream most likely holds, by its name and first bytes; raises as reading it would."""
    return _kind(name, stream.peek(_HEAD))


def read_whole(name: str, target: str, data: bytes, hints: Hints) -> Drafts:
    """The drafts in the bytes of one file.

    Raises:
        UnreadableError: it is empty, too large, or not what Byline reads.
    """
    if not data.strip():
        raise UnreadableError(target, "The file is empty.")
    kind = _kind(name, data)
    if len(data) > LARGEST_FILE and kind is not Kind.LINES:
        raise UnreadableError(target, f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    try:
        yield from READERS[kind](target, data, hints)
    except UnreadableError as error:
        promised = ENDINGS.get(Path(name).suffix.lower())
        if kind is Kind.TEXT and promised in (Kind.PDF, Kind.DOCX):
            what = "PDF" if promised is Kind.PDF else "Word document"
            raise UnreadableError(target, f"This is no {what}, though its name says so.") from error
        raise


def _kind(name: str, data: bytes) -> Kind:
    """What the bytes are beyond doubt, else what the name's ending says, else what they look like.

    Raises:
        UnreadableError: they are known for something that Byline does not read, or nothing is known of them.
    """
    if reason := foreign(data):
        raise UnreadableError(name, reason)
    if found := certain(data):
        return found
    ending = Path(name).suffix.lower()
    promised = ENDINGS.get(ending)
    if ending and promised is None:
        raise UnreadableError(name, f"Files ending in {ending[:20]} are not read. {_READS}")
    looks = sniff(data)
    if promised in (None, Kind.PDF, Kind.DOCX):
        return looks
    if promised is Kind.JSON and looks is Kind.LINES and _NEXT_LINE.search(data[:_HEAD]):
        return Kind.LINES
    # A list of articles, or one over many lines, in a file that should hold one a line.
    return Kind.JSON if promised is Kind.LINES and looks is Kind.JSON else promised
