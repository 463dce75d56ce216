"""What a document holds, and why one is not read: what the child process and its parent agree on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

MOST_CHARACTERS = 2_000_000
"""As many as an article may have."""
MOST_PAGES = 1_000


class Trouble(StrEnum):
    """Why a document is not read; `corpus.documents.reading` says each in a sentence."""

    LOCKED = "locked"
    SCANNED = "scanned"
    """Pictures, and no text."""
    BLANK = "blank"
    DAMAGED = "damaged"
    LONG = "long"
    HEAVY = "heavy"
    """It takes more memory or time than any article does."""
    FOREIGN = "foreign"
    """An office file, but none with the text of one document."""


class TroubleError(Exception):
    """The document is not read, for this reason."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a document in order, without what its pages repeat, and what its metadata says."""

    paragraphs: list[str]
    headline: str | None = None
    """What stands out as the headline; it is not among the paragraphs."""
    title: str | None = None
    """The title in the metadata as it is, sensible or not; so is the author."""
    author: str | None = None
    published: str | None = None
    """The publication date that the metadata names as one, as it is."""
    url: str | None = None
    """The web address that a browser printed on the pages."""


def pack(found: Written | Trouble) -> bytes:
    """As the child process writes it."""
    return json.dumps({"trouble": found} if isinstance(found, Trouble) else asdict(found)).encode()


def unpack(data: bytes) -> Written | Trouble:
    """As the parent reads it; what is not whole means that the child came to an end of its bounds."""
    try:
        said = json.loads(data)
        return Trouble(said["trouble"]) if "trouble" in said else Written(**said)
    except (ValueError, TypeError, KeyError):
        return Trouble.HEAVY
