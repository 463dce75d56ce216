"""A text fragment leads to the quote, whatever the quote."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.deeplink import MAX_LENGTH, TextDirective, deep_link

URL = "https://example.org/story"
TEXT = "The dam broke at dawn. The mayor fled.\n\nTwo days later the mayor fled. Again, nobody asked why."

words = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)
texts = st.lists(st.lists(words, min_size=1, max_size=20).map(" ".join), min_size=1, max_size=4).map(
    "\n".join
)


def decoded(link: str) -> TextDirective:
    """The terms of a link's fragment, read as a browser reads them."""
    terms = link.partition(":~:text=")[2].split(",")
    prefix = unquote(terms.pop(0)[:-1]) if terms[0].endswith("-") else ""
    suffix = unquote(terms.pop()[1:]) if terms[-1].startswith("-") else ""
    start, *rest = [unquote(term) for term in terms]
    return TextDirective(start, rest[0] if rest else "", prefix, suffix)


def quote_span(quote: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def test_a_short_quote_is_named_whole() -> None:
    link = deep_link(URL, TEXT, quote_span("The dam broke at dawn."))
    assert link == f"{URL}#:~:text=The%20dam%20broke%20at%20dawn."


def test_a_quote_that_occurs_twice_is_told_apart_by_the_words_around_it() -> None:
    second = TEXT.rindex("the mayor fled.")
    link = deep_link(URL, TEXT, (second, second + len("the mayor fled.")))
    assert link is not None
    directive = decoded(link)
    assert directive.prefix == "later"
    page = " ".join(TEXT.split())
    assert directive.find(page) == (page.rindex("the mayor fled."), page.rindex("the mayor fled.") + 15)


def test_a_quote_over_two_paragraphs_is_named_by_its_edges() -> None:
    link = deep_link(URL, TEXT, quote_span("The mayor fled.\n\nTwo days later the mayor fled."))
    assert link is not None
    assert decoded(link).end
    assert "%0A" not in link


def test_reserved_characters_are_escaped() -> None:
    text = "A well-known, much-read & loved story."
    link = deep_link(URL, text, (0, len(text)))
    assert link is not None
    assert link.endswith("=A%20well%2Dknown%2C%20much%2Dread%20%26%20loved%20story.")


def test_a_fragment_of_the_address_is_kept_and_an_old_directive_replaced() -> None:
    link = deep_link(f"{URL}#part-2:~:text=old", TEXT, quote_span("The dam broke at dawn."))
    assert link == f"{URL}#part-2:~:text=The%20dam%20broke%20at%20dawn."


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org/a", "https://", "http://[::1", "story.txt"]
)
def test_only_web_addresses_are_linked(url: str) -> None:
    assert deep_link(url, TEXT, (0, 10)) is None


def test_an_address_that_leaves_no_room_stays_as_it_is() -> None:
    url = "https://example.org/" + "a" * MAX_LENGTH
    assert deep_link(url, TEXT, (0, 22)) == url


@given(texts, st.data())
def test_the_decoded_edges_find_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    link = deep_link(URL, text, (start, end))
    quoted = " ".join(text[start:end].split())
    assert link is not None
    assert len(link) <= MAX_LENGTH
    if link == URL:
        return
    directive = decoded(link)
    assert quoted.startswith(directive.start)
    assert quoted.endswith(directive.end or directive.start)
    assert directive.end or directive.start == quoted
