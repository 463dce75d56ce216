"""What bytes are, by what they begin with, whatever the name of the file says. Pure."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What Byline reads, and everything else."""

    TEXT = "text"
    PAGE = "page"
    LINES = "lines"
    """One JSON object a line."""
    JSON = "json"
    PDF = "pdf"
    DOCX = "docx"


_UNPACK = "Unpack it and add the folder."
_PICTURE = "Byline does not read pictures; run text recognition (OCR) on it and add the text."
_SOUND = "Byline does not listen or watch; add a transcript of it."
_SAVE_AS = "Save it as .docx or .pdf and add that."
_START = tuple[bytes, str, str]
_FOREIGN: tuple[_START, ...] = (
    (b"\x1f\x8b", "compressed with gzip", _UNPACK),
    (b"BZh", "compressed with bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "compressed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a rar archive", _UNPACK),
    (b"\x89PNG", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF8", "a GIF picture", _PICTURE),
    (b"II*\x00", "a TIFF picture", _PICTURE),
    (b"MM\x00*", "a TIFF picture", _PICTURE),
    (b"8BPS", "a Photoshop picture", _PICTURE),
    (b"\x00\x00\x01\x00", "an icon", _PICTURE),
    (b"ID3", "a sound file", _SOUND),
    (b"OggS", "a sound file", _SOUND),
    (b"fLaC", "a sound file", _SOUND),
    (b"\x1aE\xdf\xa3", "a film", _SOUND),
    (b"{\\rtf", "a rich text document", _SAVE_AS),
    (b"%!PS", "a PostScript document", "Save it as .pdf and add that."),
    (b"bplist00", "a property list or a web archive", "Save the page as .html and add that."),
    (b"SQLite format 3", "an SQLite database", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90\x00", "a program", ""),
    (b"\xcf\xfa\xed\xfe", "a program", ""),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# What a zip archive holds says what it is; the names of its parts stand in it as they are.
_PACKAGES: tuple[_START, ...] = (
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file", _SAVE_AS),
    (b"mimetypeapplication/epub", "an e-book", "Add the articles one by one, as text or links."),
    (b"xl/workbook", "a spreadsheet", "Save the articles as .jsonl, one a line."),
    (b"ppt/presentation", "a presentation", "Save it as .pdf and add that."),
    (b"Index/Document.iwa", "a Pages document", _SAVE_AS),
)
_FILM = re.compile(rb".{4}ftyp(?P<brand>heic|heix|mif1|avif|.{4})", re.DOTALL)
_RIFF = re.compile(rb"RIFF.{4}(?P<form>WEBP|WAVE|AVI )", re.DOTALL)
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,60}?(?:mime-version|content-type):")
_HEAD = 200_000
_PAGE = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,5000}-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.DOTALL,
)


def foreign(data: bytes) -> str | None:
    """What bytes are that Byline does not read, and what to do about it; `None` for what it may read."""
    for start, name, advice in _FOREIGN:
        if data.startswith(start):
            return _said(name, advice)
    if data.startswith(_OLE):
        if _LOCKED in data:
            return "This office document is locked with a password. Save it without one and add it again."
        return _said("a document of an old Office", _SAVE_AS)
    if data.startswith(b"PK\x03\x04") and not is_word(data):
        found = [(name, advice) for part, name, advice in _PACKAGES if part in data]
        return _said(*(found[0] if found else ("a zip archive", _UNPACK)))
    if data[257:262] == b"ustar":
        return _said("a tar archive", _UNPACK)
    if film := _FILM.match(data):
        picture = film["brand"] in (b"heic", b"heix", b"mif1", b"avif")
        return _said("a picture", _PICTURE) if picture else _said("a film or a sound file", _SOUND)
    if riff := _RIFF.match(data):
        return (
            _said("a WebP picture", _PICTURE)
            if riff["form"] == b"WEBP"
            else _said("a sound file or a film", _SOUND)
        )
    return _foreign_text(data)


def sniff(data: bytes) -> Kind:
    """The kind of bytes without a name; what is nothing else is text."""
    if found := certain(data):
        return found
    start = _start(data)
    if start.startswith(b"<?xml") or b"<html" in start or b"<body" in start:
        return Kind.PAGE
    if re.match(rb"\[\s*\{|\{\s*\n", start):
        return Kind.JSON
    return Kind.LINES if re.match(rb'\{\s*"', start) else Kind.TEXT


def certain(data: bytes) -> Kind | None:
    """The kind that the bytes are beyond doubt, whatever the file's name says."""
    if b"%PDF-" in data[:1024] and (data.lstrip().startswith(b"%PDF-") or b" obj" in data[:4096]):
        return Kind.PDF
    if is_word(data):
        return Kind.DOCX
    return Kind.PAGE if _PAGE.match(_start(data)) else None


def is_word(data: bytes) -> bool:
    """Whether this is a Word document, or the beginning of one."""
    return (
        data.startswith(b"PK\x03\x04")
        and (b"word/" in data or b"[Content_Types].xml" in data[:200])
        and not any(part in data for part, _, _ in _PACKAGES)
    )


def _start(data: bytes) -> bytes:
    return data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()[:8000].lower()


def _foreign_text(data: bytes) -> str | None:
    start = _start(data)
    if re.match(rb"(?:<\?xml.{0,200}?\?>\s*)?<(?:rss|feed|rdf:rdf)\b", start, re.DOTALL):
        return _said("a feed", "Add its address with `byline feeds add`.")
    if re.match(rb"(?:<\?xml.{0,200}?\?>\s*)?(?:<!doctype svg.{0,300}?>\s*)?<svg\b", start, re.DOTALL):
        return _said("an SVG picture", _PICTURE)
    if b"multipart/related" in start and _MAIL.match(start):
        return _said("a web archive", "Save the page as .html only and add that.")
    if _MAIL.match(start):
        return _said("an e-mail message", "Add the story's text, or a link to it.")
    return None


def _said(name: str, advice: str) -> str:
    return f"This is {name}, not an article. {advice}".strip()
