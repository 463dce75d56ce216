"""One address in its many dresses is one; two stories never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.links import canonical_link, named_link

SAME = {
    "https://lunow.example/harbour": (
        "https://Lunow.Example/harbour",
        "http://lunow.example:80/harbour/",
        "https://lunow.example:443/harbour#top",
        "https://lunow.example./harbour?utm_source=a&UTM_Medium=b&fbclid=c",
        "  https://user:word@lunow.example/harbour//?gclid=1 ",
        "https://www.lunow.example/harbour",
        "https://m.lunow.example/harbour?source=rss",
        "https://mobile.lunow.example/harbour/?ref=front_page",
        "https://amp.lunow.example/harbour",
        "https://lunow.example/harbour/amp",
        "https://lunow.example/harbour/amp/",
        "https://lunow.example/amp/harbour",
        "https://lunow.example/harbour.amp",
        "https://lunow.example/harbour?amp",
        "https://lunow.example/harbour?amp=1&outputType=amp",
        "https://lunow.example/harbour/index.html",
        "https://lunow.example//harbour/index.php#comments",
        "https://lunow.example/harbour;jsessionid=0A1B?PHPSESSID=77",
        "https://lunow.example/%68arbour%20",
        "https://lunow-example.cdn.ampproject.org/c/s/lunow.example/harbour?usqp=mq331AQ",
        "https://cdn.ampproject.org/v/s/www.lunow.example/harbour/amp/?amp_js_v=0.1",
        "https://www.google.com/amp/s/m.lunow.example/harbour.amp",
        "https://www.google.co.uk/amp/lunow.example/harbour",
        "https://www.bing-amp.com/c/s/lunow.example/harbour",
    ),
    "https://lunow.example?p=123": (
        "https://lunow.example/?p=123",
        "https://www.lunow.example/index.php?p=123&utm_campaign=x&share=chat",
    ),
    "https://en.lexicon.example/wiki/Harbour": ("https://en.m.lexicon.example/wiki/Harbour",),
    "https://lunow.example/stra%C3%9Fe?a=1&b=2": ("https://lunow.example/straße?b=2&a=1",),
    "https://lunow.example/harbour.html": ("https://lunow.example/harbour.amp.html",),
}
DIFFERENT = (
    ("https://a.example/s?id=1", "https://a.example/s?id=2"),
    ("https://a.example/?p=7", "https://a.example/?p=8"),
    ("https://a.example/s?id=1", "https://a.example/S?id=1"),
    ("https://a.example/s?id=1", "https://b.example/s?id=1"),
    ("https://a.example/s", "https://a.example:8080/s"),
    ("https://a.example/s", "https://news.a.example/s"),
    ("https://a.example/s", "https://a.example/s?page=2"),
    ("https://a.example/view?ref=8812", "https://a.example/view?ref=8813"),
    ("https://a.example/view?cid=11", "https://a.example/view?cid=12"),
    ("https://a.example/view?sid=3", "https://a.example/view?sid=4"),
    ("https://a.example/view?story=harbour", "https://a.example/view?story=bridge"),
    ("https://a.example/view?src=harbour", "https://a.example/view?src=bridge"),
    ("https://a.example/s?lang=de", "https://a.example/s?lang=en"),
    ("https://a.example/guitar-amp", "https://a.example/guitar"),
    ("https://a.example/amp", "https://a.example/"),
    ("https://a.example/champ", "https://a.example/ch"),
    ("https://a.example/index.html/2", "https://a.example/2"),
    ("https://a.example/#!/story/1", "https://a.example/#!/story/2"),
    ("https://m.co.uk/s", "https://mobile.co.uk/s"),
    ("https://amp.example/s", "https://www.example/s"),
    ("https://www.google.com/search?q=a", "https://www.google.com/search?q=b"),
    ("https://a.example/2024/03/05", "https://a.example/2024/03/06"),
    ("https://a.example/x%2Fy", "https://a.example/x/y"),
)


@pytest.mark.parametrize(("plain", "spelled"), [(plain, one) for plain, all_ in SAME.items() for one in all_])
def test_spellings_of_one_address_are_equal(plain: str, spelled: str) -> None:
    assert canonical_link(spelled) == plain == canonical_link(plain)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_different_stories_stay_different(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


_LINKS = st.one_of(
    st.text(),
    st.builds("{}://{}{}".format, st.sampled_from(["http", "HTTPS", "ftp"]), st.text(), st.text()),
    st.builds(
        "http{}://{}{}/{}?{}#{}".format,
        st.sampled_from(["", "s"]),
        st.sampled_from(["a.Example", "www.m.a.example", "[::1]", "[::1", "münchen.example", "google.com"]),
        st.sampled_from(["", ":80", ":443", ":8443", ":99999", ":x"]),
        st.lists(st.sampled_from(["amp", "s", "c", "b.example", "index.html", ".amp", "%41", "é"])).map(
            "/".join
        ),
        st.text(),
        st.sampled_from(["x", "!/x"]),
    ),
)


@given(_LINKS)
def test_a_canonical_link_is_its_own_canonical_link(url: str) -> None:
    assert canonical_link(canonical_link(url)) == canonical_link(url)


@given(st.from_regex(r"[a-z]{1,4}", fullmatch=True), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_number_in_a_link_always_tells_stories_apart(name: str, one: int, other: int) -> None:
    links = {canonical_link(f"https://a.example/story?{name}id={number}") for number in (one, other)}
    assert len(links) == len({one, other})


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("https://lunow.example/harbour", "https://lunow.example/harbour"),
        ("http://m.lunow.example/harbour", "http://m.lunow.example/harbour"),
        ("https://lunow.example/", "https://www.lunow.example/harbour?x=1"),
        ("https://else.example/harbour", "https://www.lunow.example/harbour?x=1"),
        ("not a link", "https://www.lunow.example/harbour?x=1"),
        ("", "https://www.lunow.example/harbour?x=1"),
    ],
)
def test_a_page_names_its_own_address_only_on_its_own_site(named: str, address: str) -> None:
    assert named_link("https://www.lunow.example/harbour?x=1", named) == address


def test_a_cached_page_names_the_address_at_its_publisher() -> None:
    cached = "https://lunow-example.cdn.ampproject.org/c/s/lunow.example/harbour"
    assert named_link(cached, "https://lunow.example/harbour-1") == "https://lunow.example/harbour-1"
