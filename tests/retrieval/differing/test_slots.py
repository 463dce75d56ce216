"""A sentence answers a question where it gives what is asked of what is named, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.differing.asked import asked_of
from retrieval.differing.slots import slot_claims
from retrieval.disagree import disagreements
from tests.retrieval.statements import told


def answers(question: str, text: str) -> list[str]:
    asked = asked_of(question)
    return [claim.value for statement in told(text) for claim in slot_claims(asked, statement)]


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (
            "When did the Kestrel Bay sink?",
            "The Kestrel Bay sank off Port Hallow on 3 September.",
            "3 September",
        ),
        (
            "When was Mara Quill born?",
            "Mara Quill (3 May 1950 – 9 June 2019) was an architect.",
            "3 May 1950",
        ),
        (
            "When did Mara Quill die?",
            "Mara Quill (3 May 1950 – 9 June 2019) was an architect.",
            "9 June 2019",
        ),
        ("When was the Tram Museum founded?", "In 1987, the Tram Museum was founded by a club.", "1987"),
        ("How many cabins does the Kestrel Bay have?", "The Kestrel Bay has 60 narrow cabins.", "60"),
        ("How tall is the Quill Tower?", "The Quill Tower is 90 metres high.", "90 metres"),
        (
            "How old was the boy found in Northgate?",
            "The 7-year-old boy was found in Northgate.",
            "7-year-old",
        ),
        ("How much did the Quill Tower cost?", "The Quill Tower cost $12 million.", "$12 million"),
        ("What is the population of Northgate?", "The population of Northgate was 4,411.", "4,411"),
        ("Who directed Grey Water?", "Grey Water is a film directed by Mara Quill.", "Mara Quill"),
        ("Who won the Northgate Cup?", "Mara Quill won the Northgate Cup.", "Mara Quill"),
        (
            "Where was Mara Quill born?",
            "Mara Quill was born in Port Hallow, Velmark.",
            "Port Hallow, Velmark",
        ),
    ],
)
def test_what_is_asked_is_read(question: str, text: str, value: str) -> None:
    assert answers(question, text) == [value]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When was Mara Quill born?", "Mara Quill's father was born in 1920."),
        ("When was Mara Quill born?", "Tom Ferris was born in 1960."),
        ("When was the Tram Museum founded?", "The Tram Museum has been open since 1987."),
        (
            "How many cabins does the Kestrel Bay have?",
            "The Kestrel Bay has 60 cabins, or 80 cabins in summer.",
        ),
        ("How tall is the Quill Tower?", "The Quill Tower is 90 metres high and 30 metres wide."),
        ("Who directed Grey Water?", "Grey Water was directed by Mara Quill and Tom Ferris."),
        ("Where was Mara Quill born?", "Mara Quill was born in Velmark."),
        ("Why did the Kestrel Bay sink?", "The Kestrel Bay sank off Port Hallow on 3 September."),
    ],
)
def test_what_may_be_something_else_is_not(question: str, text: str) -> None:
    assert answers(question, text) == []


def test_two_days_for_one_event_disagree() -> None:
    one = told("The ferry Kestrel Bay sank off Port Hallow on 3 September, the coastguard said.", "A")
    other = told("The Kestrel Bay sank on 5 September with 60 aboard.", "B")
    (conflict,) = disagreements("When did the Kestrel Bay sink?", one + other)
    assert [side.value for side in conflict.sides] == ["3 September", "5 September"]
    assert conflict.about == "When did the Kestrel Bay sink"


def test_a_weekday_and_its_date_agree() -> None:
    one = told("The Kestrel Bay sank off Port Hallow on Monday.", "A")
    other = told("The Kestrel Bay sank on 9 September with 60 aboard.", "B")
    assert disagreements("When did the Kestrel Bay sink?", one + other) == []


def test_two_things_of_one_name_do_not_disagree() -> None:
    question = "Who directed Grey Water?"
    one = told("Grey Water is a film directed by Mara Quill, released in 1960.", "A")
    other = told("Grey Water is a film directed by Tom Ferris, released in 1993.", "B")
    assert disagreements(question, one + other) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_question_can_be_held_against_any_text(question: str, text: str) -> None:
    for statement in told(text or "."):
        for claim in slot_claims(asked_of(question), statement):
            assert claim.value in statement.text
