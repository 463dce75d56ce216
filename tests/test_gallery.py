"""The pictures of the bot's messages: all there, named where they are shown, and drawn in reading order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.gallery.draw import HERE, THEMES, WIDTHS
from docs.gallery.page import message, page
from docs.gallery.scenes import Scene

ROOT = Path(__file__).parents[1]
NAMES = ("answer", "disagreement", "refusal", "passages", "timeline", "batch", "correction")
PNG = b"\x89PNG\r\n\x1a\n"
SENT = {
    "flags": 64,
    "content": "A source was corrected on 1 Oct 2024.",
    "embeds": [
        {
            "title": "Who <won>?",
            "description": "**Nobody** did. [1]",
            "fields": [{"name": "Sources", "value": "[1] [Match](https://a.example) · Post"}],
            "image": {"url": "https://cdn.example/1/chart.png"},
            "footer": {"text": "Newest source: 1 Oct 2024"},
            "color": 0x3B6EA5,
        }
    ],
    "components": [{"type": 1, "components": [{"type": 2, "label": "Passages", "custom_id": "x"}]}],
}
SCENE = Scene("answer", "/ask who won?", SENT, {"chart.png": PNG}, {"chart.png": "2 reports <by> day"})


@pytest.mark.parametrize("name", NAMES)
def test_every_scene_is_drawn_in_light_and_dark_for_a_phone_and_a_desk(name: str) -> None:
    for theme in THEMES:
        for width in WIDTHS:
            assert (HERE / f"{name}-{theme}-{width}.png").read_bytes().startswith(PNG)


def test_the_page_has_every_scene() -> None:
    shown = (HERE / "index.html").read_text()
    assert re.findall(r"<h2 hidden>(\w+)</h2>", shown) == list(NAMES)


def test_the_readme_shows_three_of_them_each_in_words_too() -> None:
    readme = (ROOT / "README.md").read_text()
    shown = re.findall(r'<img src="(docs/gallery/[^"]+)"[^>]* alt="([^"]*)"', readme)
    dark = re.findall(r'srcset="(docs/gallery/[^"]+)"', readme)
    assert len(shown) == 3
    assert all((ROOT / name).exists() for name in [*(one for one, _ in shown), *dark])
    assert all(len(alt) > 40 for _, alt in shown)


def test_a_message_is_read_in_the_order_in_which_it_is_seen() -> None:
    drawn = re.sub(r"<[^>]+>", " ", message(SCENE))
    words = [
        "Byline",
        "corrected on",
        "Who &lt;won&gt;?",
        "Nobody",
        "Sources",
        "Newest source",
        "Passages",
        "Only you",
    ]
    places = [drawn.index(word) for word in words]
    assert places == sorted(places)


def test_a_chart_has_its_description_and_nothing_of_a_message_becomes_markup() -> None:
    drawn = page([SCENE], "dark", 400)
    assert 'alt="2 reports &lt;by&gt; day"' in drawn
    assert "<won>" not in drawn
    assert '<html lang="en">' in drawn
