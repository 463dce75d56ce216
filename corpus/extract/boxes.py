"""Stories that their pages hold in several boxes of one kind, with advertising between, put into one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from corpus.words import count_words

_FEWEST_PARAGRAPHS = 3
_FEWEST_WORDS = 8
"""Of a paragraph that tells where the story is."""
_MOST_BOXES = 60


def join_boxes(tree: Any, text: str) -> bool:
    """Whether the story goes on in other boxes like the one that `text` was found in; they are joined then.

    Boxes of other stories are left: each has a headline of its own, or is an article of its own.

    Args:
        tree: The page; changed where the answer is yes.
        text: What was found to be the story.
    """
    box = _box(tree, set(map(_folded, text.split("\n"))))
    if box is None:
        return False
    alike = [
        other
        for other in tree.iter(box.tag)
        if other.get("class") == box.get("class") and not _within(other, box) and not _within(box, other)
    ]
    story = _story_around(box)
    rest = [other for other in alike[:_MOST_BOXES] if _within(other, story) and _holds_paragraphs(other)]
    if not rest or len(story.xpath(".//h1")) > 1:
        return False
    for other in rest:
        for child in list(other):
            box.append(child)
    return True


def _box(tree: Any, lines: set[str]) -> Any | None:
    """The element that holds most paragraphs of the story, if its class tells it from others."""
    holders = Counter(
        paragraph.getparent()
        for paragraph in tree.iter("p")
        if count_words(words := _folded(paragraph.text_content())) >= _FEWEST_WORDS and words in lines
    )
    (box, paragraphs), *_ = holders.most_common(1) or [(None, 0)]
    known = box is not None and box.get("class") and box.tag in ("div", "section")
    return box if known and paragraphs >= _FEWEST_PARAGRAPHS else None


def _story_around(box: Any) -> Any:
    """The article or main part that the box is in; of a page without such marks, what is around the box."""
    around = next((one for one in box.iterancestors("article", "main")), None)
    return box.getparent() if around is None else around


def _holds_paragraphs(box: Any) -> bool:
    own = [child for child in box if child.tag == "p"]
    return (
        bool(own)
        and not box.xpath(".//h1")
        and any(count_words(child.text_content()) >= _FEWEST_WORDS for child in own)
    )


def _within(element: Any, around: Any) -> bool:
    return any(one is around for one in (element, *element.iterancestors()))


def _folded(text: str) -> str:
    return " ".join(text.split())
