"""The articles: one SQLite file, the only place that knows its tables."""

from corpus.library.library import Library
from corpus.library.outbox import IndexAction, IndexOperation
from corpus.library.shared_index import BUILDING, LONGEST

__all__ = ["BUILDING", "LONGEST", "IndexAction", "IndexOperation", "Library"]
