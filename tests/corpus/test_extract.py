"""Pages of five designs become articles; pages that are none are refused with the reason."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import NotAnArticleError
from corpus.extract import extract
from corpus.models import Hints, Page

NOW = datetime(2024, 10, 20, 12, tzinfo=UTC)
LINK = "https://www.harbour-ledger.example/news/lighthouse?utm_source=mail"
STORY = (
    "The lighthouse at Marrow Point will be lit again next spring, thirty years after it was switched off,"
    " the harbour office said on Friday.",
    "Volunteers have spent four summers on the lamp and the stairs. “We counted 211 steps, and we carried the"
    " new glass up every one of them,” said Elin Marsh, who leads the group.",
    "The repair cost $140,000, most of it given by fishermen. The office expects the light to be seen from"
    " eighteen miles away in clear weather.",
    "It will not guide ships. Captains have used satellites for a long time, Marsh said, but people on the"
    " island had missed the beam at night and asked for it back in a petition with 900 names.",
)
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
TITLE = "Marrow Point lighthouse to shine again"
FURNITURE = (
    "Most read", "Subscribe to our newsletter", "Share on Facebook", "All rights reserved", "Sign in",
    "Weather today", "Council bans kites from pier", "We use cookies", "Leave a comment", "I love this tower",
)  # fmt: skip


def page(
    source: str | bytes, url: str = LINK, kind: str | None = "text/html", charset: str | None = None
) -> Page:
    content = source if isinstance(source, bytes) else source.encode()
    return Page(url, content, kind, charset, NOW)


def wire(thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2024-10-11T09:30:00+02:00",
    "dateModified": "2024-10-11T11:00:00Z",
    "author": [{"@type": "Person", "name": "Joan Abara"}, {"@type": "Person", "name": "Denny Marsh"}],
    "publisher": {"@type": "Organization", "name": "The Harbour Ledger"},
}
CLASSIC = f"""<!DOCTYPE html><html><head><title>{TITLE} | The Harbour Ledger</title>{wire(NEWS)}
<link rel="canonical" href="/news/lighthouse"></head><body>
<header><nav><a href="/">Home</a><a href="/login">Sign in</a><a href="/w">Weather today</a></nav></header>
<main><article><h1>{TITLE}</h1><div class="byline">By Joan Abara</div>
{PARAGRAPHS}</article></main>
<aside><h2>Most read</h2><ul><li><a href="/kites">Council bans kites from pier</a></li></ul></aside>
<section id="comments"><h3>Leave a comment</h3><p>I love this tower</p></section>
<footer>© 2024 The Harbour Ledger. All rights reserved.</footer></body></html>"""
GRAPH = f"""<html><head>{
    wire(
        {
            "@graph": [
                {"@type": "WebSite", "name": "Harbour Ledger site"},
                {"@type": "Organization", "@id": "#org", "name": "The Harbour Ledger"},
                {"@type": "Person", "@id": "#joan", "name": "Joan Abara"},
                {
                    **NEWS,
                    "@type": ["Article", "NewsArticle"],
                    "publisher": {"@id": "#org"},
                    "author": {"@id": "#joan"},
                },
            ]
        }
    )
}</head><body><div id="page"><div class="topbar">We use cookies. <button>OK</button></div>
<div class="entry-content"><h1>{TITLE}</h1>{PARAGRAPHS}<div class="share">Share on Facebook</div></div>
<div class="newsletter"><p>Subscribe to our newsletter</p></div></div></body></html>"""
META = f"""<html><head><title>Harbour Ledger: {TITLE}</title>
<meta property="og:title" content="{TITLE} - The Harbour Ledger">
<meta property="og:site_name" content="The Harbour Ledger"><meta name="author" content="Joan Abara">
<meta property="article:author" content="https://facebook.example/joan">
<meta property="article:published_time" content="2024-10-11T07:30:00Z">
<meta property="article:modified_time" content="2024-10-11T11:00:00+00:00"></head>
<body><div class="menu"><a href="/w">Weather today</a></div>
<section class="article-body">{PARAGRAPHS}</section>
<div class="related"><h4>Most read</h4>
<a href="/kites">Council bans kites from pier</a></div></body></html>"""
BARE = f"""<html><head><title>{TITLE}</title></head><body>
<table><tr><td><a href="/w">Weather today</a></td><td>
<article><header><h1>{TITLE}</h1><time datetime="2024-10-11">Friday</time></header>{PARAGRAPHS}</article>
</td></tr></table><div id="footer">All rights reserved</div></body></html>"""
BREAKS = f"""<html><head><title>{TITLE} — The Harbour Ledger</title>
<meta property="og:site_name" content="Harbour Ledger"></head><body>
<div class="wrapper"><div class="story">
<h2>{TITLE}</h2>{"<br><br>".join(STORY)}</div></div>
<div class="social">Share on Facebook</div></body></html>"""
DESIGNS = {"classic": CLASSIC, "graph": GRAPH, "meta": META, "bare": BARE, "breaks": BREAKS}


@pytest.mark.parametrize("design", DESIGNS)
def test_the_story_survives_whole_and_the_furniture_goes(design: str) -> None:
    article = extract(page(DESIGNS[design]))
    assert [part for part in STORY if part not in article.text] == []
    assert [words for words in FURNITURE if words in article.text] == []
    assert article.title == TITLE


@pytest.mark.parametrize("design", ["classic", "graph", "bare"])
def test_paragraphs_are_separated_by_blank_lines(design: str) -> None:
    paragraphs = extract(page(DESIGNS[design])).text.split("\n\n")
    assert [part for part in STORY if part not in paragraphs] == []


@pytest.mark.parametrize("design", ["classic", "graph", "meta"])
def test_publisher_author_and_times_come_from_the_pages_own_marks(design: str) -> None:
    article = extract(page(DESIGNS[design]))
    assert article.publisher == "The Harbour Ledger"
    assert article.author is not None
    assert article.author.startswith("Joan Abara")
    assert article.published_at == datetime(2024, 10, 11, 7, 30, tzinfo=UTC)
    assert article.updated_at == datetime(2024, 10, 11, 11, tzinfo=UTC)
    assert article.fetched_at == NOW


def test_several_authors_are_all_named() -> None:
    assert extract(page(CLASSIC)).author == "Joan Abara, Denny Marsh"


def test_a_date_without_a_time_is_its_midnight_in_utc() -> None:
    assert extract(page(BARE)).published_at == datetime(2024, 10, 11, tzinfo=UTC)


def test_a_page_without_a_date_has_none() -> None:
    article = extract(page(BREAKS))
    assert (article.published_at, article.updated_at, article.author) == (None, None, None)


def test_a_date_in_the_story_or_the_footer_is_not_its_publication() -> None:
    source = BREAKS.replace("on Friday", "on 4 May 2021").replace("</body>", "<p>© 2019</p></body>")
    assert extract(page(source)).published_at is None


def test_the_canonical_address_is_kept_if_it_is_the_sites_own() -> None:
    assert extract(page(CLASSIC)).url == "https://www.harbour-ledger.example/news/lighthouse"
    foreign = CLASSIC.replace('href="/news/lighthouse"', 'href="https://elsewhere.example/x"')
    assert extract(page(foreign)).url == LINK


def test_what_the_person_says_wins() -> None:
    told = datetime(2024, 1, 2, tzinfo=UTC)
    hints = Hints(
        title="A light", publisher="Mine", author="Me", published_at=told, url="https://mine.example/a"
    )
    article = extract(page(CLASSIC), hints)
    said = (article.title, article.publisher, article.author, article.published_at, article.url)
    assert said == ("A light", "Mine", "Me", told, "https://mine.example/a")


def test_an_update_that_is_not_later_is_none() -> None:
    source = CLASSIC.replace("2024-10-11T11:00:00Z", "2024-10-11T07:30:00Z")
    assert extract(page(source)).updated_at is None


def test_a_title_keeps_a_dash_that_is_its_own() -> None:
    source = BREAKS.replace(TITLE, "Lamp, stairs – light: the tower returns")
    assert extract(page(source)).title == "Lamp, stairs – light: the tower returns"


def test_character_references_in_json_ld_are_resolved() -> None:
    source = CLASSIC.replace(json.dumps(TITLE), json.dumps("Marrow &amp; the light &#8217;til dawn"))
    assert extract(page(source)).title == "Marrow & the light ’til dawn"


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2024-03-04T10:00:00+0100", 9),
        ("2024-03-04 10:00:00 UTC", 10),
        ("2024-03-04T10:00Z", 10),
        ("Mon, 04 Mar 2024 10:00:00 GMT", 10),
        ("Mon, 04 Mar 2024 10:00:00 EST", 15),
        ("Mon Mar 04 2024 10:00:00 GMT+0100 (CET)", 9),
        ("March 4, 2024 10:00 PM", 22),
        ("March 4, 2024 12:30 a.m.", 0),
        ("March 4, 2024 10:00 AM EST", 15),
        ("4 March 2024 7 pm", 19),
    ],
)
def test_a_time_is_read_as_pages_write_it(written: str, hour: int) -> None:
    source = META.replace("2024-10-11T07:30:00Z", written)
    published = extract(page(source)).published_at
    assert published is not None
    assert (published.date(), published.hour) == (date(2024, 3, 4), hour)


def test_a_table_is_read_without_the_line_below_its_heads() -> None:
    rows = "<table><tr><th>Night</th><th>Steps</th></tr><tr><td>Friday</td><td>211</td></tr></table>"
    text = extract(page(CLASSIC.replace("</article>", f"{rows}</article>"))).text
    assert "Friday" in text
    assert "--" not in text


@pytest.mark.parametrize("behind", [" | Sport", " – Harbour – Ledger online", " | HL | 11.10.2024"])
def test_what_stands_behind_the_headline_on_the_page_is_not_part_of_it(behind: str) -> None:
    source = CLASSIC.replace(f"{TITLE} |", f"{TITLE}{behind} |").replace(
        f'"headline": "{TITLE}"', f'"headline": "{TITLE}{behind}"'
    )
    assert extract(page(source)).title == TITLE


@pytest.mark.parametrize("named", ["d.marsh@ledger.example", "4711", "https://ledger.example/marsh"])
def test_an_address_or_a_number_is_nobodys_name(named: str) -> None:
    source = META.replace('content="Joan Abara"', f'content="{named}"')
    assert extract(page(source)).author is None


def test_a_writer_named_elsewhere_comes_before_the_house_as_author() -> None:
    told = {**NEWS, "author": {"@type": "Organization", "name": "the Harbour Ledger"}}
    source = CLASSIC.replace(wire(NEWS), wire(told) + '<meta name="author" content="By Joan Abara">')
    assert extract(page(source)).author == "Joan Abara"
    assert extract(page(CLASSIC.replace(wire(NEWS), wire(told)))).author == "the Harbour Ledger"


@pytest.mark.parametrize("link", ["Contact", "Posts by The Harbour Ledger"])
def test_a_link_of_the_house_is_no_writer(link: str) -> None:
    told = {**NEWS, "author": "The Harbour Ledger"}
    source = CLASSIC.replace(wire(NEWS), wire(told)).replace(
        "By Joan Abara", f'<a rel="author" href="/x">{link}</a>'
    )
    assert extract(page(source)).author == "The Harbour Ledger"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_the_charset_is_found_where_it_is_named(charset: str) -> None:
    source = CLASSIC.replace("<head>", f'<head><meta charset="{charset}">')
    assert STORY[1] in extract(page(source.encode(charset))).text
    if charset != "utf-16":
        assert STORY[1] in extract(page(CLASSIC.encode(charset), charset=charset)).text


@pytest.mark.parametrize("claimed", ["iso-8859-1", "windows-1252", "utf-8", "gbk", "shift_jis"])
def test_letters_that_are_utf_8_are_read_as_it_whatever_the_page_claims(claimed: str) -> None:
    source = CLASSIC.replace("<head>", f'<head><meta charset="{claimed}">')
    assert STORY[1] in extract(page(source)).text
    assert STORY[1] in extract(page(source, charset=claimed)).text


def test_one_torn_letter_does_not_spoil_the_others() -> None:
    letters = f"<p>{'Ærø får en ny færge. ' * 9}</p>"
    source = CLASSIC.replace("</article>", f"{letters}</article>").encode().replace("©".encode(), b"\xc2")
    assert STORY[1] in extract(page(source, charset="utf-8")).text


@pytest.mark.parametrize("charset", ["gb18030", "shift_jis", "euc_jp", "iso2022_jp", "koi8-r", "utf-16-le"])
def test_another_charset_is_not_taken_for_utf_8(charset: str) -> None:
    words = "灯台守は毎晩塔に上る。" if charset not in ("koi8-r",) else "Маяк снова зажжётся весной. "
    told = words * 30
    source = f"<html><head><title>1</title></head><body><p>{told}</p></body></html>"
    assert words.strip() in extract(page(source.encode(charset), charset=charset)).text


def test_a_wrong_charset_does_not_lose_the_page() -> None:
    assert STORY[2] in extract(page(CLASSIC, charset="no-such-charset")).text
    assert STORY[2] in extract(page(CLASSIC.encode("cp1252"), charset="utf-8")).text


def test_a_page_of_plain_text_is_accepted() -> None:
    article = extract(page(f"{TITLE}\n\n" + "\n\n".join(STORY), kind="text/plain"))
    assert (article.title, article.text) == (TITLE, "\n\n".join(STORY))


LOGIN = """<html><head><title>Log in to continue</title></head><body>
<form><p>Log in to your account to go on.</p>
<label>E-mail</label><input name="mail"><label>Password</label><input type="password">
<a href="/reset">Forgot your password?</a><button>Log in</button></form></body></html>"""
CONSENT = """<html><head><title>Before you continue</title></head><body><div><h1>We value your privacy</h1>
<p>We and our 812 partners store and read information on your device.</p><button>Accept all</button>
<button>Manage consent</button></div></body></html>"""
ROBOT = """<html><head><title>Just a moment...</title></head><body><h1>www.news.example</h1>
<p>Verify you are human by completing the action below.</p></body></html>"""
PAYWALL = f"""<html><head>{wire({**NEWS, "isAccessibleForFree": False})}</head><body><article><h1>{TITLE}</h1>
<p>{STORY[0]}</p><p>{STORY[2]}</p></article><div>Choose a plan</div></body></html>"""
MISSING = (
    "<html><head><title>Page not found</title></head><body><p>That page could not be found.</p></body></html>"
)
SHORT = f"<html><body><article><h1>{TITLE}</h1><p>It will shine.</p></article></body></html>"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (LOGIN, "login page"), (CONSENT, "consent page"), (ROBOT, "proof that a person"),
        (PAYWALL, "without a subscription"), (MISSING, "error page"), (SHORT, "too little text"),
        ("<html><body></body></html>", "Nothing is left"), ("", "is empty"), ("  \n ", "is empty"),
        ("just a line", "too little text"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_story_is_refused_with_the_reason(source: str, reason: str) -> None:
    with pytest.raises(NotAnArticleError, match=reason):
        extract(page(source))


def test_a_file_of_bytes_named_as_a_page_is_refused() -> None:
    with pytest.raises(NotAnArticleError, match="not text"):
        extract(Page("https://sun.example/x.html", bytes(range(256)) * 400, None, None, datetime.now(UTC)))


def test_a_short_story_about_passwords_is_a_story() -> None:
    source = CLASSIC.replace("lighthouse", "password")
    assert "password" in extract(page(source)).text


def test_entities_and_outside_files_are_never_loaded() -> None:
    hostile = f"""<?xml version="1.0"?><!DOCTYPE html [<!ENTITY secret SYSTEM "file:///etc/passwd">
    <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
    <html><head>{wire(NEWS)}</head><body><article>
    <p>&secret;&b;</p>{PARAGRAPHS}</article></body></html>"""
    text = extract(page(hostile)).text
    assert "root:" not in text
    assert "aaaaaaaaaa" not in text


def outcome(content: str | bytes) -> str:
    """The story, or why there is none."""
    try:
        return extract(page(content)).text
    except NotAnArticleError as error:
        return str(error)


@pytest.mark.parametrize(
    "hostile",
    ["<div>" * 20_000 + "x" * 300, "<p>" + "<b><i>" * 5_000 + "word " * 200, "<" * 50_000,
     "<html>" + "\0" * 5_000,
     '<html><script type="application/ld+json">' + "[" * 100_000 + "</script><body>x</body></html>"],
)  # fmt: skip
def test_hostile_markup_ends_in_an_article_or_a_reason(hostile: str) -> None:
    assert outcome(hostile)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_an_article_or_a_reason(content: bytes) -> None:
    assert outcome(content)


@pytest.mark.parametrize("value", [None, 5, [], {"name": 7}, "", "not a date", {"@id": "#nobody"}])
def test_json_ld_of_any_shape_is_survived(value: object) -> None:
    names = ("headline", "author", "publisher", "dateModified", "isAccessibleForFree")
    source = CLASSIC.replace(wire(NEWS), wire({**NEWS, **dict.fromkeys(names, value)}))
    assert extract(page(source)).published_at == datetime(2024, 10, 11, 7, 30, tzinfo=UTC)
