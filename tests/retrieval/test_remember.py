"""A passage is read once for a question."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Passage
from retrieval.remember import RememberingReader
from retrieval.spans import ReadPassage
from tests.retrieval.newsroom import article, hit


class Counting:
    """Reads every passage as answerable to its own number, and counts."""

    def __init__(self) -> None:
        self.read_ids: list[str] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[ReadPassage]:
        self.read_ids += [passage.id for passage in passages]
        return [ReadPassage(float(len(passage.text)), ()) for passage in passages]


RAIN = hit(article("Rain", "Rain fell."), 0).passage
FLOOD = hit(article("Flood", "The river rose over its banks."), 1).passage
FROST = hit(article("Frost", "It froze."), 2).passage


def test_only_what_was_not_read_for_this_question_is_read() -> None:
    counting = Counting()
    reader = RememberingReader(counting)
    reader.read("What fell?", [RAIN, FLOOD])
    again = reader.read("What fell?", [FROST, FLOOD, RAIN])
    assert [read.answerable for read in again] == [float(len(p.text)) for p in (FROST, FLOOD, RAIN)]
    assert counting.read_ids == [RAIN.id, FLOOD.id, FROST.id]
    reader.read("What rose?", [RAIN])
    assert counting.read_ids[-1] == RAIN.id
    assert len(counting.read_ids) == 4


def test_the_oldest_reading_is_forgotten_first() -> None:
    counting = Counting()
    reader = RememberingReader(counting, most=2)
    for passage in (RAIN, FLOOD, FROST):
        reader.read("What fell?", [passage])
    reader.read("What fell?", [FROST, FLOOD])
    assert len(counting.read_ids) == 3
    reader.read("What fell?", [RAIN])
    assert len(counting.read_ids) == 4


def test_more_passages_than_are_kept_are_read_all_the_same() -> None:
    reader = RememberingReader(Counting(), most=1)
    assert len(reader.read("What fell?", [RAIN, FLOOD, FROST])) == 3
