"""Articles into passages: whole sentences, paragraphs respected, exact offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from corpus.header import compose_header
from corpus.models import Passage, Span, StoredArticle
from corpus.paragraphs import split_paragraphs, trim
from corpus.sentences import sentences_within

# The packaged model reads 256 tokens, two of them special; two more are left for what joins header and text.
_READ_BY_MODEL = 252
_SHORTEST_HEADER = 24
_CLAUSE_END = re.compile(r"[;:,)\u2013\u2014](?=\s)|[，、；：]")

Sized = tuple[Span, int]
"""A span and how many tokens it has."""


def chunk(stored: StoredArticle, count_tokens: Callable[[str], int], limit: int = 200) -> list[Passage]:
    """Passages that hold every non-space character of the article once, in order.

    A paragraph is kept whole where it fits, and short neighbours share a passage. Passages are filled
    evenly, so that no stub is left over.

    Args:
        stored: The article; its id and version name the passages.
        count_tokens: The embedding model's count; called once for each sentence.
        limit: The most tokens in a passage. A longer sentence is cut at a clause, then at a word.
    """
    text = stored.article.text
    header = compose_header(stored.article, count_tokens, max(_READ_BY_MODEL - limit, _SHORTEST_HEADER))
    paragraphs = [
        [
            sized
            for span in sentences_within(text, paragraph)
            for sized in _fit(text, span, count_tokens, limit)
        ]
        for paragraph in split_paragraphs(text)
    ]
    return [
        _passage(stored, ordinal, header, [span for span, _ in group])
        for ordinal, group in enumerate(_group(paragraphs, limit))
    ]


def _passage(stored: StoredArticle, ordinal: int, header: str, sentences: Sequence[Span]) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
    return Passage(
        id=f"{stored.id}-{stored.version}-{ordinal}",
        article_id=stored.id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=stored.article.text[start:end],
        header=header,
        sentences=tuple(sentences),
    )


def _group(paragraphs: Sequence[Sequence[Sized]], limit: int) -> Iterator[list[Sized]]:
    """The sentences of each passage. A paragraph over the limit is divided by itself."""
    short: list[Sequence[Sized]] = []
    for paragraph in paragraphs:
        if _tokens(paragraph) <= limit:
            short.append(paragraph)
            continue
        yield from _share(short, limit)
        short = []
        yield from _share([[sentence] for sentence in paragraph], limit)
    yield from _share(short, limit)


def _share(parts: Sequence[Sequence[Sized]], limit: int) -> Iterator[list[Sized]]:
    """Neighbouring parts together, each group at most `limit` tokens."""
    for start, end in _balance([_tokens(part) for part in parts], limit):
        yield [sentence for part in parts[start:end] for sentence in part]


def _balance(sizes: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Runs of neighbours within the limit that leave the least squared room: few groups, evenly filled."""
    cost = [0] + [0] * len(sizes)
    begin = [0] * (len(sizes) + 1)
    for end in range(1, len(sizes) + 1):
        filled = sizes[end - 1]
        begin[end] = end - 1
        cost[end] = cost[end - 1] + (limit - filled) ** 2
        for start in range(end - 2, -1, -1):
            filled += sizes[start]
            if filled > limit:
                break
            if (price := cost[start] + (limit - filled) ** 2) < cost[end]:
                cost[end], begin[end] = price, start
    runs, end = [], len(sizes)
    while end:
        runs.append((begin[end], end))
        end = begin[end]
    return runs[::-1]


def _tokens(sentences: Sequence[Sized]) -> int:
    return sum(tokens for _, tokens in sentences)


def _fit(text: str, span: Span, count_tokens: Callable[[str], int], limit: int) -> Iterator[Sized]:
    """The sentence, halved at a clause or a word until each piece is within the limit."""
    start, end = span
    # Marks that the model does not see count as one token, so that a passage of them has an end.
    tokens = max(count_tokens(text[start:end]), 1)
    if tokens <= limit or end - start == 1:
        yield span, tokens
        return
    border = _border(text, start, end)
    for piece in (trim(text, start, border), trim(text, border, end)):
        if piece:
            yield from _fit(text, piece, count_tokens, limit)


def _border(text: str, start: int, end: int) -> int:
    """Where to cut in two: the clause end nearest the middle, else the nearest space, else the middle."""
    middle = (start + end) // 2
    third = (end - start) // 3
    clauses = [match.end() for match in _CLAUSE_END.finditer(text, start + third, end - third)]
    spaces = [index for index in range(start + third, end - third) if text[index].isspace()]
    return min(clauses or spaces or [middle], key=lambda index: abs(index - middle))
