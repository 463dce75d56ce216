"""Article text as Discord markdown that shows exactly that text and does nothing else.  [pure]

What stands in an article cannot format, mention, ping, link or hide: every mark that Discord would act on
gets a backslash, which Discord does not show. Text that leaves here has no line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit, urlunsplit

from bot.limits import LINK, cut, units
from corpus import Span

# Control characters, bidirectional overrides and isolates (they reorder what stands around them), and
# characters of no width but the joiners, which Persian, Hindi and emoji need.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
# JSON cannot carry half a surrogate pair.
_SURROGATE = re.compile("[\ud800-\udfff]")

_MARKS = re.compile(
    r"""
      [\\*_~`|\[\]<]                    # formatting, links, mentions, emoji, timestamps, <links>
    | (?<=\])\(                         # ](  would make a link of whatever stands in front
    | :(?=//)                           # a bare https:// becomes a link
    | :(?=[\w+~-]+(?::|$))             # :emoji: also where its end may stand in the text behind this one
    | (?<=discord)\.(?=gg/|com/invite/) | (?<=discordapp)\.(?=com/invite/)  # a bare invitation becomes a card
    | ^[\#>+-]                          # headings, quotations, lists, at the start of a line
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(\d+)([.)])")
_EVERYBODY = re.compile(r"@(?=everyone|here|[!&]?\d)")
# A backslash does not stop the server from reading @everyone; a character of no width does.
ZERO_WIDTH = "\u200b"
# A character of escaped text with what was put in front of it.
_UNIT = re.compile(f"{ZERO_WIDTH}?\\\\?.")
# Beside one of these, `**` could be read together with it.
_STYLING = frozenset("\\*_~`|")
_SCHEME = re.compile(r"\w*://")
_URL_SAFE = "%/?:@!$&'*+,;=~-._"


def plain(text: str) -> str:
    """The text on one line, without what cannot be seen or sent."""
    text = _SURROGATE.sub("\ufffd", text)
    return " ".join(_INVISIBLE.sub("", " ".join(text.split())).split())


def escape(text: str, limit: int | None = None) -> str:
    """The text for a Discord message; `limit` cuts it, in UTF-16 units before escaping.

    The result is at most twice as long as the text.
    """
    text = plain(text)
    if limit is not None:
        text = cut(text, limit)
    text = _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", text))
    return _EVERYBODY.sub("@" + ZERO_WIDTH, text)


def embolden(text: str, spans: Iterable[Span]) -> str:
    """`escape(text)` with `**` round the words at these sorted, disjoint spans of the text.

    Nothing else changes. Words beside a mark of markdown are left as they are: clients differ in how they
    read such a place.
    """
    characters, free = _UNIT.findall(escape(text)), 0
    for start, end in spans:
        last = len(plain(text[:end]))
        first = last - len(plain(text[start:end]))
        if free <= first < last and _edges_are_clear(plain(text), first, last):
            characters[first] = f"**{characters[first]}"
            characters[last - 1] += "**"
            free = last + 1
    return "".join(characters)


def _edges_are_clear(text: str, start: int, end: int) -> bool:
    return _STYLING.isdisjoint(text[max(0, start - 1) : start + 1] + text[end - 1 : end + 1])


def link(label: str, *urls: str | None, limit: int = 150) -> str:
    """`[label](url)` with the first address that may be shown; the label alone where none may."""
    # Discord does not read a backslash inside the brackets of a link, and shows a link whose label looks
    # like another link as raw text.
    label = _SCHEME.sub("", plain(label)).replace("[", "(").replace("]", ")") or "Untitled"
    text = escape(label, limit)
    url = next((safe for url in urls if (safe := web_link(url))), None)
    return f"[{text}]({url})" if url else text


def web_link(url: str | None) -> str | None:
    """The address as it may stand inside `(…)`, or `None` for one that must not be shown.

    Only http and https, no user name in front of the host, no white space, at most `LINK` units.
    """
    if not url or url != "".join(url.split()) or _INVISIBLE.search(url):
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return None
        host = parts.hostname.encode("idna").decode()
        port = f":{parts.port}" if parts.port is not None else ""
        rest = [quote(part, safe=_URL_SAFE) for part in (parts.path, parts.query, parts.fragment)]
    except ValueError:
        return None
    if not re.fullmatch(r"[a-z0-9._-]+", host):
        return None
    safe = urlunsplit((parts.scheme, host + port, *rest))
    return safe if units(safe) <= LINK else None
