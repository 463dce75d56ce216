"""The extractive writer: sentences of the articles, cut out by their offsets, numbered and cited. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import Span, StoredArticle
from retrieval.choose import choose, copies_of
from retrieval.focus import focus_of
from retrieval.join import with_support
from retrieval.models import Citation, Hit, Sentence
from retrieval.reading import Reading, ScoredSentence


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an answer shows: its sentences and the citations behind them."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of one passage to be shown as one sentence, and its copies elsewhere."""

    hit: Hit
    span: Span
    copies: tuple[ScoredSentence, ...] = ()


class Citations:
    """Numbers quotes in the order of their first use; the same words of an article keep their number."""

    def __init__(self, held: Iterable[Citation] = ()) -> None:
        self._held = {(citation.article.id, citation.start, citation.end): citation for citation in held}

    def cite(self, article: StoredArticle, passage_id: str, span: Span) -> int:
        """The number of the quote at `span` of the article's text."""
        start, end = span
        quote = article.article.text[start:end]
        new = Citation(len(self._held) + 1, quote, start, end, passage_id, article)
        return self._held.setdefault((article.id, start, end), new).number

    def all(self) -> tuple[Citation, ...]:
        """Every citation, in the order of the numbers."""
        return tuple(self._held.values())


def write(readings: Sequence[Reading], several: bool = False) -> Quoted:
    """The sentences that answer, in reading order, each with its citation.

    Sentences of one article come in the article's order; articles come in the order of their best sentence.
    """
    chosen = choose(readings, several)
    runs = [
        _Run(item.hit, _support(item), tuple(copies_of(item, readings))) for item in _reading_order(chosen)
    ]
    citations = Citations()
    sentences = tuple(_cite(run, citations, readings) for run in _merge(runs))
    return Quoted(sentences, citations.all())


def _support(item: ScoredSentence) -> Span:
    return with_support(item.hit.article.article.text, item.span, item.hit.passage.sentences)


def _reading_order(chosen: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    articles = list(dict.fromkeys(item.hit.article.id for item in chosen))
    return sorted(chosen, key=lambda item: (articles.index(item.hit.article.id), item.span))


def _merge(runs: Sequence[_Run]) -> list[_Run]:
    """Runs that overlap, as when one leans on another that is shown too, become one."""
    merged: list[_Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and last.hit.article.id == run.hit.article.id and run.span[0] < last.span[1]:
            span = min(last.span[0], run.span[0]), max(last.span[1], run.span[1])
            merged[-1] = _Run(last.hit, span, last.copies + run.copies)
        else:
            merged.append(run)
    return merged


def _cite(run: _Run, citations: Citations, readings: Sequence[Reading]) -> Sentence:
    number = citations.cite(run.hit.article, run.hit.passage.id, run.span)
    others = (citations.cite(copy.hit.article, copy.hit.passage.id, copy.span) for copy in run.copies)
    start, end = run.span
    focus = focus_of(run.hit.article.id, run.span, readings)
    return Sentence(run.hit.article.article.text[start:end], (number, *others), focus)
