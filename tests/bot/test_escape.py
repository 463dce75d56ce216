from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot import limits
from bot.escape import escape, link, plain, web_link
from tests.bot.hostile import FRAGMENTS, texts, urls
from tests.bot.markdown import read


@settings(deadline=None)
@given(texts)
def test_escaped_text_shows_exactly_the_text_and_does_nothing_else(text: str) -> None:
    reading = read(escape(text))
    assert reading.acts == ()
    assert reading.shown == plain(text)


@settings(deadline=None)
@given(texts)
def test_escaping_at_most_doubles_the_length(text: str) -> None:
    assert limits.units(escape(text)) <= 2 * limits.units(plain(text))


@settings(deadline=None)
@given(texts)
def test_a_cut_keeps_whole_escapes(text: str) -> None:
    reading = read(escape(text, limit=20))
    assert reading.acts == ()
    assert limits.units(reading.shown) <= 20
    assert plain(text).startswith(reading.shown.removesuffix("…"))


@settings(deadline=None)
@given(texts, urls)
def test_a_link_leads_where_it_says_or_is_no_link(label: str, url: str | None) -> None:
    reading = read(link(label, url))
    assert reading.of("link") == ([safe] if (safe := web_link(url)) else [])
    assert {kind for kind, _ in reading.acts} <= {"link"}


@given(urls)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    safe = web_link(url)
    assert safe is None or (
        safe.startswith(("http://", "https://"))
        and len(safe) <= 512
        and not set(safe) & set(' ()<>[]\\\n"`|')
    )


def test_an_ordinary_address_stays_as_it_is() -> None:
    url = "https://example.org/a/b-c_d.html?x=1&y=%20#:~:text=who%20denied-,it%2Dself,-again"
    assert web_link(url) == url


def test_an_address_with_brackets_is_encoded() -> None:
    assert web_link("https://example.org/Story_(2024)") == "https://example.org/Story_%282024%29"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://example.org/",
        "https://bank.example@evil.example/",
        "https:///nowhere",
        "https://exa mple.org/",
        "https://example.org/\n",
        "https://example.org/\u202egnp",
        "https://example.org:99999/",
        "http://[::1",
        "https://" + "a" * 600,
        "",
    ],
)
def test_what_is_no_plain_web_address_is_not_linked(url: str) -> None:
    assert link("Headline", url) == "Headline"


def test_a_link_falls_back_to_the_next_address() -> None:
    long = "https://example.org/#:~:text=" + "a" * 600
    assert link("Headline", long, "https://example.org/") == "[Headline](https://example.org/)"


def test_a_headline_in_brackets_keeps_its_link() -> None:
    assert link("[Live] Vote", "https://example.org/") == "[(Live) Vote](https://example.org/)"


def test_a_headline_without_words_still_has_a_label() -> None:
    assert link(" \u200b ", "https://example.org/") == "[Untitled](https://example.org/)"


@pytest.mark.parametrize(
    "fragment", [f for f in FRAGMENTS if f in ("@everyone", ":smile:", "discord.gg/evil", "**")]
)
def test_the_oracle_sees_what_is_not_escaped(fragment: str) -> None:
    assert read(fragment).acts


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("a" * 20, 5, "aaaa…"),
        ("👩👩👩", 5, "👩👩…"),
    ],
)
def test_a_cut_ends_at_a_word_and_counts_as_discord_might(text: str, limit: int, expected: str) -> None:
    assert limits.cut(text, limit) == expected
