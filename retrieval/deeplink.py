"""A link to the very sentence: text fragments after the WICG scroll-to-text specification. Pure.

`https://example.org/story#:~:text=[prefix-,]start[,end][,-suffix]`
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote, urlsplit

from corpus import Span

# Discord takes 512 characters in a button's link, and a sources field of 1,024 holds several links.
MAX_LENGTH = 400
# Up to this many words the whole quote is the target; a longer one is named by its first and last words,
# which still matches when the page puts a footnote or other markup in between.
WHOLE_WORDS = 10
EDGE_WORDS = (4, 6, 9, 3, 2, 1)
CONTEXT_WORDS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class TextDirective:
    """The four terms of a text fragment; an empty term is absent."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        terms = [encode(self.start)]
        if self.prefix:
            terms.insert(0, encode(self.prefix) + "-")
        if self.end:
            terms.append(encode(self.end))
        if self.suffix:
            terms.append("-" + encode(self.suffix))
        return ",".join(terms)

    def find(self, text: str) -> Span | None:
        """Where a browser lands in a text of single spaces: the first place that meets all terms."""
        text, start, end = text.lower(), self.start.lower(), self.end.lower()
        at = text.find(start)
        while at >= 0:
            after = at + len(start)
            if text[:at].rstrip().endswith(self.prefix.lower()):
                stop = text.find(end, after) + len(end) if end in text[after:] else -1
                while stop >= 0:
                    if text[stop:].lstrip().startswith(self.suffix.lower()):
                        return at, stop
                    found = text.find(end, stop) if end else -1
                    stop = found + len(end) if found >= 0 else -1
            at = text.find(start, at + 1)
        return None


def deep_link(url: str, text: str, span: Span) -> str | None:
    """The address with a text fragment that leads to `text[start:end]`.

    A fragment that the address already has is kept. The link is at most `MAX_LENGTH` characters long; where
    no fragment fits, it is the plain address. `None` for an address that is not http or https.
    """
    if not _is_web(url):
        return None
    page, _, fragment = url.partition("#")
    base = f"{page}#{fragment.partition(':~:')[0]}:~:text="
    directive = _choose(text, span, MAX_LENGTH - len(base))
    return f"{base}{directive}" if directive else url


def encode(term: str) -> str:
    """Percent-encode a term; the hyphen too, since it marks prefix and suffix."""
    return quote(term, safe="").replace("-", "%2D")


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _choose(text: str, span: Span, room: int) -> TextDirective | None:
    """The first directive that fits and lands on the span; failing that, the first that fits."""
    before, quoted, after = (" ".join(part.split()) for part in _parts(text, span))
    if not quoted:
        return None
    page = " ".join(part for part in (before, quoted, after) if part)
    start = len(before) + bool(before)
    wanted = (start, start + len(quoted))
    fitting = None
    for directive in _candidates(text, span):
        if len(str(directive)) > room:
            continue
        if directive.find(page) == wanted:
            return directive
        fitting = fitting or directive
    return fitting


def _parts(text: str, span: Span) -> tuple[str, str, str]:
    start, end = span
    return text[:start], text[start:end], text[end:]


def _candidates(text: str, span: Span) -> Iterator[TextDirective]:
    """Directives for the span, the plainest first, then with words from around it."""
    before, quoted, after = _parts(text, span)
    targets = list(_targets(quoted))
    yield from targets
    for count, target in product(CONTEXT_WORDS, targets):
        prefix, suffix = _last(before.split(), count), " ".join(after.split()[:count])
        yield TextDirective(target.start, target.end, prefix=prefix)
        yield TextDirective(target.start, target.end, prefix=prefix, suffix=suffix)


def _targets(quoted: str) -> Iterator[TextDirective]:
    """The quote by itself: whole when it is short, by its edges when it is long or crosses a line.

    A single term may not cross the edge of a block of the page, so each edge stays inside its line.
    """
    lines = [line.split() for line in quoted.splitlines() if line.strip()]
    first, last = lines[0], lines[-1]
    one_line = len(lines) == 1
    if one_line and len(first) <= WHOLE_WORDS:
        yield TextDirective(" ".join(first))
    for count in EDGE_WORDS:
        if not one_line or 2 * count <= len(first):
            yield TextDirective(" ".join(first[:count]), _last(last, count))


def _last(words: list[str], count: int) -> str:
    return " ".join(words[-count:])
