"""A page as a reader would paste it: everything that is seen, a line for each block. Pure."""

from __future__ import annotations

from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "head", "title", "noscript", "template"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_INLINE = frozenset({"b", "em", "font", "i", "strong", "wbr"})
# Most pages set these apart by their style sheets.
_APART = frozenset({"a", "img", "input", "small", "span", "time"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        unseen = tag in _UNSEEN or "display:none" in (dict(attrs).get("style") or "")
        if tag not in _VOID and (self._hidden or unseen):
            self._hidden += 1
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag not in _VOID:
            self._hidden -= 1
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += " ".join(f"|{data}|".split())[1:-1]

    def _break(self, tag: str) -> None:
        if tag not in _INLINE:
            self.text += " " if tag in _APART else "\n"


def pasted(source: str) -> str:
    """The page's visible text."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    lines = (" ".join(line.split()) for line in reader.text.split("\n"))
    return "\n".join(line for line in lines if line)
