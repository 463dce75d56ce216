"""A passage of one text in a copy of it: the same words, wherever the copy breaks its lines. Pure."""

from __future__ import annotations

from dataclasses import replace

from corpus.models import Passage, Span, StoredArticle


def transpose(passage: Passage, original: StoredArticle, copy: StoredArticle) -> Passage:
    """The passage as a copy of its article prints it: its offsets and its text are the copy's.

    The texts must be equal but for white space (`Article.content_hash`). The passage keeps its id, which is
    what the index and the rankers know it by.
    """
    text = copy.article.text
    if text == original.article.text:
        return replace(passage, article_id=copy.id)
    before, places = _counts(original.article.text), _places(text)

    def moved(span: Span) -> Span:
        first, last = before[span[0]], before[span[1]]
        return places[first], places[last - 1] + 1

    start, end = moved((passage.start, passage.end))
    sentences = tuple(map(moved, passage.sentences))
    return replace(
        passage, article_id=copy.id, start=start, end=end, text=text[start:end], sentences=sentences
    )


def _counts(text: str) -> list[int]:
    """How many characters that are no white space stand before each offset, the end's included."""
    counts = [0]
    for character in text:
        counts.append(counts[-1] + (not character.isspace()))
    return counts


def _places(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if not character.isspace()]
