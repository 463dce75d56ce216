"""What an answer says of sources that changed since: a note above it, no word of what was removed.  [pure]"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from bot.archive import Cited
from bot.escape import escape, link
from corpus import split_sentences
from retrieval import day

QUOTE = 200
HEADLINE = 80
MOST = 3
"""Sources that are spoken of; with their addresses that many fit a message."""
ALIKE = 0.4
"""Of the words of two sentences: of less, the one does not take the other's place."""

REMOVED = "*What was quoted here is no longer shown: the article was removed.*"
GONE = "The article no longer says this."
_MARKER = re.compile(r"(?<!\\)\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Change:
    """A cited source that no longer says what was quoted, or is no longer there."""

    cited: Cited
    when: datetime | None
    """When it changed, as far as that is known."""

    @property
    def is_removal(self) -> bool:
        """Whether its words may no longer be shown."""
        return self.cited.then is None or self.cited.now is None


def note_of(changes: Sequence[Change]) -> str:
    """What stands above the answer; empty where nothing changed. Made again, it says the same."""
    lines = []
    by_article: dict[str, Change] = {}
    for change in changes:
        by_article.setdefault(change.cited.kept.article_id, change)
    for change in list(by_article.values())[:MOST]:
        lines += _lines(change)
    if len(by_article) > MOST:
        lines.append(f"… and {len(by_article) - MOST} more of its sources.")
    return "\n".join(lines)


def without(embed: Mapping[str, Any], removed: Iterable[int]) -> dict[str, Any]:
    """The answer without the words, and the lines, of sources with these numbers."""
    gone = frozenset(removed)
    fields = [
        {**field, "value": _cleared(field["value"], gone, line_by_line=True)}
        for field in embed.get("fields", ())
    ]
    text = _cleared(embed.get("description", ""), gone)
    return {**embed, "description": text} | ({"fields": fields} if fields else {})


def after(quote: str, text: str) -> str | None:
    """The sentence of a text that took the place of a quote; `None` if none is like it."""
    words = quote.split()
    scored = []
    for start, end in split_sentences(text):
        ratio = SequenceMatcher(None, words, text[start:end].split(), autojunk=False).ratio()
        scored.append((ratio, text[start:end]))
    best = max(scored, default=(0.0, ""), key=lambda one: one[0])
    return best[1] if best[0] >= ALIKE else None


def _lines(change: Change) -> list[str]:
    cited, number = change.cited, change.cited.kept.number
    on = f" on {day(change.when)}" if change.when else ""
    if cited.now is None or cited.then is None:
        return [f"**A source was removed{on}: [{number}].** Its words are no longer shown."]
    article = cited.now.article
    new = after(cited.quote, article.text)
    return [
        f"**A source was corrected{on}: [{number}]** {link(article.title, article.url, limit=HEADLINE)}",
        f"Before: “{escape(cited.quote, QUOTE)}”",
        f"Now: “{escape(new, QUOTE)}”" if new else GONE,
    ]


def _cleared(text: str, gone: frozenset[int], line_by_line: bool = False) -> str:
    """The text with a note in place of whatever carries a marker of what is gone.

    Words without a marker belong to the next one: a quote may run over several lines.
    """
    kept: list[str] = []
    unit: list[str] = []
    for line in text.split("\n"):
        unit.append(line)
        numbers = {int(number) for number in _MARKER.findall(line)}
        if numbers & gone:
            unit = [REMOVED]
        if numbers or line_by_line:
            kept += unit if unit != kept[-1:] else []
            unit = []
    return "\n".join([*kept, *unit])
