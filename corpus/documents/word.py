"""The paragraphs of a Word document (.docx), and what its metadata says.  [the only docx]"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from corpus.documents.written import MOST_CHARACTERS, Trouble, TroubleError, Written

MOST_INFLATED = 200_000_000
"""Bytes of all parts together; a story's are a hundredth, and pictures are compressed already."""
_MOST_XML = 60_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _PARAGRAPH, _TABLE, _ROW, _CELL = (f"{_W}{name}" for name in ("t", "p", "tbl", "tr", "tc"))
_SPACES = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Deleted and moved words, what stands in another form beside or over them, text boxes, and what is hidden.
_UNSEEN = {
    *(
        f"{_W}{name}"
        for name in ("del", "moveFrom", "txbxContent", "instrText", "pPr", "tblPr", "sectPr", "rt")
    ),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
}
_PLAIN_CELL = 100
_HEADLINES = ("title", "heading 1", "heading 2")


def read_word(data: bytes) -> Written:
    """The body's paragraphs in order; headers, footers, notes, comments and deleted words are not read.

    Raises:
        TroubleError: it is too large when unpacked, no Word document, or has no text.
        Exception: whatever python-docx raises for a file that is torn or made to harm.
    """
    _check_size(data)
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError) as error:
        raise TroubleError(Trouble.DAMAGED) from error
    except ValueError as error:  # the main part is of another kind: a template, or with macros
        raise TroubleError(Trouble.FOREIGN) from error
    body: Any = document.element.body
    if body is None:
        raise TroubleError(Trouble.DAMAGED)
    names = {style.style_id: (style.name or "").casefold() for style in document.styles}
    said = [(names.get(style, ""), text) for style, text in _paragraphs(body) if text]
    characters = sum(len(text) for _, text in said)
    if not characters:
        pictured = any(True for _ in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"))
        raise TroubleError(Trouble.SCANNED if pictured else Trouble.BLANK)
    if characters > MOST_CHARACTERS:
        raise TroubleError(Trouble.LONG)
    number = _headline([style for style, _ in said])
    core = document.core_properties
    return Written(
        paragraphs=[text for index, (_, text) in enumerate(said) if index != number],
        headline=None if number is None else " ".join(said[number][1].split()),
        title=core.title or None,
        author=core.author or None,
    )


def _check_size(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise TroubleError(Trouble.DAMAGED) from error
    if any(part.flag_bits & 1 for part in parts):
        raise TroubleError(Trouble.LOCKED)
    # A part is never unpacked to more than it declares.
    sizes = [part.file_size for part in parts]
    if sum(sizes) > MOST_INFLATED or any(
        part.file_size > _MOST_XML for part in parts if part.filename.endswith((".xml", ".rels"))
    ):
        raise TroubleError(Trouble.HEAVY)


def _paragraphs(holder: Any) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph; a table's rows as lines where their cells are short."""
    for element in holder:
        if element.tag == _PARAGRAPH:
            yield _style(element), _words(element)
        elif element.tag == _TABLE:
            yield from _rows(element)
        elif isinstance(element.tag, str) and element.tag not in _UNSEEN:
            yield from _paragraphs(element)  # a content control, or whatever else wraps paragraphs


def _rows(table: Any) -> Iterator[tuple[str, str]]:
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is not table:
            continue  # of a table inside a cell, which comes with the cell
        cells = [
            [(style, text) for style, text in _paragraphs(cell) if text] for cell in row.iterchildren(_CELL)
        ]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(len(cell) == 1 and len(cell[0][1]) <= _PLAIN_CELL for cell in filled):
            yield "", " | ".join(" ".join(cell[0][1].split()) for cell in filled)
        else:  # a table that only places paragraphs
            for cell in filled:
                yield from cell


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if found is None else str(found.get(f"{_W}val") or "")


def _words(paragraph: Any) -> str:
    return "\n".join(" ".join(line.split()) for line in "".join(_pieces(paragraph)).split("\n")).strip()


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SPACES:
            yield _SPACES[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and not _is_hidden(child):
            yield from _pieces(child)


def _is_hidden(element: Any) -> bool:
    hidden = element.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val") not in ("0", "false", "off")


def _headline(styles: list[str]) -> int | None:
    """The first paragraph styled as the title, or a heading that nothing but a label stands before."""
    if "title" in styles:
        return styles.index("title")
    return next((number for number, style in enumerate(styles[:3]) if style in _HEADLINES), None)
