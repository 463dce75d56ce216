"""PDF and Word files made from nothing, whole and harmful, for the tests that read them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

Placed = tuple[float, float, float, str]
"""x, y, size of the font, and the words."""


def pdf(
    pages: Sequence[Sequence[Placed]], info: str = "", trailer: str = "", extra: Sequence[bytes] = ()
) -> bytes:
    """A PDF of lines in Helvetica; `info` are the entries of its information dictionary."""
    streams = [_drawn(lines) for lines in pages]
    return pdf_of_streams([_stream(stream) for stream in streams], info, trailer, extra)


def pdf_of_streams(
    streams: Sequence[bytes], info: str = "", trailer: str = "", extra: Sequence[bytes] = ()
) -> bytes:
    """A PDF whose pages are drawn by these stream objects."""
    numbers = [5 + 2 * index for index in range(len(streams))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>".encode("cp1252"),
    ]
    for number, stream in zip(numbers, streams, strict=True):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (number + 1)
        )
        objects.append(stream)
    return _file([*objects, *extra], trailer)


def flate(data: bytes) -> bytes:
    """A stream object, compressed."""
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


def docx(
    body: str, core: str = "", parts: dict[str, bytes | str] | None = None, kind: str = "document"
) -> bytes:
    """A Word document with this inside its body; `parts` adds files to the archive or replaces them."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml"
    if kind == "macro":
        main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    held: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
        '<Override PartName="/word/styles.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType='
        '"application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{package}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{word}"><w:style w:type="paragraph" w:styleId="Titel">'
        '<w:name w:val="Title"/></w:style></w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{word}" xmlns:mc='
        f'"http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>',
    }
    return archive({**held, **(parts or {})})


def archive(parts: dict[str, bytes | str]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            # OpenDocument and EPUB begin with their type as it is.
            packed.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return file.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a Word document."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _drawn(lines: Sequence[Placed]) -> bytes:
    drawn = []
    for x, y, size, words in lines:
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET")
    return "\n".join(drawn).encode("cp1252")


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    written = b"%PDF-1.7\n"
    places = []
    for number, held in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + held + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R /Info 4 0 R %s >>\n" % (len(objects) + 1, trailer.encode())
        + b"startxref\n%d\n%%%%EOF\n" % len(written)
    )
