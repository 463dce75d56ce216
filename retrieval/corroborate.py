"""Who says each sentence of an answer, and whether only one source says so. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import inf

from corpus import Span, StoredArticle, split_sentences
from retrieval.attribution import attribute
from retrieval.cues import numbers_in
from retrieval.models import Citation, Hit, Sentence
from retrieval.speech.sayings import Stance
from retrieval.support import Verdict, judge
from retrieval.vocabulary import MONTH_NAMES
from retrieval.words import content_stems, stems

# Share of a sentence's words that another publisher's must hold to be about the same, and to say the same
# (docs/decisions/0136-only-one-source.md). "Only one source says so" is itself a claim: when in doubt it is
# not made.
ABOUT = 0.3
SAYS = 0.45
# A report of the same days could have said it; one of last month could not.
DAYS = 7
MORE_HITS = 8
_WHEN = re.compile(
    rf"\b(?:1[5-9]|20)\d\d\b|\b(?:{MONTH_NAMES}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ap]\.m\.|o[’']clock)"
)


def attributed(sentences: Iterable[Sentence], citations: Iterable[Citation]) -> tuple[Sentence, ...]:
    """The sentences with who says them; one that a language model wrote gets it from what it cites first."""
    by_number = {citation.number: citation for citation in citations}
    return tuple(_attributed(sentence, by_number) for sentence in sentences)


def _attributed(sentence: Sentence, citations: Mapping[int, Citation]) -> Sentence:
    if sentence.stance is not None:
        return sentence
    cited = citations[sentence.citations[0]]
    text = cited.article.article.text
    told = attribute(text, _nearest(sentence.text, text, (cited.start, cited.end)))
    return replace(sentence, stance=told.stance, speaker=told.speaker)


def _nearest(said: str, text: str, quote: Span) -> Span:
    """The sentence of a quote that shares most words with what is said of it."""
    start, end = quote
    wanted = stems(said)
    spans = [(start + first, start + last) for first, last in split_sentences(text[start:end])]
    return max(spans, key=lambda span: len(wanted & stems(text[slice(*span)])), default=quote)


def corroborated(
    sentences: Iterable[Sentence],
    citations: Iterable[Citation],
    hits: Sequence[Hit],
    more: Callable[[str], Sequence[Hit]],
) -> tuple[Sentence, ...]:
    """The sentences, with `single_source` where others write about the same and only one source says it.

    `more` looks for further passages about a sentence; it is asked only where it matters.
    """
    by_number = {citation.number: citation for citation in citations}
    return tuple(
        replace(sentence, single_source=True)
        if _matters(sentence) and _is_alone(sentence, by_number, (*hits, *more(sentence.text)))
        else sentence
        for sentence in sentences
    )


def _matters(sentence: Sentence) -> bool:
    """Whether a second source would be wanted: for an allegation, and for a figure that somebody gives."""
    if sentence.stance is Stance.STATEMENT:
        return bool(_figures(sentence))
    return sentence.stance is Stance.ALLEGATION


def _figures(sentence: Sentence) -> frozenset[str]:
    """The numbers among the words that answer; a day or an hour is none."""
    answering = [sentence.text[start:end] for start, end in sentence.focus]
    return frozenset(
        number.casefold() for words in answering if not _WHEN.search(words) for number in numbers_in(words)
    )


def _is_alone(sentence: Sentence, citations: Mapping[int, Citation], hits: Iterable[Hit]) -> bool:
    cited = [citations[number].article for number in sentence.citations]
    if len(set(map(_publisher, cited))) > 1 and len({one.story for one in cited}) > 1:
        return False
    texts = [text for hit in hits if _is_another(hit.article, cited) for text in _texts(hit)]
    if not any(_share(sentence.text, text) >= ABOUT for text in texts):
        return False
    parts = [sentence.text[start:end] for start, end in split_sentences(sentence.text)]
    return not any(_says(part, _figures(sentence), text) for part in parts for text in texts)


def _is_another(article: StoredArticle, cited: Sequence[StoredArticle]) -> bool:
    """Whether an article is another publisher's own report of the same days, no copy of what is cited."""
    return all(
        _publisher(article) != _publisher(other)
        and article.story != other.story
        and _days_apart(article, other) <= DAYS
        for other in cited
    )


def _days_apart(one: StoredArticle, other: StoredArticle) -> float:
    first, second = one.article.published_at, other.article.published_at
    return abs((first - second).total_seconds()) / 86_400 if first and second else inf


def _publisher(stored: StoredArticle) -> str:
    return (stored.article.publisher or "").casefold()


def _texts(hit: Hit) -> Iterable[str]:
    text = hit.article.article.text
    return (text[start:end] for start, end in hit.passage.sentences)


def _share(said: str, text: str) -> float:
    wanted = frozenset(content_stems(said))
    return len(wanted & stems(text)) / len(wanted) if wanted else 0.0


def _says(said: str, figures: frozenset[str], text: str) -> bool:
    """Whether another sentence says the same, or may: then the one is not called the only one."""
    if figures and not figures <= frozenset(number.casefold() for number in numbers_in(text)):
        return False
    return _share(said, text) >= SAYS or judge(said, text).verdict is Verdict.SUPPORTS
