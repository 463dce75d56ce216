"""Sources that differ, and what one has changed, as a person is shown them: each side quoted and cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import split_sentences
from retrieval.attribution import attribute
from retrieval.differing.claims import Statement
from retrieval.disagree import ConflictSide, disagreements
from retrieval.models import Citation, Disagreement, Hit, Side, Updated, Voice
from retrieval.quote import Citations, Quoted
from retrieval.speech.sayings import Stance
from retrieval.updates import Update, updates


@dataclass(frozen=True, slots=True)
class Compared:
    """What the sources near an answer say otherwise than one another, or than they did before."""

    disagreements: tuple[Disagreement, ...]
    updates: tuple[Updated, ...]
    citations: tuple[Citation, ...]
    """Those of the answer, and behind them those of the sides."""


def compare(question: str, quoted: Quoted, hits: Sequence[Hit]) -> Compared:
    """The differences near an answer, and its citations with those of the sides added.

    What was quoted is looked at first, then every sentence of the hits: a side that was not chosen for the
    answer is shown all the same.
    """
    citations = Citations(quoted.citations)
    statements = [*map(_quoted, quoted.citations), *_read(hits)]
    differing = tuple(
        Disagreement(conflict.about, tuple(_side(side, citations) for side in conflict.sides))
        for conflict in disagreements(question, statements)
    )
    changed = tuple(updated_of(update, citations) for update in updates(question, statements))
    return Compared(differing, changed, citations.all())


def updated_of(update: Update, citations: Citations) -> Updated:
    """An update as it is shown, its sides cited."""
    earlier, later = (_side(side, citations) for side in update.sides)
    publisher = update.earlier.statements[0].article.article.publisher
    before, after = (_inside(side.value, update.rises is not None) for side in update.sides)
    return Updated(update.about, publisher, before, after, update.rises, (earlier, later))


def _inside(value: str, figure: bool) -> str:
    """A value as it is said inside a sentence: "at least 17", where its own sentence opens with it."""
    value = " ".join(value.split())
    return value[:1].lower() + value[1:] if figure else value


def _side(side: ConflictSide, citations: Citations) -> Side:
    """A side with who says what it quotes: its sentence that gives the value is the one that counts."""
    statement = side.statements[0]
    text = statement.article.article.text
    spans = [
        (statement.start + first, statement.start + last) for first, last in split_sentences(statement.text)
    ]
    at = statement.start + max(0, statement.text.find(side.value))
    own = next((span for span in spans if span[0] <= at < span[1]), (statement.start, statement.end))
    told = attribute(text, own, at)
    voices = [Voice(heard.stance, heard.speaker) for heard in (attribute(text, span) for span in spans)]
    heard = tuple(dict.fromkeys(voice for voice in voices if voice.stance is not Stance.FACT))
    return Side(
        statement.text,
        tuple(_cite(one, citations) for one in side.statements),
        told.stance,
        told.speaker,
        heard if len(spans) > 1 else (),
    )


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
