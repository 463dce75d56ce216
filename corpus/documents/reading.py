"""A document's bytes into a manuscript: the parent's side of the child process that opens it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.documents.titles import sensible_author, sensible_title
from corpus.documents.written import Trouble, Written, unpack
from corpus.errors import UnreadableError
from corpus.published import date_line

WAIT = 60.0
"""Seconds until a child that does not answer is ended; it ends itself after 30 of processor time."""

# How each kind says that it ends, and how much may stand after that. Of a PDF that is cut off pypdf would
# give the pages that have arrived: half an article.
_ENDS = {"pdf": (b"%%EOF", 4096), "docx": (b"PK\x05\x06", 66_000)}
_NAMES = {"pdf": "PDF", "docx": "Word document"}
_SENTENCES = {
    Trouble.LOCKED: "This {name} is locked with a password. Save it without one and add it again.",
    Trouble.SCANNED: "This {name} holds pictures and no text. Run text recognition (OCR) on it first.",
    Trouble.BLANK: "There is no text in this {name}.",
    Trouble.DAMAGED: "This {name} is damaged or cut off: it cannot be read to its end.",
    Trouble.LONG: "This {name} is longer than any article.",
    Trouble.HEAVY: "This {name} takes more memory or time to open than any article does.",
    Trouble.FOREIGN: "This office file is no plain Word document. Save it as .docx and add it again.",
}


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document's story and what it says about itself, where that means something."""

    text: str
    """Paragraphs with blank lines between; the headline is not among them."""
    title: str | None
    author: str | None
    published_at: datetime | None
    url: str | None


def read_manuscript(target: str, data: bytes, kind: str) -> Manuscript:
    """The words of a `pdf` or a `docx`, read in a process of its own.

    Raises:
        UnreadableError: it is locked, scanned, empty, damaged, or takes more than its bounds allow.
    """
    end, within = _ENDS[kind]
    found = _ask_child(data, kind) if end in data[-within:] else Trouble.DAMAGED
    if isinstance(found, Trouble):
        raise UnreadableError(target, _SENTENCES[found].format(name=_NAMES[kind]))
    text = "\n\n".join(found.paragraphs)
    published = date_line(found.published[:10]) if found.published else None
    return Manuscript(
        text=text,
        title=found.headline or sensible_title(found.title, target, text),
        author=sensible_author(found.author),
        published_at=published[0] if published else None,
        url=found.url,
    )


def _ask_child(data: bytes, kind: str) -> Written | Trouble:
    # A fresh interpreter, never a fork: this process may hold threads, locks and a gigabyte of model.
    # From the folder that holds this package, so that nothing else is imported in its place.
    home = Path(__file__).parents[2]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "corpus.documents.child", kind],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            # Each of its threads would reserve memory that is never used.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            timeout=WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Trouble.HEAVY
    return unpack(done.stdout)
