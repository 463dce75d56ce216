"""Ranking in a large library: with a snapshot of its passages, made and kept up in the background."""

from corpus.library.quick.keeper import Quick

__all__ = ["Quick"]
