"""A line of a page: what reading a PDF gives to those who put it into paragraphs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, in points from the page's lower left corner."""

    text: str
    x: float
    """Where its first letter stands."""
    y: float
    """The height of its baseline."""
    size: float
    """The height of its font."""
