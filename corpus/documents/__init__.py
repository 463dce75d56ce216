"""PDF and Word files, read in a child process with bounds on memory and time."""

from corpus.documents.reading import Manuscript, read_manuscript

__all__ = ["Manuscript", "read_manuscript"]
