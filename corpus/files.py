"""Files, folders and standard input into drafts of articles; what cannot be read is refused by a value."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from corpus.clean import normalise
from corpus.decode import decode
from corpus.errors import CorpusError, UnreadableError
from corpus.masthead import first_words, read_masthead
from corpus.models import Article, Draft, Hints, Ingested, Outcome, Page, utc_now
from corpus.records import read_document, read_lines, refused

LARGEST_FILE = 20_000_000
"""Bytes of a file that holds one article; files of JSON lines have no bound."""

STDIN = "-"
_READS = "Byline reads .txt, .md, .html, .json and .jsonl files."
_COME_LATER = {".pdf": "PDF files", ".docx": "Word documents", ".doc": "Word documents"}
_ADDRESS = re.compile(
    rb"""<link[^>]{1,300}?rel=["']?canonical["']?[^>]{1,20}?href=["'](https?://[^"'\s>]{4,1000})|"""
    rb"""<meta[^>]{1,300}?property=["']?og:url["']?[^>]{1,20}?content=["'](https?://[^"'\s>]{4,1000})""",
    re.IGNORECASE,
)
# The head of a page is over by here.
_HEAD = 200_000

Drafts = Iterator[Draft | Ingested]
Reader = Callable[[str, bytes, Hints], Drafts]


def read_target(target: str, hints: Hints) -> Drafts:
    """The drafts of a file, of a folder and its folders, or of standard input (`-`).

    In a folder hidden files, linked folders and files of other kinds are passed over; such a file named
    directly is refused. Files are read in the order of their names, and JSON lines as they are asked for.
    Nothing is raised for a bad file: it becomes an `Ingested`, and the rest goes on.
    """
    if target == STDIN:
        yield from _guarded(STDIN, lambda: _read_stdin(hints))
        return
    path = Path(target).expanduser()
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        yield refused(target, "There is no such file or folder.")
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(target, path, hints)
    elif stat.S_ISREG(mode):
        yield from _guarded(target, lambda: _read_file(target, path, hints))
    else:
        yield refused(target, "This is neither a file nor a folder.")


def read_bytes(name: str, data: bytes, hints: Hints) -> Drafts:
    """The drafts of an upload; the ending of its name says what it is, and without one its first bytes do."""
    yield from _guarded(name, lambda: _read_whole(_reader_for(name, data), name, data, hints))


def _guarded(target: str, read: Callable[[], Drafts]) -> Drafts:
    """What `read` yields; an error becomes the last result."""
    try:
        yield from read()
    except CorpusError as error:
        yield refused(target, str(error))
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or error}."
        yield Ingested(target, Outcome.FAILED, reason=reason)


def _read_folder(target: str, folder: Path, hints: Hints) -> Drafts:
    """Hints that name one article, its title and its link, are not used for a folder."""
    shared = replace(hints, title=None, url=None)
    others: Counter[str] = Counter()
    found = 0
    for path in _walk(folder):
        if path.suffix.lower() not in _READERS:
            others[path.suffix.lower() or "no ending"] += 1
            continue
        found += 1
        yield from _guarded(str(path), partial(_read_file, str(path), path, shared))
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
    reader = _reader_for(name, stream.peek(_HEAD))
    if reader is _read_lines:
        yield from read_lines(target, stream, hints)
    else:
        yield from _read_whole(reader, target, stream.read(LARGEST_FILE + 1), hints)


def _read_whole(reader: Reader, target: str, data: bytes, hints: Hints) -> Drafts:
    if len(data) > LARGEST_FILE and reader is not _read_lines:
        raise UnreadableError(target, f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    if not data.strip():
        raise UnreadableError(target, "The file is empty.")
    yield from reader(target, data, hints)


def _reader_for(name: str, data: bytes) -> Reader:
    """By the ending of the name; a name without one by the first bytes."""
    ending = Path(name).suffix.lower()
    if ending in _COME_LATER:
        raise UnreadableError(name, f"{_COME_LATER[ending]} come later. {_READS}")
    if ending and ending not in _READERS:
        raise UnreadableError(name, f"Files ending in {ending[:20]} are not read. {_READS}")
    return _READERS[ending or _sniff(data)]


def _sniff(data: bytes) -> str:
    start = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()[:2000].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in start or b"<body" in start:
        return ".html"
    if re.match(rb"\[\s*\{|\{\s*\n", start):
        return ".json"
    return ".jsonl" if re.match(rb'\{\s*"', start) else ".txt"


def _read_text(target: str, data: bytes, hints: Hints) -> Drafts:
    found = read_masthead(decode(target, data))
    if not found.text:
        raise UnreadableError(target, "There is no story in this text.")
    title = hints.title or found.title or first_words(found.text)
    if hints.title and found.title and not _same(hints.title, found.title):
        # The headline that the person overrules is kept as the story's first line: nothing is lost.
        found = replace(found, text=f"{found.title}\n\n{found.text}")
    article = Article(
        title=" ".join(normalise(title).split()),
        text=found.text,
        publisher=hints.publisher or found.publisher,
        author=hints.author or found.author,
        url=hints.url or found.url,
        published_at=hints.published_at or found.published_at,
        updated_at=found.updated_at,
        fetched_at=utc_now(),
    )
    yield Draft(target, article)


def _same(one: str, other: str) -> bool:
    return normalise(one).casefold() == normalise(other).casefold()


def _read_page(target: str, data: bytes, hints: Hints) -> Drafts:
    """A saved page; the address it names as its own stands in for the one it was saved from."""
    from corpus.extract import extract

    named = _ADDRESS.search(data, 0, _HEAD)
    address = hints.url or ((named[1] or named[2]).decode("ascii", "replace") if named else "")
    article = extract(Page(address, data, "text/html", None, utc_now()), hints)
    yield Draft(target, replace(article, url=article.url or None))


def _read_json(target: str, data: bytes, hints: Hints) -> Drafts:
    yield from read_document(target, decode(target, data), hints)


def _read_lines(target: str, data: bytes, hints: Hints) -> Drafts:
    yield from read_lines(target, io.BytesIO(data), hints)


_READERS: dict[str, Reader] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), _read_text),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _read_page),
    **dict.fromkeys((".jsonl", ".ndjson"), _read_lines),
    ".json": _read_json,
}
