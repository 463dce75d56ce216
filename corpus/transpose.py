"""A passage of one text in a copy of it: the same words, whatever the copy does around them. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from corpus.models import Passage, Span, StoredArticle


def transpose(passage: Passage, original: StoredArticle, copy: StoredArticle) -> Passage | None:
    """The passage as a copy of its article prints it: its offsets and its text are the copy's.

    Of a copy that was cut or edited, those sentences of the passage that it prints one after the other, the
    longest stretch of them; `None` where it prints none. The passage keeps its id, which is what the index
    and the rankers know it by.
    """
    text = copy.article.text
    if text == original.article.text:
        return replace(passage, article_id=copy.id)
    if copy.article.content_hash == original.article.content_hash:
        return _moved(passage, original.article.text, copy)
    letters, places = _letters(text)
    found: list[Span] = []
    best: list[Span] = []
    for start, end in passage.sentences:
        sentence, _ = _letters(original.article.text[start:end])
        if not sentence:
            continue
        after = found[-1][1] if found else None
        at = after if after is not None and letters.startswith(sentence, after) else letters.find(sentence)
        if at != after:
            found = []
        if at >= 0:
            found = [*found, (at, at + len(sentence))]
        best = max(best, found, key=_length)
    if not best:
        return None
    sentences = tuple(_widened(text, (places[first], places[last - 1] + 1)) for first, last in best)
    return _at(passage, copy, (sentences[0][0], sentences[-1][1]), sentences)


def _moved(passage: Passage, text: str, copy: StoredArticle) -> Passage:
    """The passage of a text in one that is equal to it but for white space."""
    before = [0]
    for character in text:
        before.append(before[-1] + (not character.isspace()))
    places = [at for at, character in enumerate(copy.article.text) if not character.isspace()]

    def moved(span: Span) -> Span:
        return places[before[span[0]]], places[before[span[1]] - 1] + 1

    start, end = moved((passage.start, passage.end))
    return _at(passage, copy, (start, end), tuple(map(moved, passage.sentences)))


def _at(passage: Passage, copy: StoredArticle, span: Span, sentences: tuple[Span, ...]) -> Passage:
    start, end = span
    return replace(
        passage,
        article_id=copy.id,
        start=start,
        end=end,
        text=copy.article.text[start:end],
        sentences=sentences,
    )


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits in the form in which two editions of a text are equal, each with its place."""
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).casefold():
            if one.isalnum():
                letters.append(one)
                places.append(at)
    return "".join(letters), places


def _length(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)


def _widened(text: str, span: Span) -> Span:
    """The span with the marks that touch it: quotes, brackets, full stops."""
    start, end = span
    while start and not (text[start - 1].isspace() or text[start - 1].isalnum()):
        start -= 1
    while end < len(text) and not (text[end].isspace() or text[end].isalnum()):
        end += 1
    return start, end
