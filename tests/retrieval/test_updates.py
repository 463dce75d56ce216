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


def test_a_count_that_passes_the_least_that_was_known_is_an_update() -> None:
    first, later = FIRST.replace("17", "11"), LATER.replace("57", "14")
    (update,) = updates(ASKED, told(first, "A") + told(later, "A", days=1))
    assert str(update) == "rose from At least 11 to 14"


def test_a_count_that_goes_on_is_known_by_the_names_of_its_event() -> None:
    rises = "The number of people killed in the Kestrel Bay disaster rose to 61 on Friday."
    (update,) = updates(ASKED, told(FIRST, "A") + told(rises, "A", days=3))
    assert str(update) == "rose from At least 17 to 61"


def test_a_toll_of_another_week_is_another_event_unless_it_says_that_it_counts_on() -> None:
    assert updates(ASKED, told(FIRST, "A") + told(LATER, "A", days=5)) == []


def test_tolls_that_rise_and_fall_are_of_several_events() -> None:
    daily = "At least {} people are killed in attacks across Velmark Valley, hospitals in Arlen say."
    asked = "How many people were killed in attacks across Velmark Valley?"
    days = [told(daily.format(count), "A", days=day) for day, count in enumerate((60, 91, 41))]
    assert updates(asked, [*days[0], *days[1], *days[2]]) == []


def test_at_least_so_many_and_then_at_least_fewer_is_no_fall() -> None:
    fewer = FIRST.replace("17", "9")
    assert updates(ASKED, told(FIRST, "A") + told(fewer, "A", days=1)) == []


def test_a_day_that_changes_neither_rises_nor_falls() -> None:
    asked = "On which day did the ferry Kestrel Bay sink off Port Hallow?"
    first = "The ferry Kestrel Bay sank off Port Hallow on 9 September."
    later = "The ferry Kestrel Bay sank off Port Hallow on 8 September."
    (update,) = updates(asked, told(first, "A") + told(later, "A", days=1))
    assert update.rises is None
    assert str(update) == "changed from 9 September to 8 September"
