"""The bytes of a text file into text, whatever wrote them; what is not text is refused."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from corpus.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "an SQLite database"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
# Western text has few letters outside ASCII; more of them mean that another code page wrote the bytes.
_WESTERN_SHARE = 0.1
# Enough for telling the code page; more only takes longer.
_SAMPLE = 100_000


def decode(target: str, data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 with a byte order mark, or an older code page.

    Raises:
        UnreadableError: The file is empty or not text.
    """
    if not data.strip():
        raise UnreadableError(target, "The file is empty.")
    for start, name in _FORMATS:
        if data.startswith(start):
            raise UnreadableError(target, f"This is {name}, not text.")
    text = _decoded(data)
    if text is None or len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 100:
        raise UnreadableError(target, "This is not text: it holds bytes that no text has.")
    return text


def _decoded(data: bytes) -> str | None:
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in (*encodings, "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if b"\x00" in data:
        return None
    # charset-normalizer takes short Western texts for Central European or old Macintosh ones: they go first.
    high = sum(byte > 0x7F for byte in data[:_SAMPLE])
    western = high < _WESTERN_SHARE * len(data[:_SAMPLE])
    guess = "cp1252" if western else _guess(data[:_SAMPLE])
    return data.decode(guess, errors="replace") if guess else None


def _guess(sample: bytes) -> str | None:
    best = from_bytes(sample).best()
    return best.encoding if best else None
