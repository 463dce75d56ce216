"""Who reported on a topic when, as a picture: stacked bars, readable at a phone's size. The only Pillow."""

from __future__ import annotations

import io
import math
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from retrieval.telling.tally import OTHERS, Tally, Unit, span, spoken

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

# Twice the width of an embed on a desktop: letters of 30 are 15 there, and 11 on a narrow phone.
WIDTH, HEIGHT = 1040, 640
# The first of these that the system has draws most alphabets; Pillow's own, the last resort, draws ASCII.
FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf")
TITLE, TEXT = 36, 30
MARGIN = 32
GAP = 2
_LINE = 44
_BETWEEN = 30
_WIDEST_BAR = 120
# Dark on its own ground, so that one picture reads in Discord's dark and light themes and in a README.
GROUND, INK, FAINT = "#22252b", "#f2f3f5", "#4b5058"
# Okabe and Ito's colours, which every kind of colour vision tells apart, lighter for the dark ground.
COLOURS = ("#4aa8e0", "#f0a818", "#14b58a", "#e8743b", "#d99bc2", "#f2e85c")
REST = "#9aa0a8"


def draw_chart(topic: str, tallied: Tally) -> bytes:
    """The chart as a PNG of `WIDTH` by `HEIGHT`, with any text in the names and the topic."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pencil = ImageDraw.Draw(image)
    pencil.text((MARGIN, 22), fitting(topic, TITLE, WIDTH - 2 * MARGIN), INK, _font(TITLE))
    subtitle = f"Reports per {tallied.unit.value}, {span(tallied)}"
    pencil.text((MARGIN, 76), fitting(subtitle, TEXT, WIDTH - 2 * MARGIN), REST, _font(TEXT))
    legend = _legend(pencil, tallied)
    _bars(pencil, tallied, top=140, bottom=legend - 66)
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def fitting(text: str, size: int, width: float) -> str:
    """The text on one line without what has no shape, cut to a width in pixels with an ellipsis."""
    font = _font(size)
    drawn, more = (text, "…") if _is_of_the_system(font) else (_ascii(text), "...")
    shown = " ".join("".join(" " if _shapeless(one) else one for one in drawn).split()) or more
    if font.getlength(shown[:400]) <= width and len(shown) <= 400:
        return shown
    low, high = 0, min(len(shown), 400)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(shown[:middle] + more) <= width else (low, middle - 1)
    return shown[:low].rstrip() + more


def _shapeless(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _ascii(text: str) -> str:
    """Letters without their accents, and a question mark for each that has no other form."""
    plain = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return "".join(plain).encode("ascii", "replace").decode()


@lru_cache(maxsize=4)
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return cast("FreeTypeFont", ImageFont.load_default(size))


def _is_of_the_system(font: FreeTypeFont) -> bool:
    return isinstance(font.path, str)


def _colours(tallied: Tally) -> list[str]:
    return [
        REST if name == OTHERS else COLOURS[at % len(COLOURS)] for at, (name, _) in enumerate(tallied.counts)
    ]


def _legend(pencil: ImageDraw, tallied: Tally) -> int:
    """Draw the names and their numbers at the foot; returns where they begin."""
    columns = 1 if len(tallied.counts) <= 2 else 2
    top = HEIGHT - MARGIN + 8 - -(-len(tallied.counts) // columns) * _LINE
    column = (WIDTH - 2 * MARGIN) // columns
    for at, ((name, numbers), colour) in enumerate(zip(tallied.counts, _colours(tallied), strict=True)):
        left, line = MARGIN + at % columns * column, top + at // columns * _LINE
        pencil.rectangle((left, line + 5, left + 26, line + 31), colour)
        number = f"{sum(numbers):,}"
        shown = fitting(name, TEXT, column - 90 - _font(TEXT).getlength(number))
        pencil.text((left + 40, line), shown, INK, _font(TEXT))
        pencil.text((left + 54 + _font(TEXT).getlength(shown), line), number, REST, _font(TEXT))
    return top


def _bars(pencil: ImageDraw, tallied: Tally, top: int, bottom: int) -> None:
    most = _rounded_up(max(tallied.totals))
    left = MARGIN + int(_font(TEXT).getlength(f"{most:,}")) + 18
    right = WIDTH - MARGIN
    for value in sorted({0, most // 2, most} if most % 2 == 0 else {0, most}):
        line = bottom - (bottom - top) * value // most
        pencil.line((left, line, right, line), FAINT, 2)
        pencil.text((left - 14, line), f"{value:,}", REST, _font(TEXT), anchor="rm")
    step = min((right - left) / len(tallied.starts), _WIDEST_BAR * 1.5)
    for at in range(len(tallied.starts)):
        _column(pencil, tallied, at, (left + step * at, step, bottom, (bottom - top) / most))
    _dates(pencil, tallied, left + step / 2, step, bottom + 14)


def _column(pencil: ImageDraw, tallied: Tally, at: int, place: tuple[float, float, float, float]) -> None:
    """One bar: `place` is its left edge, its room, the ground line and the height of one report."""
    left, room, base, height = place
    inset = max(room * 0.12, 1.0)
    for (_, numbers), colour in zip(tallied.counts, _colours(tallied), strict=True):
        if numbers[at]:
            above = base - numbers[at] * height
            gap = GAP if base - above > 3 * GAP else 0
            pencil.rectangle(
                (left + inset, above + gap, max(left + room - inset, left + inset), base - 1), colour
            )
            base = above


def _dates(pencil: ImageDraw, tallied: Tally, first: float, step: float, line: float) -> None:
    """The dates under the first bar and as many others, evenly apart, as there is room for."""
    font = _font(TEXT)
    labels = [_label(start, tallied.unit) for start in tallied.starts]
    widest = max(map(font.getlength, labels))
    apart = math.ceil((widest + _BETWEEN) / step)
    for at in range(0, len(labels), apart):
        half = font.getlength(labels[at]) / 2
        middle = max(first + step * at, half + GAP)
        if middle + half <= WIDTH - GAP:
            pencil.text((middle, line), labels[at], REST, font, anchor="ma")


def _label(start: date, unit: Unit) -> str:
    if unit is Unit.YEAR:
        return str(start.year)
    day_and_month, _, year = spoken(start).rpartition(" ")
    return f"{day_and_month.split()[1]} {year}" if unit is Unit.MONTH else day_and_month


def _rounded_up(most: int) -> int:
    """The number at the top of the axis: even above 3, and no more digits than are read."""
    if most <= 3:
        return most
    unit: int = 2 * 10 ** max(len(str(most)) - 2, 0)
    return -(-most // unit) * unit
