"""The lines of a PDF with where they stand, and what its metadata says.  [the only pypdf]"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject

from corpus.documents.layout import flow
from corpus.documents.lines import Line
from corpus.documents.written import MOST_CHARACTERS, MOST_PAGES, Trouble, TroubleError, Written

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_PRISM = "http://prismstandard.org/namespaces/"
_PUBLISHED = ("publicationDate", "coverDate", "onlineDisplayDate")


def read_pdf(data: bytes) -> Written:
    """The paragraphs of a PDF, its lines taken in the order in which the file draws them.

    Raises:
        TroubleError: it is locked, has no text, or is longer than an article can be.
        Exception: whatever pypdf raises for a file that is torn or made to harm.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data), strict=False)
    _unlock(reader)
    if len(reader.pages) > MOST_PAGES:
        raise TroubleError(Trouble.LONG)
    pages: list[list[Line]] = []
    characters = pictures = 0
    for page in reader.pages:
        lines = list(_lines(page))
        characters += sum(len(line.text) for line in lines)
        pictures += _has_picture(page)
        if characters > MOST_CHARACTERS:
            raise TroubleError(Trouble.LONG)
        pages.append(lines)
    if not any(line.text.strip() for lines in pages for line in lines):
        raise TroubleError(Trouble.SCANNED if pictures else Trouble.BLANK)
    said = reader.metadata or DictionaryObject()
    written = flow(pages, _word(said.get("/Title")))
    return replace(written, author=_word(said.get("/Author")), published=_published(reader))


def _unlock(reader: PdfReader) -> None:
    """Open what has no password for reading, though it has one for changing."""
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except (DependencyError, PyPdfError, ValueError, NotImplementedError) as error:
        raise TroubleError(Trouble.LOCKED) from error
    if not opened:
        raise TroubleError(Trouble.LOCKED)


def _lines(page: PageObject) -> Iterator[Line]:
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        # The font's size is in the text's own space; what is seen is scaled by both matrices.
        scale = (abs(tm[0] * cm[0] + tm[1] * cm[2]) or abs(tm[1] * cm[1] + tm[0] * cm[1])) or 1.0
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        pieces.append((text, x, y, abs(size) * scale))

    page.extract_text(visitor_text=visit)
    yield from _joined(pieces)


def _joined(pieces: list[tuple[str, float, float, float]]) -> Iterator[Line]:
    """Pieces up to each line end as one line, standing where its first words stand."""
    words = ""
    place = (0.0, 0.0, 0.0)
    for text, x, y, size in pieces:
        for index, part in enumerate(text.translate(_LIGATURES).split("\n")):
            if index and words.strip():
                yield Line(" ".join(words.split()), *place)
            if index:
                words = ""
            if part.strip() and not words.strip():
                place = (x, y, size)
            words += part
    if words.strip():
        yield Line(" ".join(words.split()), *place)


def _has_picture(page: PageObject) -> bool:
    resources: Any = page.get("/Resources")
    held: Any = resources.get_object().get("/XObject") if resources is not None else None
    return bool(held and held.get_object())


def _published(reader: PdfReader) -> str | None:
    """The publication date that publishing houses write (PRISM); no other date is one."""
    try:
        said = reader.xmp_metadata
        if said is None:
            return None
        for name in _PUBLISHED:
            for version in ("basic/2.0/", "basic/2.1/", "basic/3.0/", "basic/1.2/"):
                for element in islice(said.get_element("", _PRISM + version, name), 1):
                    value = getattr(element, "value", None) or "".join(
                        node.data for node in element.childNodes if node.nodeType == node.TEXT_NODE
                    )
                    if value:
                        return str(value).strip()
    except Exception:  # noqa: BLE001 (metadata that cannot be read says nothing; the story still can be)
        return None
    return None


def _word(value: object) -> str | None:
    """A metadata field's words; anything else that stands there says nothing."""
    words = " ".join(str(value).split()) if isinstance(value, str) else ""
    return words[:1000] or None
