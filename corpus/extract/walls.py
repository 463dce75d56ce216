"""Whether there is a story on a page or something else in its place, and what to say of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extract.signs import EMPTY, LISTING, SUBSCRIBERS, WALLS, Wall
from corpus.words import count_words

FEWEST_WORDS = 40
"""Fewer than these are no story, whatever they say."""
# A wall has little else to say; a long text with such words in it is a story about walls.
_WALL_WORDS = 150
# A page that is called "Page not found" may list what else there is.
_TITLED_WORDS = 300
# What a publisher shows of a story that it says is for subscribers.
_STUB_WORDS = 250
_SHORT_STUB_WORDS = 100
_MUCH_LONGER = 2
_SEEN = 5_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a page."""

    titles: tuple[str, ...]
    """The window's title, the headline, what stands largest: what the page calls itself."""
    text: str
    """What was found to be the story."""
    page_text: str
    """Everything that a reader would see."""
    marked: frozenset[str] = frozenset()
    """The reasons of the walls whose marks are in its markup."""
    free: bool = True
    """False if the page says that the whole story is for subscribers only."""
    declared: bool = False
    """Whether the page says that it is a story."""
    words: int = 0
    """Of the whole story, as the page tells it to machines; 0 where it does not."""
    lists: bool = False
    """Whether it is known for a list of stories."""


def reason_against(sight: Sight) -> str | None:
    """Why there is no story here, in a sentence; `None` if there is one."""
    words = count_words(sight.text)
    few = words < FEWEST_WORDS
    if few or (words < _TITLED_WORDS and not sight.declared):
        called = next((wall.reason for wall in WALLS if _is_called(wall, sight.titles)), None)
        if called:
            return called
    if sight.lists:
        return LISTING
    for wall in WALLS:
        if words < _WALL_WORDS and _says(wall, sight, few):
            return wall.reason
    if _is_stub(sight, words):
        return SUBSCRIBERS.reason
    if not few:
        return None
    marked = next((wall.reason for wall in WALLS if wall.reason in sight.marked), None)
    short = f"The page holds too little text to be a story ({words} words)." if words else EMPTY
    return marked or short


def _is_called(wall: Wall, titles: tuple[str, ...]) -> bool:
    pattern = rf"\W*(?:{'|'.join(wall.titles)})\W*"
    return any(re.fullmatch(pattern, title, re.IGNORECASE) for title in titles)


def _says(wall: Wall, sight: Sight, few: bool) -> bool:
    # The wall's words outside the story count only where there is hardly a story.
    seen = "\n".join((*sight.titles, sight.text, sight.page_text[:_SEEN] if few else ""))
    said = [phrase for phrase in wall.phrases if re.search(phrase, seen, re.IGNORECASE)]
    return len(said) >= (1 if few else 2)


def _is_stub(sight: Sight, words: int) -> bool:
    """Whether the page says that the story goes on for those who pay, or two things about it do."""
    if not sight.free and words < _SHORT_STUB_WORDS:
        return True
    marked = SUBSCRIBERS.reason in sight.marked
    if words < _STUB_WORDS and sight.words > _MUCH_LONGER * words and (marked or not sight.free):
        return True
    asks = any(re.search(phrase, sight.page_text, re.IGNORECASE) for phrase in SUBSCRIBERS.phrases)
    broken = sight.text.rstrip().endswith(("…", "..."))
    most = _WALL_WORDS if sight.free else _STUB_WORDS
    return asks and words < most and (not sight.free or broken or marked)
