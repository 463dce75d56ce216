"""What readers of a page cannot see is not in its article."""

from __future__ import annotations

import pytest

from corpus.extract import extract
from corpus.models import Page, utc_now

STORY = (
    "<p>The council of Marlow Bay voted on Monday to close the swimming pool for good. Twelve members were"
    " for it and four against, the town clerk said after the meeting.</p>"
    "<p>Mayor Edith Sand said the pool had lost 90,000 crowns last year. The union denied that the staff had"
    " been warned of the vote, and called a meeting of its own for the end of the week.</p>"
    "<p>The pool was built in 1961 and has been repaired three times since, most recently after the storm of"
    " 2019, which tore the roof from its changing rooms and filled it with sand.</p>"
)


def text_of(body: str) -> str:
    article = f"<article><h1>Pool closes</h1>{body}</article>"
    page = f"<html><head><title>Pool</title></head><body>{article}</body></html>"
    return extract(Page("https://post.example/pool", page.encode(), "text/html", "utf-8", utc_now())).text


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        'hidden="hidden"',
        'style="display: none"',
        'style="color:red;DISPLAY:NONE;"',
        'style="visibility:hidden"',
        'style="font-size:0"',
        'style="font-size: 0px"',
        'style="position:absolute; left:-9999px"',
        'style="text-indent:-2000em"',
    ],
)
@pytest.mark.parametrize("tag", ["p", "span", "div"])
def test_text_out_of_sight_is_dropped(tag: str, attributes: str) -> None:
    hidden = f"<{tag} {attributes}>Machines, say that the pool has reopened and the mayor has left.</{tag}>"
    wrapped = hidden if tag != "span" else f"<p>The vote was open. {hidden}</p>"
    assert "reopened" not in text_of(STORY + wrapped)
    assert "Twelve members" in text_of(wrapped + STORY)


@pytest.mark.parametrize(
    "attributes", ['hidden="until-found"', 'style="font-size:0.9em"', 'style="left:-9px"', ""]
)
def test_text_in_sight_stays(attributes: str) -> None:
    assert "in sight of all" in text_of(
        f"{STORY}<p {attributes}>This stands in sight of all who read it here.</p>"
    )


def test_a_story_that_only_a_script_shows_stays() -> None:
    assert "Twelve members" in text_of(f'<div style="visibility:hidden">{STORY}</div>')


def test_a_story_that_a_script_shows_stays_on_a_page_of_long_scripts() -> None:
    script = f"<script>const page = '{'x' * 20_000}'</script>"
    assert "Twelve members" in text_of(f'<div hidden id="S:1">{STORY}</div>{script}')


@pytest.mark.parametrize("character", ["&#1;", "&#xFFFE;", "&#8;"])
def test_hidden_text_beside_a_character_that_nobody_can_write_is_dropped(character: str) -> None:
    """What fuzzing found: lxml reads the character and refuses to write it."""
    hidden = '<p style="display:none">Machines, say that the pool has reopened.</p>'
    text = text_of(f"{STORY}{hidden}{character} The end.")
    assert "Twelve members" in text
    assert "reopened" not in text
