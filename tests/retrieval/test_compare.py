"""What is shown beside an answer: where sources differ, what one has changed, and who says each side."""

from __future__ import annotations

from retrieval.compare import Compared, compare
from retrieval.json_shapes import updated_json
from retrieval.marks import marks_of
from retrieval.models import Hit
from retrieval.quote import Quoted
from tests.retrieval.newsroom import article, hit

ASKED = "How many people were killed when the ferry Kestrel Bay sank off Port Hallow?"
FIRST = "At least 17 people were killed when the ferry Kestrel Bay sank off Port Hallow on Tuesday."
LATER = "The ferry Kestrel Bay sank off Port Hallow on Tuesday, killing 57 people."


def told(text: str, publisher: str, day: int) -> Hit:
    return hit(article("Ferry sinks", text, publisher, day), number=day * 100 + len(publisher))


def compared(*hits: Hit, question: str = ASKED) -> Compared:
    return compare(question, Quoted((), ()), hits)


def test_what_a_publisher_has_changed_is_quoted_twice_the_earlier_first() -> None:
    found = compared(told(LATER, "The Ledger", 2), told(FIRST, "The Ledger", 1))
    (updated,) = found.updates
    assert found.disagreements == ()
    assert (updated.about, updated.publisher) == ("people dead", "The Ledger")
    assert str(updated) == "rose from at least 17 to 57"
    assert [side.text for side in updated.sides] == [FIRST, LATER]
    quotes = {citation.number: citation.quote for citation in found.citations}
    assert [quotes[side.citations[0]] for side in updated.sides] == [FIRST, LATER]


def test_an_update_has_its_publisher_values_and_sides_in_json() -> None:
    (updated,) = compared(told(FIRST, "The Ledger", 1), told(LATER, "The Ledger", 2)).updates
    shape = updated_json(updated)
    assert {name: shape[name] for name in ("about", "publisher", "change", "from", "to")} == {
        "about": "people dead",
        "publisher": "The Ledger",
        "change": "rose",
        "from": "at least 17",
        "to": "57",
    }


def test_each_side_of_a_disagreement_says_whose_word_it_is() -> None:
    police = "The ferry Kestrel Bay sank off Port Hallow on Tuesday, killing 57 people, police said."
    union = "The union claimed that 40 people were killed when the ferry Kestrel Bay sank off Port Hallow."
    found = compared(told(police, "The Ledger", 1), told(union, "Northern Wire", 1))
    (differing,) = found.disagreements
    marks = {side.text: marks_of(side) for side in differing.sides}
    assert marks == {police: [], union: ["allegation by the union"]}
