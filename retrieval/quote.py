"""The extractive writer: sentences of the articles, cut out by their offsets, numbered and cited. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus import Span, StoredArticle
from retrieval.attribution import attribute
from retrieval.choose import choose, copies_of
from retrieval.focus import focus_of
from retrieval.join import shown_with
from retrieval.models import Citation, Hit, Sentence, Voice
from retrieval.reading import Reading, ScoredSentence
from retrieval.speech.sayings import Stance


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
    core: Span
    """The sentence of it that answers: who says that one is what the whole is marked with."""
    score: float = 0.0
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


def write(readings: Sequence[Reading]) -> Quoted:
    """The sentences that answer, in reading order, each with its citation.

    Sentences of one article come in the article's order; articles come in the order of their best sentence.
    """
    chosen = choose(readings)
    runs = [run for item in _reading_order(chosen) for run in _runs(item, readings)]
    citations = Citations()
    sentences = tuple(_cite(run, citations, readings) for run in _once(_merge(runs)))
    return Quoted(sentences, citations.all())


def _runs(item: ScoredSentence, readings: Sequence[Reading]) -> list[_Run]:
    """The sentence as it is shown, behind the claim it answers where that is a quote of its own."""
    text = item.hit.article.article.text
    *holders, shown = shown_with(text, item.span, item.hit.passage.sentences)
    own = _Run(item.hit, shown, item.span, item.score, tuple(copies_of(item, readings)))
    return [*(_Run(item.hit, holder, holder) for holder in holders), own]


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
            best = max(last, run, key=lambda one: one.score)
            merged[-1] = _Run(last.hit, span, best.core, best.score, last.copies + run.copies)
        else:
            merged.append(run)
    return merged


def _once(runs: Sequence[_Run]) -> list[_Run]:
    """No words twice: what is shown alone and, in a copy of its article, with its neighbour is shown there.

    The article that had it alone is cited there as well.
    """
    kept: dict[int, _Run] = {}
    for place, run in sorted(enumerate(runs), key=lambda item: -len(_words(item[1]))):
        at = next((at for at, one in kept.items() if _words(run) in _words(one)), place)
        whole = kept.setdefault(at, run)
        cited = {whole.hit.article.id, *(copy.hit.article.id for copy in whole.copies)}
        if run.hit.article.id not in cited:
            again = ScoredSentence(run.hit, run.span, run.score)
            kept[at] = replace(whole, copies=(*whole.copies, again))
    return [kept[place] for place in sorted(kept)]


def _words(run: _Run) -> str:
    return " ".join(run.hit.article.article.text[slice(*run.span)].split())


def _cite(run: _Run, citations: Citations, readings: Sequence[Reading]) -> Sentence:
    number = citations.cite(run.hit.article, run.hit.passage.id, run.span)
    others = (citations.cite(copy.hit.article, copy.hit.passage.id, copy.span) for copy in run.copies)
    start, end = run.span
    text = run.hit.article.article.text
    focus = focus_of(run.hit.article.id, run.span, readings)
    answering = (start + first for first, _ in focus if run.core[0] <= start + first < run.core[1])
    own = _voice(text, run.core, next(answering, None))
    inside = [span for span in run.hit.passage.sentences if start <= span[0] and span[1] <= end]
    voices = (own if span == run.core else _voice(text, span) for span in inside)
    heard = tuple(dict.fromkeys(voice for voice in voices if voice.stance is not Stance.FACT))
    return Sentence(
        text[start:end],
        (number, *others),
        focus,
        own.stance,
        own.speaker,
        voices=heard if len(inside) > 1 else (),
    )


def _voice(text: str, span: Span, about: int | None = None) -> Voice:
    told = attribute(text, span, about)
    return Voice(told.stance, told.speaker)
