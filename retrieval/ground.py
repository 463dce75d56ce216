"""Which of the sentences a language model wrote stand: those that a cited passage supports. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corpus import Article, Span
from retrieval.cite import Marked
from retrieval.join import with_support
from retrieval.models import Sentence
from retrieval.prompt import KEY, REFUSAL, Source
from retrieval.quote import Citations, Quoted
from retrieval.support import Judgement, Verdict, judge
from retrieval.writing.orders import is_order
from retrieval.writing.visible import neutral, seen
from retrieval.writing.wording import brings_words, is_claim, without_publisher, without_yes_or_no

# Longer than any sentence worth reading; a page of prose is not one claim.
LONGEST = 400
# What a sentence of news from passages has no need of: addresses, mentions, tags, code.
_FOREIGN = re.compile(r"https?:|www\.|://|<[@#/!a-z]|@everyone|@here|[{}<>\\|]|\bjavascript:", re.IGNORECASE)


class Grounding:
    """Holds a model's sentences against the passages they cite, one after another.

    Args:
        sources: what each citation key of the prompt stands for.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._citations = Citations()
        self._sentences: list[Sentence] = []

    def admit(self, written: Marked) -> Sentence | None:
        """The sentence with the citations that support it, or `None`: it is not shown.

        A citation that does not support the sentence is dropped; each one left quotes what supports it best.
        """
        text = without_yes_or_no(seen(written.text))
        if not _showable(text) or any(text == sentence.text for sentence in self._sentences):
            return None
        numbers = []
        for key in written.keys:
            source = self._sources[key]
            if span := best_support(text, source):
                numbers.append(self._citations.cite(source.hit.article, source.hit.passage.id, span))
        if not numbers:
            return None
        sentence = Sentence(text, tuple(dict.fromkeys(numbers)))
        self._sentences.append(sentence)
        return sentence

    def quoted(self) -> Quoted:
        """All that was admitted, with the citations behind it."""
        return Quoted(tuple(self._sentences), self._citations.all())


def best_support(claim: str, source: Source) -> Span | None:
    """The words of a passage that support a claim best, as a span of the article's text.

    One sentence where one is enough, else one with what it leans on, else two neighbours.
    """
    article = source.hit.article.article
    claim = without_publisher(claim, article.publisher)
    context = neutral(" ".join(article.text[start:end] for start, end in source.seen))
    if brings_words(claim, context, article):
        return None
    for spans in (source.seen, tuple(_widened(source)), tuple(_pairs(source))):
        judged = [(_judge(claim, article, span, context), span) for span in spans]
        supporting = [(found.score, span) for found, span in judged if found.verdict is Verdict.SUPPORTS]
        if supporting:
            return max(supporting, key=lambda item: item[0])[1]
        # Two sentences together have a name or a date to spare; the one that says otherwise has not.
        if any(found.verdict is Verdict.DISPUTES for found, _ in judged):
            return None
    return None


def _judge(claim: str, article: Article, span: Span, context: str) -> Judgement:
    return judge(claim, neutral(article.text[slice(*span)]), context, article.published_at)


def _showable(text: str) -> bool:
    if not text or len(text) > LONGEST or _FOREIGN.search(text) or KEY.search(text):
        return False
    return REFUSAL.casefold() not in text.casefold() and not is_order(text) and is_claim(text)


def _widened(source: Source) -> Iterator[Span]:
    """Each sentence with the ones before it that it leans on, where the model saw them."""
    text = source.hit.article.article.text
    for span in source.seen:
        wide = with_support(text, span, source.hit.passage.sentences)
        if wide != span and _all_seen(wide, source):
            yield wide


def _pairs(source: Source) -> Iterator[Span]:
    for first, second in zip(source.seen, source.seen[1:], strict=False):
        if _all_seen((first[0], second[1]), source):
            yield first[0], second[1]


def _all_seen(span: Span, source: Source) -> bool:
    """Whether no sentence inside a span was kept from the model."""
    inside = [s for s in source.hit.passage.sentences if span[0] <= s[0] and s[1] <= span[1]]
    return set(inside) <= set(source.seen)
