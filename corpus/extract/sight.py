"""Takes out of a page what its readers cannot see: text there is meant for machines."""

from __future__ import annotations

import re
from typing import Any

# Only what the element itself says; nobody runs a page's style sheets here. `opacity` is left alone: stories
# fade in.
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])"
    r"|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
# A page that hides this much of itself does so until a script shows it: that is the story.
_MOST = 1 / 3


def drop_unseen(tree: Any) -> None:
    """Remove the elements of a tree that are out of sight, each with all that is in it."""
    whole = _letters(tree)
    for element in tree.xpath("//body//*[@hidden or @style]"):
        hides = element.get("hidden", "until-found") != "until-found" or _UNSEEN.search(
            element.get("style", "")
        )
        if hides and element.getparent() is not None and _letters(element) <= _MOST * whole:
            _drop(element)


def _drop(element: Any) -> None:
    try:
        element.drop_tree()
    except ValueError:
        # The text beside it holds characters that lxml reads and does not write: it stays as it is.
        element.clear(keep_tail=True)


def _letters(element: Any) -> int:
    """How much there is to read in an element; scripts are often longer than all of it."""
    return sum(map(len, element.xpath(".//text()[not(parent::script or parent::style)]")))
