"""Whether somebody did it: yes in one report and no in another."""

from __future__ import annotations

import pytest

from retrieval.disagree import disagreements
from tests.retrieval.statements import told

RESIGN = "Will Katrin Osse resign over the ferry inquiry?"
WILL = "Katrin Osse will resign over the ferry inquiry next week, the ministry said."


def sides(question: str, one: str, other: str, days: float = 0) -> list[list[str]]:
    found = disagreements(question, told(one, "A") + told(other, "B", days=days))
    return [[side.value for side in conflict.sides] for conflict in found]


@pytest.mark.parametrize(
    ("question", "one", "other", "values"),
    [
        (
            RESIGN,
            WILL,
            "Katrin Osse will not resign over the ferry inquiry, the ministry said.",
            ["Katrin Osse will resign", "Katrin Osse will not resign"],
        ),
        (
            RESIGN,
            WILL,
            "Osse won’t resign over the ferry inquiry, her office said.",
            ["Katrin Osse will resign", "Osse won’t resign"],
        ),
        (
            "Did Ann Lee plead guilty to fraud?",
            "Ann Lee pleaded guilty to fraud in the harbour court.",
            "Ann Lee pleaded not guilty to fraud in the harbour court.",
            ["Ann Lee pleaded guilty", "Ann Lee pleaded not guilty"],
        ),
        (
            "Did Velmark confirm the sale of the ferry?",
            "Velmark confirmed the sale of the ferry to Osterland.",
            "Velmark has denied the sale of the ferry to Osterland.",
            ["Velmark confirmed", "Velmark has denied"],
        ),
    ],
)
def test_yes_and_no_disagree(question: str, one: str, other: str, values: list[str]) -> None:
    assert sides(question, one, other) == [values]


@pytest.mark.parametrize(
    "other",
    [
        "Tom Ferris will not resign over the ferry inquiry, the ministry said.",
        "Katrin Osse will not sell the ferry, the ministry said.",
        "Katrin Osse may not resign over the ferry inquiry.",
        "It is unclear whether Katrin Osse will not resign over the ferry inquiry.",
        "Katrin Osse will not resign as head of the museum in Northgate.",
    ],
)
def test_what_another_did_or_what_is_unsure_does_not(other: str) -> None:
    assert sides(RESIGN, WILL, other) == []


def test_a_change_of_mind_is_no_disagreement() -> None:
    assert sides(RESIGN, WILL, "Katrin Osse will not resign over the ferry inquiry.", days=3) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Velmark has accused Osterland of selling missiles.", "Osterland denied that it sold missiles."),
        (
            "Velmark suspects Osterland of selling missiles.",
            "Velmark formally accused Osterland of selling missiles.",
        ),
    ],
)
def test_who_accuses_and_who_denies_is_no_contradiction(one: str, other: str) -> None:
    assert sides("Did Osterland sell missiles?", one, other) == []
