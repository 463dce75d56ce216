"""The passages' vectors in Chroma: derived from the library, checked at start, mended unasked."""

from corpus.index.index import Index, IndexState

__all__ = ["Index", "IndexState"]
