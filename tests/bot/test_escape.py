from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import limits
from bot.escape import embolden, escape, link, plain, web_link
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


# `**` that no backslash stands in front of, and what it encloses.
BOLD = re.compile(r"((?:\\.|[^\\*])*)\*\*((?:\\.|[^\\*])+)\*\*", re.DOTALL)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and sorted, disjoint spans of it."""
    text = draw(texts)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    return text, list(zip(ends[::2], ends[1::2], strict=False))


@settings(deadline=None)
@given(marked())
def test_bold_changes_nothing_but_the_weight(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    bold = embolden(text, spans)
    assert re.sub(r"(\\.)|\*\*", r"\1", bold) == escape(text)
    reading = read(bold)
    assert reading.shown == plain(text)
    assert set(reading.acts) <= {("style", "**")}
    assert len(reading.acts) % 2 == 0
    assert limits.units(bold) <= limits.units(escape(text)) + 4 * len(spans)


@settings(deadline=None)
@given(marked())
def test_what_is_bold_was_asked_for(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    wanted = [plain(text[start:end]) for start, end in spans]
    for _, words in BOLD.findall(embolden(text, spans)):
        assert read(f"x{words}").shown.removeprefix("x") in wanted  # not at the start of a line
        assert words == words.strip()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It was Ada Brandt.", "Ada Brandt", "It was **Ada Brandt**."),
        ("Ada *Brandt* won.", "Ada *Brandt* won", r"**Ada \*Brandt\* won**."),
        ("It cost $5 (or more).", "$5", "It cost **$5** (or more)."),
        ("1. May it was.", "1. May", r"**1\. May** it was."),
        (
            "See https://evil.example/a now.",
            "https://evil.example/a",
            r"See **https\://evil.example/a** now.",
        ),
        ("Tell @everyone now.", "everyone", "Tell @**\u200beveryone** now."),
        ("In\n  May  2024 it was.", "May  2024", "In **May 2024** it was."),
        ("Ada\u200b Brandt\u200b won.", "\u200b Brandt\u200b", "Ada **Brandt** won."),
    ],
)
def test_the_words_are_bold(text: str, words: str, expected: str) -> None:
    start = text.index(words)
    assert embolden(text, [(start, start + len(words))]) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a *b* c", "b"),
        ("a *b* c", "*b*"),
        ("a \\b c", "b"),
        ("a b\\ c", "b"),
        ("a _b c", "_b"),
        ("a b__ c", "b"),
        ("a `b` c", "b"),
        ("a ||b c", "b"),
        ("a \u200b b", "\u200b"),
    ],
)
def test_words_beside_a_mark_of_markdown_are_not_bold(text: str, words: str) -> None:
    start = text.index(words)
    assert embolden(text, [(start, start + len(words))]) == escape(text)


def test_words_that_touch_are_not_bold_apart() -> None:
    assert embolden("ab c", [(0, 1), (1, 2)]) == "**a**b c"


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
