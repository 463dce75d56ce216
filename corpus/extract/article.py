"""Page → Article: the story's own text, and who published it when, as the page itself says."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from corpus.clean import clean
from corpus.errors import NotAnArticleError
from corpus.extract.boxes import join_boxes
from corpus.extract.found import Found, moment, tidy
from corpus.extract.listing import counts_leads, leads_elsewhere
from corpus.extract.markup import characters, is_plain, tree_of
from corpus.extract.metadata import address, metadata, window_title
from corpus.extract.sight import drop_unseen
from corpus.extract.signs import WALLS
from corpus.extract.walls import FEWEST_WORDS, Sight, reason_against
from corpus.models import Article, Hints, Page
from corpus.words import count_words

_SEPARATOR = re.compile(r"\s+(?:[|–—·»-]|::)\s+")
# Under the heads of a table, as trafilatura writes it.
_RULE = re.compile(r"(?=[^-]*-)[|\s:-]+")
_LONGEST_TITLE = 160
_LEADS = 5
_NO_HINTS = Hints()
# What trafilatura has been seen to raise, or may, over metadata and trees of a hostile shape.
_STUMBLES = (RecursionError, ValueError, TypeError, KeyError, IndexError, AttributeError)


def extract(page: Page, hints: Hints = _NO_HINTS) -> Article:
    """The story on a page; what `hints` say wins over what the page says.

    Raises:
        NotAnArticleError: there is no story on it, with the reason: empty, too short, or a page for logins,
            consent, robots, subscriptions or errors.
    """
    source = characters(page)
    if is_plain(page, source):
        return _plain(page, source, hints)
    tree = tree_of(page, source)
    said = metadata(page, tree)
    text, guessed = _story(page, tree)
    host = urlsplit(page.url).hostname or ""
    names = Found(title=window_title(tree), publisher=host.removeprefix("www.") or None)
    found = said.or_else(guessed.before(page.fetched_at)).or_else(names)
    title = _headline(found.under(hints), host, () if hints.title else _headings(tree))
    text = clean(_without_title(text, title))
    reason = reason_against(_sight(page, tree, replace(found, title=title), text))
    if reason:
        raise NotAnArticleError(page.url, reason)
    found = replace(found.under(hints), title=title or _first_words(text))
    return _article(page, found, text, hints.url or address(page, tree))


def _plain(page: Page, source: str, hints: Hints) -> Article:
    text = clean(source)
    reason = reason_against(Sight((), text, text))
    if reason:
        raise NotAnArticleError(page.url, reason)
    first, _, rest = text.partition("\n")
    title, text = (first, rest.strip()) if _is_headline(first, rest) else (_first_words(text), text)
    return _article(page, Found(title=title).under(hints), text, hints.url or page.url)


def _article(page: Page, found: Found, text: str, url: str) -> Article:
    published, updated = found.published_at, found.updated_at
    return Article(
        title=found.title or _first_words(text),
        text=text,
        publisher=found.publisher,
        author=found.author,
        url=url,
        published_at=published,
        updated_at=updated if updated and (published is None or updated > published) else None,
        fetched_at=page.fetched_at,
    )


def _story(page: Page, tree: Any) -> tuple[str, Found]:
    """The story's paragraphs, blank lines between, and what trafilatura believes about it."""
    shown = copy.deepcopy(tree)
    drop_unseen(shown)
    text, guessed = _read(page, copy.deepcopy(shown))
    # It takes the first box that looks like a story's, and leaves others of the same kind.
    if text and join_boxes(shown, text):
        text, _ = _read(page, shown)
    return text, guessed


def _read(page: Page, tree: Any) -> tuple[str, Found]:
    """The same of a tree that is used up by it."""
    from trafilatura import bare_extraction

    try:
        story: Any = bare_extraction(
            tree,
            url=page.url,
            with_metadata=True,
            include_comments=False,
            # The extensive search takes any date it sees for the story's; no date is better than another's.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except _STUMBLES as error:
        raise NotAnArticleError(page.url, "The page's markup cannot be read.") from error
    if story is None:
        return "", Found()
    paragraphs = (line.strip() for line in (story.text or "").split("\n"))
    # Its name of the site is the host where it finds none, which we know better.
    site = tidy(story.sitename) if story.sitename != urlsplit(page.url).netloc else None
    guessed = Found(tidy(story.title), site, tidy(story.author), moment(story.date))
    return "\n\n".join(line for line in paragraphs if line and not _RULE.fullmatch(line)), guessed


def _sight(page: Page, tree: Any, found: Found, text: str) -> Sight:
    """What is seen of a page beside its story; takes the scripts out of the tree."""
    few = count_words(text) < FEWEST_WORDS
    if few:
        lists = not found.declared and counts_leads(tree, page.url) >= _LEADS
    else:
        lists = leads_elsewhere(tree, text, page.url, found.declared)
    marked = frozenset(wall.reason for wall in WALLS if tree.xpath(wall.marks))
    window = window_title(tree) or ""
    titles = (found.title, window, _SEPARATOR.split(window)[0], *_headings(tree))
    # What stands for readers without scripts is seen where there is nothing else.
    for hidden in tree.xpath("//script | //style" if few else "//script | //style | //noscript"):
        hidden.drop_tree()
    seen = " ".join(tree.text_content().split())
    named = tuple(title for title in titles if title)
    return Sight(
        titles=named,
        text=text,
        page_text=seen,
        marked=marked,
        free=found.free,
        declared=found.declared,
        words=found.words,
        lists=lists or (found.listing and not found.declared),
    )


def _headings(tree: Any) -> tuple[str, ...]:
    """What stands largest on the page."""
    return tuple(filter(None, (tidy(heading.text_content()) for heading in tree.xpath("//h1")[:3])))


def _headline(found: Found, host: str, headings: tuple[str, ...]) -> str:
    """The title without the publisher's or a section's name before or behind it."""
    title = found.title or ""
    site = host.removeprefix("www.")
    names = {name.casefold() for name in (found.publisher, site, site.partition(".")[0]) if name}
    parts = _SEPARATOR.split(title)
    over = next(
        (one for one in headings if title.startswith(one) and _SEPARATOR.match(title[len(one) :])), None
    )
    if over:
        title = over
    elif len(parts) > 1 and _is_name(parts[-1], names):
        title = title[: title.rindex(parts[-1])]
    elif len(parts) > 1 and _is_name(parts[0], names):
        title = title[len(parts[0]) :]
    return title.strip(" |–—·»:-\t")


def _is_name(part: str, names: set[str]) -> bool:
    folded = part.strip().casefold()
    return folded in names or folded.removeprefix("the ") in {name.removeprefix("the ") for name in names}


def _without_title(text: str, title: str) -> str:
    first, _, rest = text.partition("\n\n")
    return rest if title and first.strip().casefold() == title.casefold() else text


def _is_headline(first: str, rest: str) -> bool:
    return bool(rest.strip()) and len(first) <= _LONGEST_TITLE and not re.search(r"[.!?,;:]$", first)


def _first_words(text: str) -> str:
    words = " ".join(text.split()[:12])
    return words[:_LONGEST_TITLE] if len(text.split()) <= 12 else f"{words[:_LONGEST_TITLE]} …"
