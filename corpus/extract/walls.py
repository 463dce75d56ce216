"""Pages that stand where a story should be: how they are known, and what to say of them. Pure."""

from __future__ import annotations

import re

_FEWEST_WORDS = 40
# A wall has little else to say; a long text with such words in it is a story about walls.
_WALL_WORDS = 150
_WALLS = (
    (
        r"captcha|are you (?:a )?(?:human|robot)|not a robot|verify (?:that )?you are|checking your browser"
        r"|just a moment|unusual traffic|enable javascript and cookies",
        "The site wants proof that a person is reading. Open it in a browser and add its text instead.",
    ),
    (
        r"we (?:value|respect|care about) your privacy|before you continue"
        r"|manage (?:your )?(?:consent|cookies)|accept all|cookie (?:settings|preferences|consent)",
        "The site shows a consent page for cookies instead of the story.",
    ),
    (
        r"(?:log ?in|sign ?in) (?:to|with|or)|forgot(?:ten)? (?:your )?password|keep me (?:logged|signed) in"
        r"|create an account|\bpassword\b",
        "The site shows a login page instead of the story.",
    ),
    (
        r"subscribe (?:now )?(?:to|and) (?:continue|read|unlock)|(?:continue|keep) reading with"
        r"|subscribers only|already a subscriber|to (?:continue|keep) reading",
        "The site shows only the beginning of the story to readers without a subscription.",
    ),
    (
        r"page (?:was |could )?not (?:be )?found|\b404\b|access denied|\b403\b"
        r"|no longer available|error occurred",
        "The site shows an error page instead of a story.",
    ),
)


def reason_against(title: str, text: str, page_text: str) -> str | None:
    """Why there is no story here, in a sentence; `None` if there is one.

    `text` is what was found to be the story, `page_text` everything a reader would see.
    """
    words = len(text.split())
    if words >= _WALL_WORDS:
        return None
    few = words < _FEWEST_WORDS
    # The wall's words outside the story count only where there is hardly a story.
    seen = f"{title}\n{text}\n{page_text[:5_000]}" if few else f"{title}\n{text}"
    for pattern, reason in _WALLS:
        marks = {match.group().casefold() for match in re.finditer(pattern, seen, re.IGNORECASE)}
        if len(marks) >= (1 if few else 2):
            return reason
    return f"The page holds too little text to be a story ({words} words)." if few else None
