"""Checks claims against the corpus: each supported, disputed or not found, with the quotes that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from corpus import Filters, Span
from retrieval.assertions import Assertion, assertions
from retrieval.copies import is_copy
from retrieval.errors import ClaimTooLongError, CorpusEmptyError, EmptyClaimError
from retrieval.join import with_support
from retrieval.judging.happenings import lends, with_happening
from retrieval.judging.lexicon import meaning
from retrieval.judging.parse import parse, same_name
from retrieval.models import Citation, Hit, Query, Searched
from retrieval.quote import Citations
from retrieval.support import Judgement, Verdict, judge
from retrieval.words import STOP_WORDS, words

# A pasted paragraph or two; an article is not a claim.
MAX_TEXT = 4_000
PASSAGES = 10
_SENTENCES = 16  # of the passages, those that share most with the claim
_QUOTES = 3  # a side: more would repeat what is said
EVERYTHING = Filters()


class Searcher(Protocol):
    """What a check needs of an `Answerer`."""

    def search(self, query: Query, limit: int = 5) -> list[Hit]:
        """The passages nearest to a query, best first."""
        ...

    def searched(self, filters: Filters = EVERYTHING) -> Searched:
        """What such a search looks through."""
        ...


class ClaimVerdict(StrEnum):
    """What the corpus says of a claim."""

    SUPPORTED = "supported"
    DISPUTED = "disputed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim, its verdict and the quotes behind it; only what is not found has none."""

    claim: str
    verdict: ClaimVerdict
    supporting: tuple[Citation, ...]
    disputing: tuple[Citation, ...]
    searched: Searched
    reasons: tuple[str, ...] = ()
    """Why each disputing quote disputes it, in their order: "it says “14”, not “15”"."""
    alleged: tuple[bool, ...] = ()
    """Whether each supporting quote says it only as somebody's accusation or suspicion, in their order."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that was checked, claim by claim."""

    text: str
    claims: tuple[CheckedClaim, ...]
    skipped: tuple[Assertion, ...]
    """What of the text is no claim, each with the reason."""
    searched: Searched

    @property
    def verdict(self) -> ClaimVerdict:
        """Disputed where a claim is; supported where each claim is; otherwise not found."""
        verdicts = {claim.verdict for claim in self.claims}
        if ClaimVerdict.DISPUTED in verdicts:
            return ClaimVerdict.DISPUTED
        return ClaimVerdict.SUPPORTED if verdicts == {ClaimVerdict.SUPPORTED} else ClaimVerdict.NOT_FOUND

    @property
    def supporting(self) -> tuple[Citation, ...]:
        """Every quote for a claim, by number."""
        return _by_number(quote for claim in self.claims for quote in claim.supporting)

    @property
    def disputing(self) -> tuple[Citation, ...]:
        """Every quote against a claim, by number."""
        return _by_number(quote for claim in self.claims for quote in claim.disputing)


@dataclass(frozen=True, slots=True)
class _Quote:
    """A stretch of a passage and what it does to the claim."""

    hit: Hit
    span: Span
    judgement: Judgement

    @property
    def text(self) -> str:
        start, end = self.span
        return self.hit.article.article.text[start:end]


class Checker:
    """Checks texts claim by claim. Safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def check(self, text: str, filters: Filters = EVERYTHING) -> Checked:
        """Check each claim of a text against the articles inside the filters.

        Raises:
            EmptyClaimError: there is no text.
            ClaimTooLongError: it has more than `MAX_TEXT` characters.
            CorpusEmptyError: there is no article yet.
        """
        whole = text.encode("utf-8", "replace").decode().strip()
        if not whole:
            raise EmptyClaimError
        if len(whole) > MAX_TEXT:
            raise ClaimTooLongError(MAX_TEXT)
        citations, searched = Citations(), self._searcher.searched(filters)
        if not self._searcher.searched(Filters(audience=filters.audience)).coverage.articles:
            raise CorpusEmptyError
        parts = assertions(whole)
        claims = tuple(self._checked(part, citations, searched) for part in parts if not part.no_claim)
        return Checked(whole, claims, tuple(part for part in parts if part.no_claim), searched)

    def _checked(self, claim: Assertion, citations: Citations, searched: Searched) -> CheckedClaim:
        query = Query(" ".join((*claim.about, claim.text)), searched.filters)
        hits = [hit for hit in self._searcher.search(query, PASSAGES) if _is_about(claim, hit)]
        quotes = _judged(claim.text, hits)
        supporting = _side(quotes, Verdict.SUPPORTS)
        disputing = _without_updated(_side(quotes, Verdict.DISPUTES), supporting)[:_QUOTES]
        supporting = supporting[:_QUOTES]
        verdict = ClaimVerdict.SUPPORTED if supporting else ClaimVerdict.NOT_FOUND
        if disputing:
            verdict = ClaimVerdict.DISPUTED
        reasons = tuple(quote.judgement.reason for quote in disputing)
        sides = _cited(supporting, citations), _cited(disputing, citations)
        alleged = tuple(quote.judgement.alleged for quote in supporting)
        return CheckedClaim(claim.text, verdict, *sides, searched, reasons, alleged)


def _is_about(claim: Assertion, hit: Hit) -> bool:
    """Whether the passage names one of whom "she" may be; any does for a claim that stands by itself."""
    held = words(f"{hit.article.article.title} {hit.passage.text}")
    return not claim.about or any(
        same_name(name.split()[-1:], [word]) for name in claim.about for word in held
    )


def _judged(claim: str, hits: Sequence[Hit]) -> list[_Quote]:
    """Those sentences of the hits that share most with the claim, each judged, best first."""
    wanted = {meaning(word) for word in words(claim) if word.casefold() not in STOP_WORDS}
    found: dict[tuple[str, Span], tuple[int, Hit]] = {}
    for hit in hits:
        for span in hit.passage.sentences:
            held = {meaning(word) for word in words(hit.article.article.text[slice(*_shown(hit, span))])}
            found.setdefault((hit.article.id, span), (len(wanted & held), hit))
    nearest = sorted(found.items(), key=lambda item: item[1][0], reverse=True)[:_SENTENCES]
    quotes = [_Quote(hit, _shown(hit, span), _judge(claim, hit, span)) for (_, span), (_, hit) in nearest]
    return sorted(quotes, key=lambda quote: quote.judgement.score, reverse=True)


def _shown(hit: Hit, span: Span) -> Span:
    """The sentence with what it leans on: a quote can be understood by itself."""
    text, sentences = hit.article.article.text, hit.passage.sentences
    return with_happening(text, with_support(text, span, sentences), sentences)


def _judge(claim: str, hit: Hit, span: Span) -> Judgement:
    article = hit.article.article
    context = f"{article.title}.\n{hit.passage.text}"
    judged = judge(claim, article.text[slice(*span)], context, article.published_at)
    told = with_happening(article.text, span, hit.passage.sentences)
    if told == span or judged.verdict is not Verdict.SILENT:
        return judged
    before, own = (
        parse(article.text[slice(*part)], article.published_at) for part in ((told[0], span[0]), span)
    )
    if not lends(before, own, parse(claim)):
        return judged
    # Two sentences of one happening say together what neither says alone.
    return judge(claim, article.text[slice(*told)], context, article.published_at)


def _side(quotes: Iterable[_Quote], verdict: Verdict) -> list[_Quote]:
    """The quotes with a verdict; copies count once, and a quote inside a longer one does not count again."""
    side: list[_Quote] = []
    for quote in quotes:
        repeats = any(is_copy(quote.text, one.text) or _overlap(quote, one) for one in side)
        if quote.judgement.verdict is verdict and not repeats:
            side.append(quote)
    return side


def _overlap(one: _Quote, other: _Quote) -> bool:
    same = one.hit.article.id == other.hit.article.id
    return same and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _without_updated(disputing: Sequence[_Quote], supporting: Sequence[_Quote]) -> list[_Quote]:
    """Without what its own publisher has since replaced by what the claim says."""
    return [quote for quote in disputing if not any(_updates(later, quote) for later in supporting)]


def _updates(later: _Quote, earlier: _Quote) -> bool:
    new, old = later.hit.article.article, earlier.hit.article.article
    if not new.publisher or new.publisher != old.publisher or not new.published_at or not old.published_at:
        return False
    return new.published_at > old.published_at


def _cited(quotes: Sequence[_Quote], citations: Citations) -> tuple[Citation, ...]:
    numbers = [citations.cite(quote.hit.article, quote.hit.passage.id, quote.span) for quote in quotes]
    return tuple(citation for number in numbers for citation in citations.all() if citation.number == number)


def _by_number(quotes: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(sorted({quote.number: quote for quote in quotes}.values(), key=lambda quote: quote.number))
