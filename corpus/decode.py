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
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
# Western text has few letters outside ASCII; more of them mean that another code page wrote the bytes.
_WESTERN_SHARE = 0.1
# Of all bytes nearly half are zero in UTF-16 text of Western letters, and fewer with others among them.
_WIDE_SHARE = 0.3
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Two letters of another code page are whole characters of UTF-8 by chance now and then; many are not.
_TORN_SHARE = 10
# Enough for telling the code page; more only takes longer.
_SAMPLE = 100_000


def decode(target: str, data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 with a byte order mark, or an older code page.

    Raises:
        UnreadableError: The file is empty or not text.
    """
    if not data.strip():
        raise UnreadableError(target, "The file is empty.")
    text = _decoded(data)
    if text is None or len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 100:
        raise UnreadableError(target, "This is not text: it holds bytes that no text has.")
    return text


def _decoded(data: bytes) -> str | None:
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in (*encodings, *_without_mark(data), "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if b"\x00" in data:
        return None
    if nearly_utf8(data):
        return data.decode("utf-8", errors="replace")
    # charset-normalizer takes short Western texts for Central European or old Macintosh ones: they go first.
    high = sum(byte > 0x7F for byte in data[:_SAMPLE])
    western = high < _WESTERN_SHARE * len(data[:_SAMPLE])
    guess = "cp1252" if western else _guess(data[:_SAMPLE])
    return data.decode(guess, errors="replace") if guess else None


def _without_mark(data: bytes) -> list[str]:
    """UTF-16 where every other byte of a Western text is zero."""
    sample = data[:_SAMPLE]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if max(zeros) < _WIDE_SHARE * len(sample):
        return []
    return ["utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"]


def nearly_utf8(data: bytes) -> bool:
    """Whether this is UTF-8 with a few torn characters: as another code page all the others were wrong."""
    whole = len(_WHOLE.findall(data))
    return whole > _TORN_SHARE * data.decode("utf-8", errors="replace").count("\ufffd")


def _guess(sample: bytes) -> str | None:
    best = from_bytes(sample).best()
    return best.encoding if best else None
