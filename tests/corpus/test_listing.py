"""Pages that lead to stories are told from stories that lead to others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.errors import NotAnArticleError
from corpus.extract import extract
from corpus.models import Page

NOW = datetime(2024, 10, 20, 12, tzinfo=UTC)
SENTENCES = (
    "The ferry to Saltholm will sail twice a day from Monday, the harbour office said.",
    "Two crews have been trained over the summer, and a third one starts in spring.",
    "Tickets stay at four dollars, and bicycles travel for nothing until the end of the year.",
    "Islanders had asked for an early boat since the school on the island was closed.",
)
HEADLINES = (
    "Council bans kites",
    "Bakery wins a prize",
    "Swimmers stay away",
    "Chess club in final",
    "Old films again",
)


def told(number: int) -> str:
    """A story of some length, no two alike."""
    return "".join(f"<p>Report {number}, part {part}. {' '.join(SENTENCES)}</p>" for part in range(4))


def page(body: str, head: str = "") -> Page:
    source = f"<html><head><title>Harbour</title>{head}</head><body>{body}</body></html>"
    return Page("https://ledger.example/harbour", source.encode(), "text/html", None, NOW)


@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
def test_a_story_with_a_heading_in_it_that_leads_elsewhere_is_a_story(head: str) -> None:
    inside = '<aside><h3><a href="/n/0">Council bans kites</a></h3></aside>'
    more = "".join(
        f'<div><h3><a href="/n/{number}">{title}</a></h3></div>'
        for number, title in enumerate(HEADLINES[1:], 1)
    )
    story = f"<main><article><h1>Ferry sails twice a day</h1>{told(1)}{inside}{told(2)}</article></main>"
    article = extract(page(f"{story}<section>{more}</section>", head))
    assert SENTENCES[0] in article.text


def test_a_front_page_of_whole_stories_is_a_list() -> None:
    posts = "".join(
        f'<article><h2><a href="/n/{number}">{title}</a></h2>{told(number)}</article>'
        for number, title in enumerate(HEADLINES)
    )
    with pytest.raises(NotAnArticleError, match="list of stories"):
        extract(page(f"<main>{posts}</main>"))
