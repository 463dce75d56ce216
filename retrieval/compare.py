"""Sources that differ, as a person is shown them: each side quoted and cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.differing.claims import Statement
from retrieval.disagree import disagreements
from retrieval.models import Citation, Disagreement, Hit, Side
from retrieval.quote import Citations, Quoted


def compare(
    question: str, quoted: Quoted, hits: Sequence[Hit]
) -> tuple[tuple[Disagreement, ...], tuple[Citation, ...]]:
    """The differences near an answer, and its citations with those of the sides added.

    What was quoted is looked at first, then every sentence of the hits: a side that was not chosen for the
    answer is shown all the same.
    """
    citations = Citations(quoted.citations)
    statements = [*map(_quoted, quoted.citations), *_read(hits)]
    found = []
    for conflict in disagreements(question, statements):
        sides = (
            Side(side.statements[0].text, tuple(_cite(statement, citations) for statement in side.statements))
            for side in conflict.sides
        )
        found.append(Disagreement(conflict.about, tuple(sides)))
    return tuple(found), citations.all()


def _quoted(citation: Citation) -> Statement:
    return Statement(citation.quote, citation.start, citation.end, citation.passage_id, citation.article)


def _read(hits: Iterable[Hit]) -> list[Statement]:
    return [
        Statement(hit.article.article.text[start:end], start, end, hit.passage.id, hit.article)
        for hit in hits
        for start, end in hit.passage.sentences
    ]


def _cite(statement: Statement, citations: Citations) -> int:
    return citations.cite(statement.article, statement.passage_id, (statement.start, statement.end))
