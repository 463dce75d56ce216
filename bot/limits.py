"""How much Discord takes, and how to stay inside it.  [pure]

Discord's documents do not say whether it counts code points or UTF-16 units; units are never fewer, so
they are what is counted here.
"""

from __future__ import annotations

CONTENT = 2_000
TITLE = 256
DESCRIPTION = 4_096
FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1_024
FOOTER = 2_048
ALT_TEXT = 1_024
EMBEDS_IN_ALL = 6_000
CHOICES = 25
CHOICE = 100
LINK = 512

ELLIPSIS = "…"


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int) -> str:
    """The text, or its beginning up to the end of a word and an ellipsis, in at most `limit` units.

    For plain text only: cut first, then escape, so that no escape and no link is cut in two.
    """
    if units(text) <= limit:
        return text
    kept, room = 0, limit - len(ELLIPSIS)
    for character in text:
        room -= units(character)
        if room < 0:
            break
        kept += 1
    head = text[:kept]
    at_word = head.rsplit(" ", 1)[0].rstrip() if " " in head else head
    # A "word" of hundreds of characters is not a word: cutting inside it keeps more of the text.
    return (at_word if units(at_word) > limit // 2 else head.rstrip()) + ELLIPSIS
