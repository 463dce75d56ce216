"""What stands over a story in plain text: headline, section, byline, date, and the agency in its dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from corpus.clean import clean, normalise
from corpus.published import date_inside, date_line

_FRONT_MATTER = re.compile(r"---\n(.*?)\n(?:---|\.\.\.)(?:\n|$)", re.DOTALL)
_MARKDOWN_HEADING = re.compile(r"#{1,3} +(.+?)(?: +#+)?$")
_UNDERLINED = re.compile(r"(?:=+|-+)$")
_BYLINE = re.compile(r"(?:(?:story |text )?by|author:|written by) ?(?P<name>[^\W\d_].{1,90}?)", re.IGNORECASE)
_BY_AGENCY = re.compile(r"By (?P<name>Reuters|AP|AFP|UPI|DPA|TASS|Xinhua|ANSA|EFE|PTI)", re.IGNORECASE)
_NAMES = re.compile(r"(?:[A-Z][\w.'’-]*|and|de|van|von|der|del|la|al|bin|[,&|•–]|\s)+")
_SAYS_PUBLISHER = re.compile(r"(?:publisher|source|publication): ?(?P<name>[^:]{2,60})", re.IGNORECASE)
_SAYS_LINK = re.compile(r"(?:(?:url|link|source|original): ?)?(?P<link>https?://\S{4,})", re.IGNORECASE)
_PLACE = r"[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][\w. ]{1,30}){0,2}(?:, [\w ,.]{4,30})?"
_DATELINE = re.compile(rf"(?P<place>{_PLACE})? ?\((?P<agency>[A-Z][\w .&’'-]{{1,40}})\) ?[-–—]")
# What stands between a name and a date on one line, and what Markdown puts around a line.
_BETWEEN = re.compile(r",? on |[,|•]| [-–—] ")
_EMPHASISED = re.compile(r"([*_]{1,3})(?=\S)(.+?)(?<=\S)\1")
_ENDS_SENTENCE = re.compile(r"(?:[.;:,]|[.!?][\"”’)]+)$")
_LONGEST_HEADLINE = 200
_LONGEST_TITLE = 80
# A section's name, such as "Iran" or "World news": at most this many characters and words, and no full stop.
_LABEL = (30, 3)
# A story's first paragraph is told from a headline without a blank line by its length.
_STORY_LINE = 100


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a text says about itself, and the story without it."""

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


def read_masthead(text: str, title: str | None = None) -> Masthead:
    """Clean a pasted text and part it into the story and what stands over it.

    A `title` that is known already is not looked for; a line that repeats it is dropped.

    The lines over the story are read until the first that is none of: front matter, a headline, a section's
    name, a byline, a date, a publisher, a link. What a dateline says is read, but the dateline stays.
    """
    text = normalise(text)
    found = Masthead("", title=" ".join(normalise(title).split()) if title else None)
    if front := _FRONT_MATTER.match(text):
        found, text = _from_front_matter(front[1], found.title), text[front.end() :]
    lines = clean(text).split("\n")
    start = 0
    while start < len(lines):
        if lines[start]:
            taken = _take(found, lines, start)
            if taken is None:
                break
            found = taken
        start += 1
    if all(not line for line in lines[start:]):  # nothing but a masthead: then it was the story
        return Masthead("\n".join(lines), title=title)
    return _with_dateline(replace(found, text="\n".join(lines[start:])))


def first_words(text: str) -> str:
    """The first sentence or its first words: stands in for a headline that a text does not show."""
    line = text.split("\n", 1)[0]
    if len(line) <= _LONGEST_TITLE:
        return line.strip()
    cut = line[: _LONGEST_TITLE - 1]
    words = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return f"{words.rstrip(' ,;:-–—')}…"


def _take(found: Masthead, lines: list[str], start: int) -> Masthead | None:
    """The masthead with one more line read into it; `None` where the story begins."""
    line = _EMPHASISED.sub(r"\2", lines[start]) if _EMPHASISED.fullmatch(lines[start]) else lines[start]
    if found.title and line.casefold() == found.title.casefold():
        return found
    if (heading := _MARKDOWN_HEADING.match(line)) and _may_be(heading[1], found.title):
        return replace(found, title=heading[1])
    if found.title and _UNDERLINED.fullmatch(line):
        return found
    if said := date_line(line):
        moment, is_update = said
        if is_update:
            return replace(found, updated_at=moment)
        return replace(found, published_at=found.published_at or moment)
    if taken := _take_name(found, line) or _take_dated(found, line):
        return taken
    if not found.title and _is_headline(lines, start):
        return found if _is_label(line) and _heads_another(lines, start) else replace(found, title=line)
    return found if found.title and _is_label(line) and _set_apart(lines, start) else None


def _may_be(heading: str, title: str | None) -> bool:
    return title is None or heading.casefold() == title.casefold()


def _take_name(found: Masthead, line: str) -> Masthead | None:
    if agency := _BY_AGENCY.fullmatch(line):
        return replace(found, publisher=found.publisher or agency["name"])
    if (byline := _BYLINE.fullmatch(line)) and _NAMES.fullmatch(byline["name"]) and " " in byline["name"]:
        name, _, outlet = (part.strip() for part in byline["name"].partition("|"))
        return replace(found, author=found.author or name, publisher=found.publisher or outlet or None)
    if link := _SAYS_LINK.fullmatch(line):
        return replace(found, url=found.url or link["link"])
    if says := _SAYS_PUBLISHER.fullmatch(line):
        return replace(found, publisher=found.publisher or says["name"].strip())
    return None


def _take_dated(found: Masthead, line: str) -> Masthead | None:
    """A byline and a date on one line: "By Ada Brandt, 3 May 2024"."""
    for between in _BETWEEN.finditer(line):
        named = _take_name(found, line[: between.start()].strip())
        said = date_line(line[between.end() :].strip()) if named else None
        if named and said:
            return replace(named, published_at=found.published_at or said[0])
    return None


def _is_headline(lines: list[str], start: int) -> bool:
    line = lines[start]
    if len(line) > _LONGEST_HEADLINE or _ENDS_SENTENCE.search(line) or _DATELINE.match(line):
        return False
    if not line[0].isalnum() and line[0] not in "\"'“‘[$€£¿¡«":
        return False
    below = lines[start + 1 :]
    if not any(below):
        return False
    return not below[0] or len(below[0]) >= _STORY_LINE or _is_detail(below[0])


def _is_detail(line: str) -> bool:
    return (
        date_line(line) is not None
        or _take_name(Masthead(""), line) is not None
        or bool(_UNDERLINED.match(line))
    )


def _is_label(line: str) -> bool:
    longest, words = _LABEL
    return len(line) <= longest and len(line.split()) <= words and not _ENDS_SENTENCE.search(line)


def _set_apart(lines: list[str], start: int) -> bool:
    """Whether a blank line stands on each side, or details of the masthead."""
    above, below = lines[start - 1], lines[start + 1 : start + 2]
    return (not above or _is_detail(above)) and bool(below) and (not below[0] or _is_detail(below[0]))


def _heads_another(lines: list[str], start: int) -> bool:
    """Whether the next line is itself a headline, which makes this one a section's name."""
    below = next((number for number in range(start + 1, len(lines)) if lines[number]), None)
    return below is not None and not _is_label(lines[below]) and _is_headline(lines, below)


def _with_dateline(found: Masthead) -> Masthead:
    dateline = _DATELINE.match(found.text)
    if not dateline:
        return found
    said = date_inside(dateline["place"] or "")
    publisher = found.publisher or dateline["agency"].strip()
    return replace(found, publisher=publisher, published_at=found.published_at or said)


def _from_front_matter(block: str, title: str | None) -> Masthead:
    """The plain `key: value` lines; nested values are not a news story's."""
    pairs = (line.partition(":") for line in block.split("\n") if ":" in line and line[0].isalpha())
    said = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}
    when = {key: date_line(said.get(key, "")) for key in ("date", "published", "published_at", "updated")}
    published = when["date"] or when["published"] or when["published_at"]
    link = said.get("url") or said.get("link") or said.get("canonical") or ""
    return Masthead(
        text="",
        title=title or said.get("title") or said.get("headline") or None,
        publisher=said.get("publisher") or said.get("source") or None,
        author=said.get("author") or None,
        url=link if link.startswith(("http://", "https://")) else None,
        published_at=published[0] if published else None,
        updated_at=when["updated"][0] if when["updated"] else None,
    )
