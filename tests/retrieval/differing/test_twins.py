"""Two sentences that are the same but for one value disagree; two that differ otherwise do not."""

from __future__ import annotations

import pytest

from retrieval.disagree import disagreements
from tests.retrieval.statements import told

FERRY = "The ferry Kestrel Bay had 163 people on board when it left Port Hallow on Monday."


def sides(question: str, one: str, other: str) -> list[list[str]]:
    found = disagreements(question, told(one, "A") + told(other, "B"))
    return [[side.value for side in conflict.sides] for conflict in found]


@pytest.mark.parametrize(
    ("question", "one", "other", "values"),
    [
        (
            "How many people were on board the Kestrel Bay?",
            FERRY,
            FERRY.replace("163", "136"),
            ["163", "136"],
        ),
        (
            "What share of Northgate backed the tram plan?",
            "The tram plan was backed by 54% of voters in Northgate.",
            "The tram plan was backed by 45% of voters in Northgate.",
            ["54%", "45%"],
        ),
        (
            "Who is the architect of the new library in Northgate?",
            "The architect of the new library in Northgate is Mara Quill, the council said.",
            "The architect of the new library in Northgate is Tom Ferris, the council said.",
            ["Mara Quill", "Tom Ferris"],
        ),
    ],
)
def test_one_report_with_two_values_disagrees(question: str, one: str, other: str, values: list[str]) -> None:
    assert sides(question, one, other) == [values]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # The same number in other words, and a day that is the same day.
        ("How many people were on board the Kestrel Bay?", FERRY, FERRY.replace("163", "some 160")),
        ("When did the Kestrel Bay leave?", FERRY, FERRY.replace("on Monday", "on 9 September")),
        # Not what was asked.
        ("Who built the Kestrel Bay?", FERRY, FERRY.replace("163", "136")),
        ("How many people were arrested in Northgate?", FERRY, FERRY.replace("163", "136")),
        # Another ferry in another place.
        (
            "How many people were on board?",
            FERRY,
            "The ferry Grey Gull had 40 people on board when it left Northgate on Monday.",
        ),
        # Two people can both have been arrested; a country has two names.
        (
            "What did police do in Northgate?",
            "Police in Northgate arrested Ann Lee outside the town hall on Monday.",
            "Police in Northgate arrested Tom Ferris outside the town hall on Monday.",
        ),
        (
            "Who signed the ferry treaty in Northgate?",
            "The ferry treaty was signed in Northgate by the United Nations on Monday.",
            "The ferry treaty was signed in Northgate by the UN on Monday.",
        ),
    ],
)
def test_reports_that_can_both_be_true_do_not(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == []


def test_a_short_formula_without_a_name_proves_nothing() -> None:
    question = "What is the population of Northgate?"
    one, other = "The population was 1,624 at the last count.", "The population was 48 at the last count."
    evidence = told(one, "A", title="Northgate (Velmark)") + told(other, "B", title="Northgate (Osterland)")
    assert disagreements(question, evidence) == []


def test_tables_claim_nothing() -> None:
    row = "Kestrel Bay | Port Hallow | 2019 | [ 1 ] | 163 | crew 12 | [ 2 ] | 90 m | 20 kn | [ 3 ]"
    assert sides("How many people does the Kestrel Bay carry?", row, row.replace("163", "136")) == []
