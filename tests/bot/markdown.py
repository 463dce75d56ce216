"""A reader of Discord's markdown, written from what the client does, to see what a text really shows.

It is the oracle of the escaping tests: sequential rules like the client's own, each anchored where the reader
stands, a backslash in front of a mark shows the mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Marks that format text. Which words they enclose does not matter to the tests, only that they act.
_STYLE = r"\*\*|\*|__|_|~~|\|\||```|`"

_RULES = [
    ("shown", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("block", re.compile(r"(?m)^(?:#{1,3} |-# |>>> |> |[-*+] |\d+[.)] )")),
    ("link", re.compile(r"<([^: >]+:/[^ >]+)>")),
    ("link", re.compile(r"((?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s])")),
    ("link", re.compile(r"\[(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*\]\(\s*<?((?:[^\s\\]|\\.)*?)>?\s*\)")),
    ("link", re.compile(r"(discord(?:app)?\.(?:gg|com/invite)/\w+)", re.IGNORECASE)),
    ("mention", re.compile(r"<(@[!&]?\d+|#\d+|/[^:>]+:\d+|id:\w+)>")),
    ("mention", re.compile(r"(@everyone|@here)")),
    ("emoji", re.compile(r"<a?(:\w+:\d+)>")),
    ("emoji", re.compile(r"(:[\w+~-]+:)")),
    ("time", re.compile(r"<(t:-?\d+(?::\w)?)>")),
    ("style", re.compile(rf"({_STYLE})")),
]


@dataclass(frozen=True)
class Reading:
    """What a text shows, and what it does besides."""

    shown: str
    acts: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> list[str]:
        """The targets of all acts of one kind."""
        return [target for found, target in self.acts if found == kind]


def read(text: str) -> Reading:
    """Read a whole text. A link counts with its address; its label is not read again."""
    at, shown, acts = 0, [], []
    while at < len(text):
        if text[at].isalpha() and text[at] not in "hHsSdD":  # no rule begins like this
            shown.append(text[at])
            at += 1
            continue
        for kind, rule in _RULES:
            match = rule.match(text, at)
            if match:
                if kind == "shown":
                    shown.append(match[1])
                else:
                    acts.append((kind, match[1] if rule.groups else match[0]))
                at = match.end()
                break
        else:
            shown.append(text[at])
            at += 1
    return Reading("".join(shown).replace("\u200b", ""), tuple(acts))
