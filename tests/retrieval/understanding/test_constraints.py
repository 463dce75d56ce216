"""What the words of a question narrow the search to, and what they leave open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.understanding.constraints import Constraints, constraints_of

NOW = datetime(2024, 9, 18, 15, 30, tzinfo=UTC)  # a Wednesday
HELD = (
    *("The Courier", "Valley Post", "Associated Press", "Reuters", "BBC News", "BBC Sport", "The Ledger"),
    *("People", "The Arlen Gazette - Sports", "harbourwatch.example"),
)


def understood(question: str) -> Constraints:
    return constraints_of(question, NOW, HELD)


def days(constraints: Constraints) -> tuple[str | None, str | None]:
    since, until = constraints.since, constraints.until
    return since.date().isoformat() if since else None, until.date().isoformat() if until else None


STRICT_DATES = [
    ("As of Dec. 21, 2023, how many had died?", None, "2023-12-22"),
    ("How many had left as of March 2024?", None, "2024-04-01"),
    ("How many houses stood as of 2022?", None, "2023-01-01"),
    ("Who led the council as of last week?", None, "2024-09-16"),
    ("How many people have died since March?", "2024-03-01", None),
    ("What has the mayor said since 3 May 2024?", "2024-05-03", None),
    ("Since 2023-11-05, which bridges were closed?", "2023-11-05", None),
    ("What happened in Arlen last week?", "2024-09-09", None),
    ("Who resigned yesterday?", "2024-09-17", None),
    ("Who won the vote today?", "2024-09-18", None),
    ("What did the council decide this week?", "2024-09-16", None),
    ("Which ships sank in the past 3 days?", "2024-09-15", None),
    ("What was closed last month?", "2024-08-01", None),
    ("Who was arrested two days ago?", "2024-09-16", None),
    ("What did the Courier say in March?", "2024-03-01", "2024-04-01"),
    ("What did AP report last week?", "2024-09-09", "2024-09-16"),
    ("In April 2024, what did Reuters report about the dam?", "2024-04-01", "2024-05-01"),
    ("What did Reuters write on 5 May 2024 about the dam?", "2024-05-05", "2024-05-06"),
    ("Which articles published in 2023 name the mayor?", "2023-01-01", "2024-01-01"),
    ("Which news came out on Monday?", "2024-09-16", "2024-09-17"),
    ("What was in the headlines yesterday?", "2024-09-17", "2024-09-18"),
    ("What did the Valley Post say before 3 May 2024?", None, "2024-05-03"),
    ("What did the Valley Post say until 3 May 2024?", None, "2024-05-04"),
    ("What did the Valley Post report after 3 May 2024?", "2024-05-04", None),
    ("What did the Ledger report between 3 and 5 May 2024?", "2024-05-03", "2024-05-06"),
    ("How many cases were reported in March 2024?", "2024-03-01", None),
    ("What did the Courier's 3 May 2024 article say?", "2024-05-03", "2024-05-04"),
]


@pytest.mark.parametrize(("question", "since", "until"), STRICT_DATES)
def test_a_date_of_the_reporting_narrows_the_search(
    question: str, since: str | None, until: str | None
) -> None:
    assert days(understood(question)) == (since, until)


EVENTS = [
    "Who won in 2019?",
    "Where did the march on 5 May 2024 end?",
    "What happened in Arlen in April 2024?",
    "Who was born in 1954?",
    "What will the council decide this week?",
    "How many people fled between 3 and 5 May 2024?",
    "Which dam broke on Friday, 3 May 2024?",
    "What is planned for 2026?",
    "who left the party from january to march 2024",
    "During summer 2023, which village burned?",
    "Where did the strike begin on Monday?",
    "How many people live in Arlen today?",
]


@pytest.mark.parametrize("question", EVENTS)
def test_a_date_of_what_happened_is_preferred_and_excludes_nothing(question: str) -> None:
    constraints = understood(question)
    assert not constraints
    assert constraints.dates_said
    assert constraints.rest == question


NEITHER = [
    "What caused the Oct. 7 attack?",
    "Who lost the 2016 election?",
    "What has changed since the 2016 election?",
    "Before 2020, when did the river last freeze?",
    "How many were hurt by 3 May?",
    "Until 2019, who owned the mill?",
    "Who took over after May 2023?",
    "What did last week's storm destroy?",
    "Who led the March 2024 protest?",
    "Who won the 1954 final?",
    "What is the capital of Australia?",
    "May people march in Arlen?",
    "Why did the last week of the trial take so long?",
]


@pytest.mark.parametrize("question", NEITHER)
def test_a_date_that_names_something_else_says_nothing_of_its_reports(question: str) -> None:
    constraints = understood(question)
    assert not constraints
    assert constraints.dates_said == ()


BY = [
    ("According to the Courier, who broke the dam?", ("The Courier",)),
    ("according to the courier, who broke the dam?", ("The Courier",)),
    ("Who broke the dam according to AP?", ("Associated Press",)),
    ("What did the Associated Press say about the dam?", ("Associated Press",)),
    ("What does the BBC say about the dam?", ("BBC News", "BBC Sport")),
    ("What does BBC Sport say about the dam?", ("BBC Sport",)),
    ("Per the Valley Post, how many were hurt?", ("Valley Post",)),
    ("Who broke it, as reported by Reuters?", ("Reuters",)),
    ("What did Reuters say about its own strike?", ("Reuters",)),
    ("Reuters reported a crash; where was it?", ("Reuters",)),
    ("What does the Valley Post's report on the dam say?", ("Valley Post",)),
    ("Which article in the Ledger names the mayor?", ("The Ledger",)),
    ("Did 'The Ledger' article name the mayor?", ("The Ledger",)),
    ("What did harbourwatch say?", ()),
    ("What did harbourwatch.example say?", ("harbourwatch.example",)),
    ("According to the Arlen Gazette, who won?", ("The Arlen Gazette - Sports",)),
    ("What about Reuters?", ("Reuters",)),
    ("According to AFP, who won?", ("AFP",)),
    ("According to the Boren Herald, who won?", ("Boren Herald",)),
]


@pytest.mark.parametrize(("question", "publishers"), BY)
def test_a_publisher_whose_reporting_is_asked_for_narrows_the_search(
    question: str, publishers: tuple[str, ...]
) -> None:
    constraints = understood(question)
    assert constraints.publishers == publishers
    assert not constraints.compare


ABOUT = [
    "Who bought the Courier?",
    "Who is the editor of the Valley Post?",
    "How many people work for Reuters?",
    "What did Courier journalist Ada Brandt find?",
    "Who told Reuters that the dam would hold?",
    "Did Reuters and the BBC merge?",
    "Why was the BBC fined?",
    "According to BBC director Tim Grey, what went wrong?",
    "According to people who were there, what went wrong?",
    "What did people say about the dam?",
    "Who sent the courier?",
    "Where is the Valley Post building?",
]


@pytest.mark.parametrize("question", ABOUT)
def test_a_publisher_who_is_the_subject_narrows_nothing(question: str) -> None:
    constraints = understood(question)
    assert constraints.publishers == ()
    assert constraints.rest == question


COMPARED = [
    "What do both Reuters and the BBC say about the dam?",
    "Do Reuters and the Courier differ on the toll?",
    "How do the Courier, Reuters and the Valley Post disagree about the dam?",
    "Does the Courier article blame the mayor, while the Reuters report blames the engineers?",
    "Compare Reuters with the Courier on the dam.",
    "According to Reuters and the Courier, who broke the dam?",
]


@pytest.mark.parametrize("question", COMPARED)
def test_publishers_that_are_compared_are_each_to_be_heard(question: str) -> None:
    constraints = understood(question)
    assert constraints.compare
    assert len(constraints.voices) > 1
    assert constraints.publishers == tuple(name for voice in constraints.voices for name in voice)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("According to the Courier, who broke the dam?", "Who broke the dam?"),
        ("Who broke the dam according to AP?", "Who broke the dam?"),
        ("How many had died as of 3 May 2024?", "How many had died?"),
        ("As of 3 May 2024, how many had died, according to AP?", "How many had died?"),
        ("What did AP say in March?", "What did AP say in March?"),
        ("What did AP say about the dam in March?", "What did they say about the dam in March?"),
        ("What did both AP and the Courier say in March of the dam?", "What did they say of the dam?"),
        ("Does the Courier’s report name the mayor?", "Does the report name the mayor?"),
        ("How many have died since March?", "How many have died since March?"),
        ("According to AP, why?", "According to AP, why?"),
    ],
)
def test_words_that_only_narrow_are_not_looked_for(question: str, rest: str) -> None:
    assert understood(question).rest == rest


@pytest.mark.parametrize(
    ("question", "newest"),
    [
        ("Who is the mayor of Arlen?", True),
        ("What is the latest on the dam?", True),
        ("How many people are still missing?", True),
        ("How many have died so far?", True),
        ("What is the current price?", True),
        ("Who was the mayor of Arlen?", False),
        ("Who is said to have met the man who was shot?", False),
        ("How many people were hurt?", False),
        ("When did the dam break?", False),
        ("What did the now defunct firm sell?", False),
    ],
)
def test_the_present_state_is_told_from_what_happened(question: str, newest: bool) -> None:
    assert understood(question).newest is newest


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.sampled_from(["as of", "since"]))
def test_any_day_bounds_the_reporting(day: date, words: str) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    constraints = understood(f"How many had died {words} {day.isoformat()}?")
    assert (constraints.since, constraints.until) == (
        (None, start + timedelta(days=1)) if words == "as of" else (start, None)
    )


@given(st.text(max_size=120))
def test_any_question_is_understood_without_error(question: str) -> None:
    constraints = understood(f"{question} according to AP since May {question}")
    assert constraints.rest
    assert not (constraints.since and constraints.until) or constraints.since < constraints.until
