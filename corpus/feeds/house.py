"""Who publishes a feed, as its title says it: without the section, and without the words for a feed. Pure."""

from __future__ import annotations

import re

_APART = re.compile(r"\s+[-–—·•>»/]\s+|\s*[|»]\s*|:\s+")
_SECTION_WORDS = """
a africa all and americas app articles arts asia atom blog breaking business channel comment culture daily
east economy edition education english entertainment environment europe feed feeds finance for from front full
general headlines health home in international latest life lifestyle live local magazine main markets middle
national new news newest north of online opinion page politics posts press recent region regional releases rss
science section site society south sport sports stories story tech technology text the title today top topics
travel uk updates us untitled video videos weather west world xml your
"""
_SECTION = frozenset(_SECTION_WORDS.split())
_NOISE = re.compile(
    r"\s*[(\[]?\b(?:rss|atom|xml)(?:\s+(?:feed|channel|2\.0|1\.0))?\b[)\]]?\s*$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")


def house(title: str | None, host: str) -> str | None:
    """The publisher that a feed's title names, such as `The Courier` in "World news | The Courier".

    `host` is where the feed lives, without `www.`: of several parts the one that the host is named after
    counts. `None` where only a section is named, such as "Politics".
    """
    parts = [part for part in (_NOISE.sub("", one).strip() for one in _APART.split(title or "")) if part]
    names = [part for part in parts if not _is_section(part) or _is_all_of(part, host)]
    at_home = [part for part in names if _names(part, host)]
    if len(names) > 1 and not at_home:
        return " ".join((title or "").split())  # nothing tells which of them it is
    return next(iter(at_home or names), None)


def _is_section(part: str) -> bool:
    return all(word in _SECTION or word.isdigit() for word in _WORD.findall(part.casefold()))


def _is_all_of(part: str, host: str) -> bool:
    """Whether a host is called so in full: `The Local` is no section of thelocal.example."""
    words = _WORD.findall(part.casefold())
    return len(words) > 1 and "".join(words) in _squeezed(host)


def _names(part: str, host: str) -> bool:
    """Whether a host is named after this, by its longest word or by its first letters."""
    words = _WORD.findall(part.casefold())
    site, longest, initials = _squeezed(host), max(words, key=len), "".join(word[0] for word in words)
    return (len(longest) > 2 and longest in site) or (len(initials) > 1 and site.startswith(initials))


def _squeezed(host: str) -> str:
    return "".join(_WORD.findall(host.casefold().rpartition(".")[0]))
