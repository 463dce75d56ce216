"""A story that its page cuts into several boxes is read whole, and the next story on the page is not."""

from __future__ import annotations

from datetime import UTC, datetime

from corpus.extract import extract
from corpus.models import Page

NOW = datetime(2024, 10, 20, 12, tzinfo=UTC)
AD = '<aside class="ad"><p>Soap from the valley, now in pine</p></aside>'


def sentences(story: str, part: int) -> list[str]:
    return [
        f"In part {part} of the {story} report, number {number}, the harbour office named a day for it."
        for number in range(4)
    ]


def box(story: str, part: int, name: str = "article-body chunk") -> str:
    told = "".join(f"<p>{sentence}</p>" for sentence in sentences(story, part))
    return f'<div class="row"><div class="{name}">{told}</div></div>'


def text_of(body: str) -> str:
    source = f"<html><head><title>Ferry</title></head><body>{body}</body></html>"
    return extract(Page("https://ledger.example/ferry", source.encode(), "text/html", None, NOW)).text


def test_all_boxes_of_a_story_are_read_in_order() -> None:
    chunks = AD.join(box("ferry", part) for part in range(3))
    text = text_of(f"<main><article><h1>Ferry named</h1><div class='chunks'>{chunks}</div></article></main>")
    assert text.split("\n\n") == [line for part in range(3) for line in sentences("ferry", part)]


def test_a_page_without_marks_for_the_story_is_read_in_boxes_too() -> None:
    body = "".join(box("ferry", part, "entry-content").removeprefix('<div class="row">') for part in range(2))
    text = text_of(f"<div><h1>Ferry named</h1>{body.replace('</div></div>', '</div>')}</div>")
    assert [line for part in range(2) for line in sentences("ferry", part) if line not in text] == []


def test_the_next_story_on_the_page_is_not_taken_along() -> None:
    stories = "".join(
        f"<article><h1>The {name}</h1>{box(name, 0)}{box(name, 1)}</article>" for name in ("ferry", "bridge")
    )
    text = text_of(f"<main>{stories}</main>")
    assert sentences("ferry", 0)[0] in text
    assert "bridge" not in text
