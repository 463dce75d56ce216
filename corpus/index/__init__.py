"""The passages' vectors in Chroma: derived from the library, checked at start, mended unasked."""

from corpus.index.index import Index, IndexState
from corpus.index.replaced import replacing_library

__all__ = ["Index", "IndexState", "replacing_library"]
