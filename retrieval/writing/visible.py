"""Article text as a language model may see it: what a reader sees, and no mark that acts. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from corpus import Span

_TAG = re.compile(r"</?([a-zA-Z][\w-]{0,20})([^<>]{0,500})>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|^\[[^\]\n]{0,200}\]:[ \t]*(?:#|<>)[^\n]*", re.DOTALL | re.MULTILINE)
_NEVER_SHOWN = frozenset(("script", "style", "template", "noscript"))
_HIDING = re.compile(
    r"\bhidden\b|display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
# Brackets make tags, fences and markers; these look alike and make none.
_LOOK_ALIKE = str.maketrans("<>[]`＜＞［］【】〈〉⟦⟧", "‹›()'‹›()()‹›()")
_UNSEEN_CATEGORIES = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))
# Variation selectors and blank letters: of none of those categories, and nothing to see all the same.
_UNSEEN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5]")


def hidden_spans(text: str) -> list[Span]:
    """Where a text holds what a page of it would not show: comments, scripts, elements out of sight."""
    return [*(match.span() for match in _COMMENT.finditer(text)), *_hidden_elements(text)]


def _hidden_elements(text: str) -> Iterator[Span]:
    """Each ends at the first tag that closes its name; one that is never closed hides the rest."""
    done = 0
    for tag in _TAG.finditer(text):
        name = tag[1].casefold()
        hides = name in _NEVER_SHOWN or _HIDING.search(tag[2])
        if tag.start() < done or tag[0].startswith("</") or not hides:
            continue
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, tag.end())
        done = closing.end() if closing else len(text)
        yield tag.start(), done


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a character with one of the others."""
    start, end = span
    return any(other_start < end and start < other_end for other_start, other_end in others)


def seen(text: str) -> str:
    """The characters of a text that can be seen, on one line."""
    shown = (" " if char.isspace() else char for char in _UNSEEN.sub("", text))
    kept = (char for char in shown if unicodedata.category(char) not in _UNSEEN_CATEGORIES)
    return " ".join("".join(kept).split())


def neutral(text: str) -> str:
    """The seen text without tags, its brackets replaced by look-alikes: it can open and close nothing."""
    return " ".join(_TAG.sub(" ", seen(text)).translate(_LOOK_ALIKE).split())
