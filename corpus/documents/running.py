"""Headers, footers and page numbers: the lines that pages repeat at their edges. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from corpus.documents.lines import Line

_EDGE = 3
"""Lines at the top and at the bottom of a page that may be a header or a footer."""
_NUMBER = re.compile(
    r"\W{0,3}(?:page|seite|página|стр\.?)?\s*\d{1,4}(?:\s*(?:of|/|von|de)\s*\d{1,4})?\W{0,3}", re.I
)
# What browsers print over and under a page.
_PRINTED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}(?: ?[AP]M)? .*|(?:https?|file|about):\S* ?\d+/\d+", re.I
)
_ADDRESS = re.compile(r"(https?://\S{4,2000}) ?\d+/\d+")
_DIGITS = re.compile(r"\d+")


def without_running_lines(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], str | None]:
    """The pages without what they repeat, and the web address that a browser printed under them."""
    repeated = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    enough = max(2, len(pages) // 4)
    kept: list[list[Line]] = []
    url = None
    for lines in pages:
        dropped: set[int] = set()
        # From each edge inwards, up to the first line that is the page's own.
        for foot, edge in ((False, _inwards(lines, reverse=True)), (True, _inwards(lines, reverse=False))):
            for line in edge[:_EDGE]:
                # On a single page a number stands for the page only at the foot of it.
                numbered = _NUMBER.fullmatch(line.text) and (len(pages) > 1 or foot)
                printed = _PRINTED.fullmatch(line.text)
                repeats = repeated[_key(line)] >= enough and not _like_the_story(line, lines)
                if not (printed or numbered or repeats):
                    break
                dropped.add(id(line))
                address = _ADDRESS.fullmatch(line.text)
                url = url or (address[1] if address else None)
        kept.append([line for line in lines if id(line) not in dropped])
    return kept, url


def _like_the_story(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is as long and as large as the page's others, as in tables that differ in figures."""
    return len(line.text) > 0.75 * median(len(other.text) for other in lines) and (
        line.size >= median(other.size for other in lines) and len(lines) > 2 * _EDGE
    )


def _inwards(lines: Sequence[Line], *, reverse: bool) -> list[Line]:
    return sorted(lines, key=lambda line: line.y, reverse=reverse)


def _edges(lines: Sequence[Line]) -> list[Line]:
    ordered = _inwards(lines, reverse=True)
    return ordered if len(ordered) <= 2 * _EDGE else ordered[:_EDGE] + ordered[-_EDGE:]


def _key(line: Line) -> str:
    """A line as it is on every page, but for its number."""
    return _DIGITS.sub("#", " ".join(line.text.casefold().split()))
