"""The benchmark of disagreements counts what is shown, and what should have been."""

from __future__ import annotations

from pathlib import Path

from benchmarks.disagreements import Tally, score, scores
from benchmarks.disputes import CONSISTENT, CONTRADICTING, Case, Told
from benchmarks.lookup import Lookup
from retrieval.differing.claims import Statement

ASKED = "How many people were on board the ferry Kestrel Bay?"
FERRY = "The ferry Kestrel Bay had 163 people on board when it left Port Hallow."


def both(text: str, other: str) -> tuple[Statement, ...]:
    return (*Told(text, "A").sentences(), *Told(other, "B").sentences())


def test_a_contradiction_shown_is_right_and_found() -> None:
    tally = score([Case(ASKED, both(FERRY, FERRY.replace("163", "136")), ("163", "136"))])
    assert (tally.contradictions, tally.found, tally.shown, tally.right) == (1, 1, 1, 1)


def test_another_difference_than_the_marked_one_is_a_false_alarm() -> None:
    tally = score([Case(ASKED, both(FERRY, FERRY.replace("163", "136")), ("Ann Lee", "Tom Ferris"))])
    assert (tally.found, tally.shown, tally.right) == (0, 1, 0)


def test_where_nothing_contradicts_whatever_is_shown_is_false() -> None:
    cases = [Case(ASKED, both(FERRY, FERRY)), Case(ASKED, both(FERRY, FERRY.replace("163", "136")))]
    tally = score(cases)
    assert (tally.answers, tally.contradictions, tally.shown, tally.right) == (2, 0, 1, 0)
    assert "50.00" in tally.line("set", "first")


def test_what_is_missed_can_be_read() -> None:
    tally = score([Case(ASKED, both(FERRY, "It sank."), ("163", "136"))], show="missed")
    assert FERRY in tally.examples[0]


def test_the_halves_are_stable() -> None:
    assert [Case(str(number), ()).seen for number in range(6)] == [False, False, True, True, False, False]


def test_a_lookup_finds_by_rare_words() -> None:
    lookup = Lookup(["the ferry sank", "the ferry sailed", "a tram"], key=str)
    assert lookup.best("Which ferry sank?", 1) == ["the ferry sank"]
    assert lookup.best("harbour", 1) == []


def test_the_sets_can_be_read_where_they_are(shared: Path) -> None:
    for make in {**CONTRADICTING, **CONSISTENT}.values():
        assert next(make(shared / "eval")).question


def test_recall_is_of_what_contradicts_and_false_alarms_are_of_answers() -> None:
    figures = scores(
        {
            "pairs": Tally(answers=4, contradictions=4, found=3, shown=4, right=3),
            "calm": Tally(answers=50, shown=1),
        }
    )
    assert (figures["precision"].value, figures["precision"].count) == (0.6, 5)
    assert (figures["recall, pairs"].value, figures["recall, pairs"].count) == (0.75, 4)
    assert figures["false per 100, calm"].value == 2
    assert "recall, calm" not in figures
