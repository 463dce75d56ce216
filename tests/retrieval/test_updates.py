"""What one publisher reports later is an update."""

from __future__ import annotations

from retrieval.disagree import disagreements
from retrieval.updates import updates
from tests.retrieval.statements import told

ASKED = "How many people were killed when the ferry Kestrel Bay sank off Port Hallow?"
FIRST = "At least 17 people were killed when the ferry Kestrel Bay sank off Port Hallow on Tuesday."
LATER = "The ferry Kestrel Bay sank off Port Hallow on Tuesday, killing 57 people."


def test_a_later_figure_of_one_publisher_is_an_update() -> None:
    evidence = told(FIRST, "A") + told(LATER, "A", days=1)
    (update,) = updates(ASKED, evidence)
    assert str(update) == "rose from At least 17 to 57"
    assert [side.statements[0].text for side in update.sides] == [FIRST, LATER]
    assert disagreements(ASKED, evidence) == []


def test_a_figure_can_fall() -> None:
    (update,) = updates(ASKED, told(LATER, "A") + told(LATER.replace("57", "12"), "A", days=1))
    assert update.rises is False
    assert str(update) == "fell from 57 to 12"


def test_another_publisher_updates_nobody() -> None:
    assert updates(ASKED, told(FIRST, "A") + told(LATER, "B", days=1)) == []


def test_the_order_of_the_evidence_does_not_matter() -> None:
    (update,) = updates(ASKED, told(LATER, "A", days=1) + told(FIRST, "A"))
    assert update.earlier.value == "At least 17"


def test_undated_reports_have_no_order() -> None:
    assert updates(ASKED, told(FIRST, "A", days=None) + told(LATER, "A", days=None)) == []


def test_minimums_that_rise_within_a_day_are_no_disagreement() -> None:
    more = FIRST.replace("17", "20")
    assert disagreements(ASKED, told(FIRST, "A") + told(more, "B", days=0.5)) == []
    (conflict,) = disagreements(ASKED, told(FIRST, "A") + told(more, "B"))
    assert [side.value for side in conflict.sides] == ["At least 17", "At least 20"]
