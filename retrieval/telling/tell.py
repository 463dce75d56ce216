"""Which sentence of an article reports what happened. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus import Passage, Span
from retrieval.join import leans, with_support
from retrieval.telling.concern import Story
from retrieval.telling.happened import happened
from retrieval.words import covered, stems, words

# News says first what happened. Another sentence is shown only when it holds so much more of the topic than
# headline and lead together, as in a round-up of many stories: beside the lead, the sentence that matches
# the topic best is mostly background (docs/decisions/0125-timelines.md).
LEAD = 0.6
SAYS_A_DAY = 0.2
LEANING = 0.3
_FEWEST_WORDS = 5  # fewer are a date, a place or a heading


def tell(story: Story, weights: Mapping[str, float]) -> tuple[Passage, Span] | None:
    """The sentence of the story to quote, and the passage that holds it; `None` where it has no sentence.

    `weights` are the topic's words with their rarity.
    """
    text = story.article.article.text
    held = list(_sentences(story))
    prose = [(passage, span) for passage, span in held if len(words(text[slice(*span)])) >= _FEWEST_WORDS]
    if not held:
        return None
    worth = [_worth(story, place == 0, *found, weights) for place, found in enumerate(prose)]
    passage, span = prose[worth.index(max(worth))] if prose else held[0]
    return passage, with_support(text, span, passage.sentences)


def _worth(story: Story, first: bool, passage: Passage, span: Span, weights: Mapping[str, float]) -> float:
    article = story.article.article
    sentence = article.text[slice(*span)]
    if first and passage.ordinal == 0:
        return LEAD + covered(weights, stems(f"{article.title}\n{sentence}"))
    own_day = SAYS_A_DAY * (happened(sentence, article.published_at) is not None)
    return covered(weights, stems(sentence)) + own_day - LEANING * leans(article.text, span)


def _sentences(story: Story) -> Iterator[tuple[Passage, Span]]:
    """The sentences of the story's passages, none twice."""
    seen: set[Span] = set()
    for passage in story.passages:
        for span in passage.sentences:
            if span not in seen:
                seen.add(span)
                yield passage, span
