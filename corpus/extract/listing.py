"""Pages that lead to stories and tell none: front pages, sections, tags, searches, authors."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urljoin

from corpus.links import canonical_link
from corpus.words import count_words

_FEWEST_LEADS = 4
_MOST_LEADS = 300
_MOST_LINKS = 3_000
_LINES = frozenset({"li", "p", "td", "dt", "dd"})
# Fewer words in a linked heading name a section, not a story.
_HEADLINE_WORDS = 3
# A headline and its first lines; what holds more holds a whole story.
_CARD_WORDS = 120
_HALF = 0.5
# A story that says it is one may lead to others between its paragraphs.
_NEARLY_ALL = 0.9
_HEADINGS = "//h1 | //h2 | //h3 | //h4 | //h5 | //*[@role='heading']"


def leads_elsewhere(tree: Any, text: str, url: str, declared: bool) -> bool:
    """Whether what was taken for the story is mostly other stories' headlines and first lines.

    Args:
        tree: The page.
        text: What was taken for the story.
        url: The page's address.
        declared: Whether the page says that it is a story.
    """
    lines = [_folded(line.removeprefix("- ")) for line in text.split("\n") if line.strip()]
    words = sum(map(count_words, lines))
    anchors = _lines_of_links(tree)
    leads = _leads(tree, url)
    cards = "\n".join(_cards(leads))
    theirs = [line for line in lines if line in anchors or (len(leads) >= _FEWEST_LEADS and line in cards)]
    most = _NEARLY_ALL if declared else _HALF
    return len(theirs) >= _FEWEST_LEADS and sum(map(count_words, theirs)) >= most * words


def _lines_of_links(tree: Any) -> set[str]:
    """The texts of links, and of what is around one and hardly more: a date before it, a mark behind."""
    found = set()
    for anchor in tree.xpath("//a[@href]")[:_MOST_LINKS]:
        text, around = _folded(anchor.text_content()), anchor.getparent()
        found.add(text)
        if (
            around is not None
            and around.tag in _LINES
            and len(whole := _folded(around.text_content())) < 2 * len(text)
        ):
            found.add(whole)
    return found


def counts_leads(tree: Any, url: str) -> int:
    """How many other stories the page leads to by their headlines."""
    return len(_leads(tree, url))


def _leads(tree: Any, url: str) -> list[Any]:
    """The headings that are links to other pages, each page once."""
    here = canonical_link(url)
    found: dict[str, Any] = {}
    for heading in tree.xpath(_HEADINGS):
        anchors = heading.xpath(".//a[@href] | ancestor::a[@href][1]")
        if len(found) == _MOST_LEADS or not anchors or count_words(heading.text_content()) < _HEADLINE_WORDS:
            continue
        try:
            target = canonical_link(urljoin(url, anchors[0].get("href").strip()))
        except ValueError:
            continue
        if target != here:
            found.setdefault(target, heading)
    titles = [heading for heading in found.values() if heading.tag == "h1"]
    return [heading for heading in found.values() if heading.tag != "h1" or len(titles) > 1]


def _cards(leads: list[Any]) -> list[str]:
    """What stands around each heading and no other one: its first lines, or on a front page a whole story."""
    within = Counter(around for lead in leads for around in lead.iterancestors())
    teasers, wholes = [], []
    for lead in leads:
        teaser = whole = _folded(lead.text_content())
        for around in lead.iterancestors():
            if within[around] > 1 or around.tag in ("body", "html"):
                break
            whole = _folded(around.text_content())
            teaser = whole if count_words(whole) <= _CARD_WORDS else teaser
        teasers.append(teaser)
        wholes += [whole] if whole != teaser else []
    # One is the story of this very page, with a heading in it that leads elsewhere.
    return teasers + wholes if len(wholes) >= _FEWEST_LEADS else teasers


def _folded(text: str) -> str:
    return " ".join(text.split())
