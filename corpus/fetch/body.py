"""The body of an answer: unpacked within bounds, and held against what the site calls it."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from enum import Enum

import httpcore

from corpus.errors import FetchError, NotTextError, TooLargeError


class Kind(Enum):
    """What a link is hoped to lead to: the media types that are read."""

    PAGE = frozenset(["text/html", "application/xhtml+xml", "text/plain"])
    FEED = PAGE | {
        "application/atom+xml", "application/feed+json", "application/json", "application/rdf+xml",
        "application/rss+xml", "application/x-rss+xml", "application/xml", "text/xml", "text/rss+xml",
        "application/gzip", "application/x-gzip",
    }  # fmt: skip


ENCODINGS = "gzip, deflate"
"""The compressions asked for. Brotli's and Zstandard's libraries undo a bomb in one step."""

_GZIP = b"\x1f\x8b"
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (_GZIP, "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"BZh91AY", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!\x1a", "an archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1a\x45\xdf\xa3", "a film"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "a database"),
)
_CHARSET = re.compile(r"[;,\s]charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_UNSPECIFIC = frozenset(["application/octet-stream", "binary/octet-stream", "application/unknown", "*/*", ""])
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def body(pieces: Iterable[bytes], encoding: str, size: int, url: str) -> bytes:
    """All pieces of a body, unpacked.

    Raises:
        TooLargeError: more than `size` bytes, once unpacked.
        FetchError: the site compressed it in a way it was not asked for.
        httpcore.RemoteProtocolError: it is broken, or ends too early.
    """
    plain = _plain(pieces, encoding, size + 1)
    if plain is None:
        raise FetchError(url, "The site compressed the page in a way it was not asked for.")
    whole = bytearray()
    for piece in plain:
        whole += piece
        if len(whole) > size:
            raise TooLargeError(url, f"The page is larger than {size:,} bytes.")
    return bytes(whole)


def beginning(pieces: Iterable[bytes], encoding: str, size: int) -> bytes:
    """The first `size` bytes of a body, unpacked; nothing where it is packed in a way not asked for."""
    whole = bytearray()
    for piece in _plain(pieces, encoding, size) or ():
        whole += piece
        if len(whole) >= size:
            break
    return bytes(whole[:size])


def _plain(pieces: Iterable[bytes], encoding: str, step: int) -> Iterable[bytes] | None:
    """The unpacked pieces; `None` for a compression that was not asked for."""
    packed = encoding.strip().lower()
    if packed in ("gzip", "x-gzip", "deflate"):
        return _unpacked(pieces, step)
    return pieces if packed in ("", "identity") else None


def _unpacked(pieces: Iterable[bytes], step: int) -> Iterator[bytes]:
    """The unpacked body, never more than `step` bytes at a time, so that a bomb is seen in time."""
    unpack = None
    try:
        for piece in pieces:
            rest = piece
            while rest and not (unpack and unpack.eof and not rest.startswith(_GZIP)):
                if unpack is None or unpack.eof:
                    unpack = _unpacker(rest)
                yield unpack.decompress(rest, step)
                rest = unpack.unconsumed_tail or unpack.unused_data
        if unpack is not None:
            yield unpack.flush()
    except zlib.error as error:
        raise httpcore.RemoteProtocolError("a broken compression") from error
    if unpack is not None and not unpack.eof:
        raise httpcore.RemoteProtocolError("a compressed body that ends too early")


def _unpacker(start: bytes) -> zlib._Decompress:
    """For gzip, zlib, and the bare deflate that some servers send under zlib's name: the first byte tells."""
    if start[:1] == _GZIP[:1]:
        return zlib.decompressobj(wbits=31)
    return zlib.decompressobj(wbits=15 if start[0] & 0x0F == 8 else -15)


def media_type(header: str) -> str | None:
    """The media type that a site names; `None` where it names none, or one that says nothing."""
    media = header.partition(";")[0].strip().lower()
    return None if media in _UNSPECIFIC or "/" not in media else media


def charset_named(header: str) -> str | None:
    """The charset that a site names beside the media type; `None` if it names none."""
    named = _CHARSET.search(header)
    return named.group(1) if named else None


def readable(content: bytes, media: str | None, kind: Kind, size: int, url: str) -> bytes:
    """The content, if it is of the kind hoped for, whatever the site calls it; a packed feed is unpacked.

    Raises:
        NotTextError: it is something else than text.
        TooLargeError: more than `size` bytes, once unpacked.
    """
    if kind is Kind.FEED and content.startswith(_GZIP):
        content = body([content], "gzip", size, url)
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            raise NotTextError(url, f"The link leads to {what}, not to a page of text.")
    if media not in kind.value and media is not None:
        raise NotTextError(url, f"The link leads to {media}, not to a page of text.")
    if b"\0" in content[:1024] and not _is_wide(content):
        raise NotTextError(url, "The link leads to a file that is not a page of text.")
    return content


def _is_wide(content: bytes) -> bool:
    """Whether every other byte may be zero, as in Western text of two bytes a letter."""
    return content.startswith(_WIDE) or (content[:4].count(0) == 2 and content[0] != content[1])
