from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from retrieval import chart
from retrieval.chart import COLOURS, GROUND, HEIGHT, REST, WIDTH, draw_chart, fitting
from retrieval.telling.tally import tally

START = datetime(2024, 9, 10, tzinfo=UTC)


def picture(topic: str, names: list[str | None], days: int = 1) -> Image.Image:
    counted = tally([(START + timedelta(days=at * days), name) for at, name in enumerate(names)])
    assert counted is not None
    image = Image.open(io.BytesIO(draw_chart(topic, counted)))
    image.load()
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB")


def test_each_publisher_has_a_colour_of_its_own_and_the_others_a_grey() -> None:
    seen = picture("dam", [f"Paper {number}" for number in range(9)]).getcolors(WIDTH * HEIGHT)
    assert seen is not None
    large = {f"#{red:02x}{green:02x}{blue:02x}" for count, (red, green, blue) in seen if count > 500}
    assert {*COLOURS, REST, GROUND} <= large


@pytest.mark.parametrize("days", [0, 1, 9, 40, 3000])
def test_it_is_drawn_for_a_day_as_for_a_century(days: int) -> None:
    picture("dam", ["The Courier", "Valley Post", None] * 4, days)


@pytest.mark.parametrize(
    "text",
    [
        "\ud800", "\x00\x1b[31m", "\u202eevil\u2066", "الجزيرة", "漢字新聞", "👩‍👩‍👧‍👦🇬🇧", "a\u0301" * 300,
        "W" * 5000, "\n\r\t", "", "\u0e33" * 90, "﷽" * 40,
    ],
)  # fmt: skip
def test_any_text_is_drawn_whatever_its_script(text: str) -> None:
    picture(text, [text, "The Courier", f"{text} "])


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.integers(60, 900))
def test_text_is_cut_to_its_width(text: str, width: int) -> None:
    from retrieval.chart import _font

    shown = fitting(text, 30, width)
    assert "\n" not in shown
    assert _font(30).getlength(shown) <= width or shown in ("…", "...")


def test_a_system_without_fonts_draws_plain_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart, "FONTS", ("none of this name.ttf",))
    chart._font.cache_clear()
    try:
        assert fitting("Zürich – 漢字", 30, 900) == "Zurich ? ??"
        assert fitting("W" * 80, 30, 200).endswith("W...")
        picture("Zürich", ["Le Monde", "漢字新聞"])
    finally:
        chart._font.cache_clear()


def test_it_is_small_enough_to_send_anywhere() -> None:
    counted = tally([(START + timedelta(days=at % 150), f"Paper {at % 11}") for at in range(3000)])
    assert counted is not None
    assert len(draw_chart("a topic of many reports", counted)) < 60_000
