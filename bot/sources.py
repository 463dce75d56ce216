"""The sources below an answer: each article once, with the place of every sentence that is cited.  [pure]"""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import Field, fields_of
from bot.escape import escape, link, web_link
from bot.limits import FIELD_VALUE, units
from corpus import Article, Span
from retrieval import Citation, day, deep_link

HEADLINE = 150
PUBLISHER = 60
QUOTE = 120
# Where the sentences stand above, their first words tell their places apart: a line on a phone.
BEGINNING = 32


def sources(citations: Sequence[Citation], quoted: bool, most: int) -> tuple[Field, ...]:
    """The fields that name the articles cited, in the order of their first numbers.

    Args:
        citations: those whose numbers are shown above, in their order.
        quoted: whether the words that were cited do not stand above.
        most: fields.
    """
    articles: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        articles.setdefault((citation.article.id, citation.article.version), []).append(citation)
    lines = [line for some in articles.values() for line in _lines(some, quoted)]
    return fields_of("Sources", lines, most)


def sentence_link(article: Article, span: Span) -> str | None:
    """The link that leads to a span of an article's text, where one can be made."""
    try:
        return deep_link(article.url, article.text, span) if article.url else None
    except (ValueError, IndexError):  # an address or a text that no link can be made of costs the link only
        return None


def by(article: Article) -> str:
    """` · publisher · date`."""
    publisher = f" · {escape(article.publisher, PUBLISHER)}" if article.publisher else ""
    return f"{publisher} · {day(article.published_at)}"


def _lines(citations: Sequence[Citation], quoted: bool) -> list[str]:
    """One article: one line that may be broken nowhere, or several where they fit no field together."""
    if len(citations) == 1:
        return [_line(citations[0], quoted)]
    article = citations[0].article.article
    numbers = " ".join(f"[{citation.number}]" for citation in citations)
    places = [_place(citation, quoted) for citation in citations]
    for headline in (link(article.title, article.url, limit=HEADLINE), escape(article.title, HEADLINE)):
        # Its numbers stand in each line: what is removed later is found by them.
        whole = "\n".join([f"{numbers} {headline}{by(article)}", *places])
        if units(whole) <= FIELD_VALUE:
            return [whole]
    return [_line(citation, quoted) for citation in citations]


def _line(citation: Citation, quoted: bool) -> str:
    """`[1] headline · publisher · date`, linked to the sentence; unlinked or `quoted`, with its words."""
    article = citation.article.article
    deep = sentence_link(article, (citation.start, citation.end))
    headline = link(article.title, deep, article.url, limit=HEADLINE)
    line = f"[{citation.number}] {headline}{by(article)}"
    if headline.startswith("[") and not quoted:
        return line
    quote = f"{line}: “{escape(citation.quote, QUOTE)}”"
    return quote if units(quote) <= FIELD_VALUE else line


def _place(citation: Citation, quoted: bool) -> str:
    """`- [1] “the words”`, linked to where they stand."""
    deep = sentence_link(citation.article.article, (citation.start, citation.end))
    url = web_link(deep)
    words = f"“{escape(citation.quote, QUOTE if quoted or not url else BEGINNING)}”"
    if url is None:
        return f"- [{citation.number}] {words}"
    # The label of a link can show neither brackets nor another address as they are.
    if any(sign in citation.quote for sign in ("[", "]", "\\", "://")):
        return f"- [{citation.number}] {words} · [the sentence]({url})"
    return f"- [{citation.number}] [{words}]({url})"
