"""What a page says about its story, the most reliable first: JSON-LD, meta elements, microdata, `<time>`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from corpus.extract.found import Found, moment, name, tidy
from corpus.extract.jsonld import from_json_ld
from corpus.links import named_link
from corpus.models import Page

_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "application-name")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "byl")
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "pubdate",
    "publishdate", "date", "dc.date.issued", "dc.date", "sailthru.date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dc.date.modified")
_SEPARATOR = re.compile(r"\s+(?:[|–—·»«/-]|::)\s+")
_BY = re.compile(r"^(?:(?:written|reported|story|words) )?by:?\s+(?=\S)", re.IGNORECASE)
_LONGEST_NAME = 60


def metadata(page: Page, tree: Any) -> Found:
    """Everything the page's own marks say about the story."""
    places = (
        from_json_ld(tree, page.url),
        _from_meta(tree),
        _from_microdata(tree),
        _from_times(tree),
        _from_window(tree),
    )
    found = Found()
    for place in places:
        found = found.or_else(place.before(page.fetched_at))
    if found.author and found.publisher and _folded(found.author) == _folded(found.publisher):
        # Many pages name the house where the writer should be, and the writer in another place.
        names = (place.author for place in places if place.author and " " in place.author)
        writers = (author for author in names if _folded(found.publisher) not in _folded(author))
        found = replace(found, author=next(writers, found.author))
    return found


def _folded(text: str) -> str:
    return text.casefold().removeprefix("the ")


def address(page: Page, tree: Any) -> str:
    """The address that the page names as its own if it is of the same site, else the one that answered."""
    named = tree.xpath("//link[@rel='canonical']/@href") or tree.xpath("//meta[@property='og:url']/@content")
    for link in named[:1]:
        try:
            return named_link(page.url, str(urljoin(page.url, link.strip())))
        except ValueError:
            break
    return page.url


def window_title(tree: Any) -> str | None:
    """What the browser shows over the page: most often the headline and the publisher."""
    return tidy(tree.findtext(".//title"))


def _from_meta(tree: Any) -> Found:
    said: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        place = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = tidy(element.get("content"))
        if place and content:
            said.setdefault(place, content)
    authors = (name(said[place]) for place in _AUTHORS if place in said)
    return Found(
        title=next((said[place] for place in _TITLES if place in said), None),
        publisher=next((said[place] for place in _PUBLISHERS if place in said), None),
        author=next((_BY.sub("", author) for author in authors if author), None),
        published_at=next((found for place in _PUBLISHED if (found := moment(said.get(place)))), None),
        updated_at=next((found for place in _UPDATED if (found := moment(said.get(place)))), None),
        free=said.get("isaccessibleforfree", "").lower() != "false",
        declared=said.get("og:type", "").lower() in ("article", "og:article", "news.article"),
    )


def _from_microdata(tree: Any) -> Found:
    """The names that stand marked in the page itself, and `rel=author`."""
    signed = tree.xpath("//a[@rel='author'] | //link[@rel='author'][@title]")
    return Found(
        publisher=_marked(tree, "publisher"),
        author=_marked(tree, "author") or next((_text(element) for element in signed), None),
        declared=bool(tree.xpath("//*[@itemscope][contains(@itemtype, 'Article')]")),
    )


def _marked(tree: Any, role: str) -> str | None:
    found: list[str] = []
    for element in tree.xpath(f"//*[@itemprop='{role}']"):
        inside = element.xpath(".//*[@itemprop='name']")
        marked = name(_text(inside[0] if inside else element))
        if marked and len(marked) <= _LONGEST_NAME and marked not in found:
            found.append(marked)
    return ", ".join(found) or None


def _text(element: Any) -> str | None:
    words = tidy(element.get("content") or element.get("title") or element.text_content())
    return _BY.sub("", words) if words else None


def _from_times(tree: Any) -> Found:
    """The first `<time>` that is marked as the story's own; an unmarked one only heading an article."""
    marked = "//time[@itemprop='datePublished' or @pubdate or contains(@class, 'publish')]/@datetime"
    unmarked = (
        "//article//header//time/@datetime | //article/time/@datetime | //h1/following::time[1]/@datetime"
    )
    times = [*tree.xpath(marked), *tree.xpath(unmarked)]
    changed = tree.xpath("//time[@itemprop='dateModified' or contains(@class, 'update')]/@datetime")
    return Found(
        published_at=next((found for text in times if (found := moment(text))), None),
        updated_at=next((found for text in changed if (found := moment(text))), None),
    )


def _from_window(tree: Any) -> Found:
    """The publisher, where the window's title is the headline over the story and one name more."""
    title = window_title(tree) or ""
    for heading in tree.xpath("//h1")[:5]:
        headline = tidy(heading.text_content())
        if not headline or headline == title:
            continue
        if title.startswith(headline):
            house = _SEPARATOR.split(f" {title[len(headline) :]}")[-1]
        elif title.endswith(headline):
            house = _SEPARATOR.split(f"{title[: -len(headline)]} ")[0].rstrip(" :")
        else:
            continue
        return Found(publisher=house if 0 < len(house.strip()) <= _LONGEST_NAME else None)
    return Found()
