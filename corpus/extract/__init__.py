"""A page becomes an article. The only door to trafilatura and lxml."""

from corpus.extract.article import extract

__all__ = ["extract"]
