"""Holds one answer against what the question file accepts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.models import Answer, Citation, Hit, Status
from retrieval.scoring.questions import Question
from retrieval.scoring.squad import f1


@dataclass(frozen=True, slots=True)
class Judged:
    """What one answer was worth."""

    question: Question
    refused: bool
    confidence: float
    """The answerer's own probability that the corpus holds the answer."""
    article_rank: int | None
    """Of the first right article among the articles of the hits, from 1; `None` when it is not among them."""
    passage_found: bool
    """Every needed fact is said in the passages read."""
    facts_shown: float
    """The share of the needed facts that the shown sentences say."""
    evidence_shown: bool
    """A shown sentence is, or holds, one of the sentences that answer."""
    right_citations: int
    """Citations of a right article, or whose quote says a needed fact."""
    citations: int
    sentences: int
    seconds: float
    marked: float = 0.0
    """The best F1 of some marked words against an accepted answer; 0 when none are marked."""

    @property
    def shown(self) -> bool:
        """Whether all needed facts were shown."""
        return self.facts_shown >= 1


def judge(question: Question, answer: Answer, hits: Sequence[Hit], read: int = 5) -> Judged:
    """Hold an answer, and the hits behind it of which `read` were read, against the question.

    Yes and no are hardly ever said in those words: such a question counts as answered when one of the
    sentences that decide it is shown.
    """
    shown = [sentence.text for sentence in answer.sentences]
    passages = [hit.passage.text for hit in hits[:read]]
    return Judged(
        question=question,
        refused=answer.status is Status.REFUSED,
        confidence=answer.confidence,
        article_rank=_article_rank(question, hits),
        passage_found=_share_said(question, passages) >= 1,
        facts_shown=_share_said(question, shown),
        evidence_shown=_holds_evidence(question, shown),
        right_citations=sum(_supports(question, citation) for citation in answer.citations),
        citations=len(answer.citations),
        sentences=len(answer.sentences),
        seconds=answer.seconds,
        marked=_marked(question, answer),
    )


def says(text: str, wordings: Sequence[str]) -> bool:
    """Whether a text has one of the wordings, whatever the case and the punctuation."""
    folded = f" {_fold(text)} "
    return any(f" {_fold(wording)} " in folded for wording in wordings)


def _marked(question: Question, answer: Answer) -> float:
    accepted = [wording for wordings in question.facts for wording in wordings]
    words = (piece for sentence in answer.sentences for piece, marked in sentence.pieces() if marked)
    return max((f1(piece, accepted) for piece in words), default=0.0) if accepted else 0.0


def _share_said(question: Question, texts: Sequence[str]) -> float:
    if not question.facts:
        return 0.0
    if question.type == "yes_no":
        return float(_holds_evidence(question, texts))
    whole = "\n".join(texts)
    return sum(says(whole, wordings) for wordings in question.facts) / len(question.facts)


def _holds_evidence(question: Question, texts: Sequence[str]) -> bool:
    sentences = [_fold(sentence) for sentence in question.evidence]
    return any(
        sentence in folded or folded in sentence for folded in map(_fold, texts) for sentence in sentences
    )


def _article_rank(question: Question, hits: Sequence[Hit]) -> int | None:
    articles = list({hit.article.id: hit for hit in hits}.values())
    ranks = (rank for rank, hit in enumerate(articles, 1) if _is_gold(question, hit))
    return next(ranks, None)


def _is_gold(question: Question, found: Hit | Citation) -> bool:
    article = found.article.article
    gold = {_fold_link(name) for name in question.gold}
    return _fold_link(article.title) in gold or (bool(article.url) and _fold_link(article.url or "") in gold)


def _supports(question: Question, citation: Citation) -> bool:
    said = any(says(citation.quote, wordings) for wordings in question.facts)
    return _is_gold(question, citation) or (said and question.type != "yes_no")


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _fold_link(name: str) -> str:
    """Addresses are compared without what a library may tidy in them."""
    return re.sub(r"[\W_]+", " ", re.sub(r"^https?://(?:www\.)?", "", name.casefold())).strip()
