"""Whether a draft can be kept at all, and as what."""

from __future__ import annotations

from dataclasses import replace

from corpus.clean import normalise
from corpus.errors import NotAnArticleError
from corpus.language import foreign_language
from corpus.masthead import first_words
from corpus.models import Article, Draft
from corpus.words import count_words

FEWEST_WORDS = 5
"""What is shorter tells no story; most often it is what is left of a page that did not load."""
MOST_CHARACTERS = 2_000_000
"""A long book. Nobody publishes such an article, and embedding it would take the better part of an hour."""


def admit(draft: Draft, languages: frozenset[str]) -> Article:
    """The article as it can be kept.

    Raises:
        NotAnArticleError: there is too little in it, or too much, or it is in another language.
    """
    article = draft.article
    if len(article.text) > MOST_CHARACTERS:
        reason = f"The text has {len(article.text):,} characters; the most is {MOST_CHARACTERS:,}."
        raise NotAnArticleError(draft.target, reason)
    words = count_words(article.text)
    if words < FEWEST_WORDS:
        raise NotAnArticleError(draft.target, f"There is no story in it: {words or 'no'} words of text.")
    if language := foreign_language(article.text, languages):
        reason = f"The story is in another language ({language}) than this corpus takes."
        raise NotAnArticleError(draft.target, reason)
    text = _writable(article.text)
    return replace(
        article,
        text=text,
        title=_one_line(article.title) or first_words(text),
        publisher=_one_line(article.publisher),
        author=_one_line(article.author),
        url=_one_line(article.url),
    )


def _one_line(words: str | None) -> str | None:
    """A name as it can be shown anywhere: one line, and no character that a terminal would obey."""
    return " ".join(normalise(_writable(words or "")).split()) or None


def _writable(text: str) -> str:
    """Half a surrogate pair, as broken JSON holds, is no character: it becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
