"""The lines of pages into paragraphs: what each page repeats dropped, words cut at line ends joined. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.documents.hyphens import join_lines, known_words
from corpus.documents.lines import Line
from corpus.documents.running import without_running_lines
from corpus.documents.written import Written


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together."""

    lines: tuple[Line, ...]
    page: int

    @property
    def size(self) -> float:
        return self.lines[0].size


_ENDS_SENTENCE = re.compile(r"[.!?…。！？:][\"'”’»)\]]*$")
_BEGINS_SENTENCE = re.compile(r"[\"'“‘«(\[¿¡]*[A-ZÀ-ÞΑ-ΩЀ-Я0-9]|[•–—▪*-]\s|[^\W\d_](?<![a-zß-ÿα-ωа-я])")
# TeX stretches fonts by a twentieth to fill a line; a headline is a fifth larger at least.
_OTHER_SIZE = 1.15
_WIDE_GAP = 1.3
_INDENT = 0.7
_SHORT = 0.75
_LONGEST_HEADLINE = 250
# How far down the first page, in paragraphs, a headline may stand.
_HEADLINE_WITHIN = 8


def flow(pages: Sequence[Sequence[Line]], title: str | None = None) -> Written:
    """The paragraphs of a document whose pages' lines come in reading order.

    Of those that stand out by their size the headline is the one that `title`, the metadata's, agrees
    with; without one the largest at the top of the first page.
    """
    whole = [_on_one_baseline(lines) for lines in pages]
    kept, url = without_running_lines(whole)
    blocks = list(_blocks(kept))
    known = known_words(line.text for lines in kept for line in lines)
    texts = [join_lines([line.text for line in block.lines], known) for block in blocks]
    number = _headline(blocks, texts, title)
    return Written(
        paragraphs=[text for index, text in enumerate(texts) if index != number],
        headline=None if number is None else texts[number],
        title=title,
        url=url,
    )


def _on_one_baseline(lines: Sequence[Line]) -> list[Line]:
    """Pieces that stand beside each other as one line."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and abs(last.y - line.y) < 0.3 * line.size and line.x > last.x:
            joined[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            joined.append(line)
    return joined


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[_Block]:
    leading, width = _leading(pages), _width(pages)
    indents = _indents(pages)
    current: list[Line] = []
    begun = 0
    for number, lines in enumerate(pages):
        for index, line in enumerate(lines):
            below = lines[index + 1] if index + 1 < len(lines) else None
            if current and _breaks(current[-1], line, below, (leading, width, indents)):
                yield _Block(tuple(current), begun)
                current = []
            if not current:
                begun = number
            current.append(line)
    if current:
        yield _Block(tuple(current), begun)


def _breaks(
    above: Line, line: Line, below: Line | None, usual: tuple[dict[int, float], dict[int, float], bool]
) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    leading, width, indents = usual
    if not 1 / _OTHER_SIZE < above.size / max(line.size, 0.1) < _OTHER_SIZE:
        return True
    ended = bool(_ENDS_SENTENCE.search(above.text))
    gap = above.y - line.y
    if gap <= 0:  # a new column or page
        if not ended:
            return False
        indented = below is not None and line.x - below.x > _INDENT * line.size
        return indented or not indents
    usual_gap = leading.get(round(line.size), 1.2 * line.size)
    if gap > _WIDE_GAP * usual_gap:
        return True
    deeper = _INDENT * line.size
    if indents and below is not None and line.x - below.x > deeper:
        return True
    if line.x - above.x > deeper and (below is None or below.x < line.x or indents):
        return ended or indents
    begins = bool(_BEGINS_SENTENCE.match(line.text))
    return ended and begins and len(above.text) < _SHORT * width.get(round(line.size), 0)


def _leading(pages: Sequence[Sequence[Line]]) -> dict[int, float]:
    """The usual distance of lines, for each size of font: the lower quartile, for gaps are wider."""
    gaps: defaultdict[int, list[float]] = defaultdict(list)
    for lines in pages:
        for above, line in pairwise(lines):
            if 0.8 * line.size < above.y - line.y < 3 * line.size and abs(above.size - line.size) < 1:
                gaps[round(line.size)].append(above.y - line.y)
    return {size: sorted(found)[len(found) // 4] for size, found in gaps.items() if len(found) > 2}


def _width(pages: Sequence[Sequence[Line]]) -> dict[int, float]:
    """How many characters a full line has, for each size of font."""
    lengths: defaultdict[int, list[int]] = defaultdict(list)
    for lines in pages:
        for line in lines:
            lengths[round(line.size)].append(len(line.text))
    return {size: float(median(found)) for size, found in lengths.items() if len(found) > 4}


def _indents(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether paragraphs begin with an indent: often one line stands right of both its neighbours."""
    found = 0
    total = 0
    for lines in pages:
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
            if above.y > line.y > below.y and above.size == line.size == below.size:
                total += 1
                found += line.x - max(above.x, below.x) > _INDENT * line.size
    return found >= 2 and found > total / 40


def _headline(blocks: Sequence[_Block], texts: Sequence[str], title: str | None) -> int | None:
    if not blocks:
        return None
    sizes: Counter[int] = Counter()
    for block, text in zip(blocks, texts, strict=True):
        sizes[round(block.size)] += len(text)
    body = sizes.most_common(1)[0][0]
    top = [
        number
        for number, block in enumerate(blocks[:_HEADLINE_WITHIN])
        if block.page == 0 and len(texts[number]) <= _LONGEST_HEADLINE
    ]
    said = _folded(title or "")
    agreed = [number for number in top if len(_folded(texts[number])) > 9 and _folded(texts[number]) in said]
    if agreed:
        return max(agreed, key=lambda number: len(texts[number]))
    large = [number for number in top if blocks[number].size > _OTHER_SIZE * body]
    wordy = [number for number in large if len(texts[number].split()) > 2]
    return max(wordy or large, key=lambda number: blocks[number].size, default=None)


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
