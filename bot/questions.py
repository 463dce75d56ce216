"""What a person asked, out of options and messages.  [pure]"""

from __future__ import annotations

import re

from bot.errors import PeriodError
from bot.escape import plain
from corpus import Filters, Hints
from retrieval import period

# What stands in a message beside its words: emoji, mentions, times, our own markers, bare addresses.
_BESIDE = re.compile(r"<a?:\w+:\d+>|<[@#][!&]?\d+>|<t:-?\d+(?::\w)?>|(?:\[\d+\])+|<?https?://[^\s>]+>?")
_LINKED = re.compile(r"\[([^\]\n]+)\]\(<?https?://[^\s)]+\)")
_BACKSLASH = re.compile(r"\\([^\w\s])")
_STYLE = re.compile(r"\*+|~~|\|\||`+|(?<!\w)_+|_+(?!\w)")
_LINE = re.compile(r"^\s*(?:>+|#{1,3}|-#|[-*])\s+")
_MENTION = re.compile(r"<@[!&]?\d+>")


def filters_of(publisher: str | None, since: str | None, until: str | None) -> Filters:
    """The filters that the options of a command name; both dates count in full.

    Raises:
        DateError: a date that cannot be read.
        PeriodError: `since` is later than `until`.
    """
    start = period(since)[0] if since else None
    end = period(until)[1] if until else None
    if start and end and start >= end:
        raise PeriodError
    return Filters(
        publishers=(publisher.strip(),) if publisher and publisher.strip() else (), since=start, until=end
    )


def hints_of(
    publisher: str | None, published: str | None, title: str | None = None, url: str | None = None
) -> Hints:
    """What an admin says about an article. Raises `DateError`."""
    published_at = period(published)[0] if published else None
    return Hints(title=title, publisher=publisher or None, published_at=published_at, url=url)


def question_in(content: str) -> str:
    """The question in a message, without the mentions around it."""
    return " ".join(_MENTION.sub(" ", content).split())


def spoken(content: str) -> str:
    """What a message says, line by line, without what Discord's markdown adds to the words."""
    lines = []
    for line in content.splitlines():
        line = _LINE.sub("", _BESIDE.sub(" ", _LINKED.sub(r"\1", line)))
        # What a backslash stands before is a sign of the text, and not of markdown.
        parts = _BACKSLASH.split(line)
        parts[::2] = [_STYLE.sub("", part) for part in parts[::2]]
        lines.append(" ".join(plain("".join(parts)).split()))
    return "\n".join(line for line in lines if line)
