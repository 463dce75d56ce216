"""Transport compression of the gateway, in the kinds discord.py asks for."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable

Compressor = Callable[[bytes], bytes]


def compressor_for(kind: str | None) -> Compressor | None:
    """The stream for one connection: each message compressed in the same context and flushed whole.

    discord.py asks for zstd where a zstandard library is installed, else for zlib; so it is imported late.
    """
    if kind is None:
        return None
    if kind == "zlib-stream":
        return _zlib()
    if kind == "zstd-stream":
        return _zstd()
    raise ValueError(f"Discord knows no transport compression {kind!r}")


def _zlib() -> Compressor:
    stream = zlib.compressobj()
    return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Compressor:
    try:
        import zstandard
    except ImportError:
        own = importlib.import_module("compression.zstd")  # Python 3.14's, which discord.py uses there
        modern = own.ZstdCompressor()
        return lambda data: bytes(modern.compress(data, mode=own.ZstdCompressor.FLUSH_BLOCK))
    stream = zstandard.ZstdCompressor().compressobj()
    return lambda data: bytes(stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
