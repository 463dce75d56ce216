"""The articles: one SQLite file, the only place that knows its tables."""

from corpus.library.library import Library
from corpus.library.outbox import IndexAction, IndexOperation

__all__ = ["IndexAction", "IndexOperation", "Library"]
