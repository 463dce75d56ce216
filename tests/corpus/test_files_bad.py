"""Sixty bad files: each ends in its plain sentence, soon, and nothing of it is an article."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.files import count_items, read_bytes, read_target
from corpus.models import Draft, Hints, Ingested, Outcome
from tests.corpus.papers import archive, docx, flate, paragraph, pdf, pdf_of_streams

BOUND = 90.0
"""Seconds: a child process is ended after 60."""
STORY = "The minister resigned on Monday after a week of protests in the harbour, her office said."
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PDF = pdf([[(60, 700, 11, STORY)]])
WORD = docx(paragraph(STORY))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    b" /Length 1 >>\nstream\n\x00\nendstream"
)


def scanned() -> bytes:
    return pdf([[]], extra=[PICTURE]).replace(
        b"/Resources << /Font << /F1 3 0 R >> >>", b"/Resources << /XObject << /I 7 0 R >> >>"
    )


def locked_pdf() -> bytes:
    lock = "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]"
    return pdf([[(60, 700, 11, STORY)]], trailer=lock.format("ab" * 32))


def locked_archive() -> bytes:
    data = bytearray(WORD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + offset] |= 1
    return bytes(data)


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("story.txt"))
    return file.getvalue()


def laughs() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f"<w:body>{paragraph('&a9;')}</w:body>"
    xml = f'<!DOCTYPE w [{entities}]><w:document xmlns:w="{WORDS}">{body}</w:document>'
    return docx("", parts={"word/document.xml": xml})


def outside(where: str) -> bytes:
    xml = (
        f'<!DOCTYPE w [<!ENTITY x SYSTEM "{where}">]>'
        f'<w:document xmlns:w="{WORDS}"><w:body>{paragraph("&x;")}</w:body></w:document>'
    )
    return docx("", parts={"word/document.xml": xml})


def deep() -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 20_000 + paragraph(STORY) + "</w:sdtContent></w:sdt>" * 20_000)


def streams_of(size: int, times: int) -> bytes:
    data = b" " * size
    for _ in range(times):
        data = zlib.compress(data, 9)
    names = " ".join(["/FlateDecode"] * times)
    head = f"<< /Length {len(data)} /Filter [{names}] >>\nstream\n".encode()
    return pdf_of_streams([head + data + b"\nendstream"])


def endless_pages() -> bytes:
    return PDF.replace(b"/Kids [5 0 R] /Count 1", b"/Kids [2 0 R] /Count 1")


def many_pages() -> bytes:
    return PDF.replace(b"/Kids [5 0 R] /Count 1", b"/Kids [" + b"5 0 R " * 1_001 + b"] /Count 1001")


BAD: dict[str, tuple[str, Callable[[], bytes] | bytes, str]] = {
    "an empty file": ("a.txt", b"", "empty"),
    "only blanks": ("a.md", b" \r\n\t \n", "empty"),
    "an empty pdf": ("a.pdf", b"", "empty"),
    "only a byte order mark": ("a.txt", b"\xef\xbb\xbf", "no story"),
    "a png named txt": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG picture"),
    "a png named pdf": ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG picture"),
    "a jpeg": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG picture"),
    "a gif": ("a.gif", b"GIF89a" + bytes(50), "a GIF picture"),
    "a webp": ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a WebP picture"),
    "a heic": ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(50), "a picture"),
    "a tiff": ("a.tiff", b"II*\x00" + bytes(50), "a TIFF picture"),
    "an svg": ("a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG picture"),
    "an mp3": ("a.mp3", b"ID3\x04" + bytes(50), "a sound file"),
    "a wav": ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "a sound file"),
    "an mp4": ("a.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(50), "a film"),
    "a film named txt": ("a.txt", b"\x1aE\xdf\xa3" + bytes(50), "a film"),
    "a zip": ("a.zip", lambda: archive({"story.txt": STORY}), "Unpack it"),
    "a zip named txt": ("a.txt", lambda: archive({"story.txt": STORY}), "a zip archive"),
    "a zip named docx": ("a.docx", lambda: archive({"story.txt": STORY}), "a zip archive"),
    "a tar": ("a.tar", tar, "a tar archive"),
    "a gzip": ("a.gz", lambda: gzip.compress(STORY.encode()), "compressed with gzip"),
    "gzipped json lines": ("a.jsonl", lambda: gzip.compress(b"{}"), "compressed with gzip"),
    "a bzip2": ("a.bz2", lambda: bz2.compress(STORY.encode()), "compressed with bzip2"),
    "an xz": ("a.xz", lambda: lzma.compress(STORY.encode()), "compressed with xz"),
    "a 7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "a 7z archive"),
    "a rar": ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), "a rar archive"),
    "an old word document": ("a.doc", OLE, "Save it as .docx"),
    "an old word document named docx": ("a.docx", OLE, "an old Office"),
    "a locked word document": (
        "a.docx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "locked with a password",
    ),
    "a spreadsheet": ("a.xlsx", lambda: archive({"xl/workbook.xml": "<x/>"}), "a spreadsheet"),
    "a presentation": ("a.pptx", lambda: archive({"ppt/presentation.xml": "<x/>"}), "a presentation"),
    "an open document": ("a.odt", lambda: archive({"mimetype": "application/vnd.oasis"}), "Save it as .docx"),
    "rich text": ("a.rtf", b"{\\rtf1\\ansi " + STORY.encode(), "rich text"),
    "postscript": ("a.ps", b"%!PS-Adobe-3.0\n", "PostScript"),
    "a web archive": (
        "a.mhtml",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        "web archive",
    ),
    "an e-mail": ("a.eml", b"From: ada@x.example\nMIME-Version: 1.0\n\n" + STORY.encode(), "e-mail"),
    "a feed": ("a.xml", b'<?xml version="1.0"?>\n<rss version="2.0"></rss>', "feeds add"),
    "a feed named html": ("a.html", b'<?xml version="1.0"?>\n<feed xmlns="x"></feed>', "a feed"),
    "a program": ("a.exe", b"MZ\x90\x00" + bytes(90), "a program"),
    "a database": ("a.db", b"SQLite format 3\x00" + bytes(90), "an SQLite database"),
    "an unknown kind": ("a.xyz", b"\x01\x02\x03\x04 nothing known", "Files ending in .xyz"),
    "noise named txt": ("a.txt", bytes(range(256)) * 8, "not text"),
    "noise named pdf": ("a.pdf", bytes(range(256)) * 8, "no PDF, though its name says so"),
    "noise named docx": ("a.docx", bytes(range(256)) * 8, "no Word document, though"),
    "half a page of furniture": ("a.txt", b"Leave a Reply\n\nScroll to Top", "no story"),
    "a page without a story": ("a.html", b"<html><body><nav>Home</nav></body></html>", ""),
    "a login page": (
        "a.html",
        b"<html><title>Log in</title><form><input type=password></form></html>",
        "",
    ),
    "half a json document": ("a.json", b'{"text": "The minister', "not JSON"),
    "json too deep": ("a.json", b"[" * 100_000, "not JSON"),
    "a pdf cut off": ("a.pdf", PDF[: len(PDF) // 2], "cut off"),
    "a pdf of its first line": ("a.pdf", b"%PDF-1.7\n", "cut off"),
    "a pdf of nothing": ("a.pdf", b"%PDF-1.7\n%%EOF", "damaged"),
    "a pdf without pages": ("a.pdf", PDF.replace(b"/Pages 2 0 R", b"/Pagez 2 0 R"), "PDF"),
    "a locked pdf": ("a.pdf", locked_pdf, "locked with a password"),
    "a locked pdf named txt": ("a.txt", locked_pdf, "locked with a password"),
    "a scanned pdf": ("a.pdf", scanned, "text recognition"),
    "a blank pdf": ("a.pdf", lambda: pdf([[]]), "no text"),
    "a pdf that holds itself": ("a.pdf", endless_pages, "PDF"),
    "a pdf of too many pages": ("a.pdf", many_pages, "longer than any article"),
    "a pdf whose stream is a bomb": ("a.pdf", lambda: pdf_of_streams([flate(b" " * 80_000_000)]), "PDF"),
    "a pdf of bombs in bombs": ("a.pdf", lambda: streams_of(80_000_000, 3), "PDF"),
    "a word document cut off": ("a.docx", WORD[: len(WORD) // 2], "cut off"),
    "a word document without its text": ("a.docx", lambda: archive({"word/x.xml": "<x/>"}), "damaged"),
    "a word document of broken xml": ("a.docx", lambda: docx("<w:p>"), "damaged"),
    "a blank word document": ("a.docx", lambda: docx("<w:p/>"), "no text"),
    "a word document of one picture": (
        "a.docx",
        lambda: docx('<w:p><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:p>'),
        "text recognition",
    ),
    "a word document with locked parts": ("a.docx", locked_archive, "locked"),
    "a word document with macros": ("a.docm", lambda: docx(paragraph(STORY), kind="macro"), "no plain Word"),
    "a word document that is a bomb": (
        "a.docx",
        lambda: docx("", parts={"word/document.xml": b" " * 61_000_000}),
        "more memory or time",
    ),
    "a word document of many laughs": ("a.docx", laughs, "Word document"),
    "a word document that reads a file": ("a.docx", lambda: outside("file:///etc/hostname"), "Word document"),
    "a word document that asks a server": (
        "a.docx",
        lambda: outside("http://127.0.0.1:9"),
        "Word document",
    ),
    "a word document nested too deep": ("a.docx", deep, "Word document"),
}


@pytest.mark.parametrize(("name", "data", "words"), BAD.values(), ids=list(BAD))
def test_a_bad_file_ends_in_its_plain_sentence(
    name: str, data: Callable[[], bytes] | bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    started = time.monotonic()
    [result] = read_target(str(path), Hints())
    assert time.monotonic() - started < BOUND
    assert isinstance(result, Ingested), result
    assert (result.outcome, result.target) == (Outcome.REFUSED, str(path))
    reason = result.reason or ""
    assert words in reason
    assert reason.endswith((".", "”."))
    assert "Error" not in reason
    assert "Traceback" not in reason
    assert str(tmp_path) not in reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a pdf.txt", PDF),
        ("a pdf.html", PDF),
        ("a pdf", PDF),
        ("-", PDF),
        ("a word document.pdf", WORD),
        ("a word document.zip", WORD),
        ("-", WORD),
        ("text.pdf", STORY.encode()),
        ("utf-16 without a mark.txt", STORY.encode("utf-16-le")),
        ("utf-16 the other way.txt", STORY.encode("utf-16-be")),
        ("one list.jsonl", json.dumps([{"text": STORY}]).encode()),
        ("over many lines.jsonl", json.dumps({"text": STORY}, indent=2).encode()),
    ],
)
def test_a_file_is_read_as_what_it_is_whatever_its_name_says(name: str, data: bytes) -> None:
    [draft] = read_bytes(name, data, Hints())
    assert isinstance(draft, Draft), draft
    assert draft.article.text == STORY


def test_a_page_named_txt_is_read_as_a_page() -> None:
    paragraphs = "".join(f"<p>{STORY} It was day {number} of the strike.</p>" for number in range(8))
    page = f"<!DOCTYPE html><html><head><title>Minister resigns</title></head><body><article>{paragraphs}"
    [draft] = read_bytes("a.txt", page.encode(), Hints())
    assert isinstance(draft, Draft)
    assert "<p>" not in draft.article.text


def test_a_torn_character_does_not_spoil_the_others() -> None:
    data = ("The café’s owner said “no” – and “never” – on Monday. " * 10).encode() + b"\xe2\x80"
    [draft] = read_bytes("a.txt", data, Hints())
    assert isinstance(draft, Draft)
    assert draft.article.text.count("café’s owner said “no”") == 10


@pytest.mark.parametrize("hints", [Hints(title="One"), Hints(url="https://courier.example/1")])
def test_a_headline_for_many_articles_is_refused_and_none_is_added(hints: Hints) -> None:
    lines = b"\n".join(json.dumps({"text": f"{STORY} {number}"}).encode() for number in range(3))
    [result] = read_bytes("a.jsonl", lines, hints)
    assert isinstance(result, Ingested)
    assert "names one article" in (result.reason or "")


def test_lines_in_a_file_named_json_are_read_as_lines() -> None:
    lines = "\n".join(json.dumps({"text": f"{STORY} {number}"}) for number in range(3))
    assert [result.target for result in read_bytes("a.json", lines.encode(), Hints())] == [
        "a.json:1",
        "a.json:2",
        "a.json:3",
    ]


def test_items_are_counted_before_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n{}\n{}")
    (tmp_path / "b.txt").write_text(STORY)
    (tmp_path / "c.png").write_text(STORY)
    assert count_items([str(tmp_path), "https://courier.example/1"]) == 5
    assert count_items(["-"]) is None


def test_the_suite_is_as_large_as_it_says() -> None:
    assert len(BAD) >= 70
