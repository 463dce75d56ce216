"""Cutting a pasted text into claims."""

from __future__ import annotations

import pytest

from retrieval.assertions import assertions


def test_each_sentence_is_a_claim_of_its_own() -> None:
    text = "The dam above Arlen broke at dawn. Seventeen people were treated in hospital."
    assert [part.text for part in assertions(text)] == text.replace("dawn. ", "dawn.\n").split("\n")


def test_clauses_are_parted_where_both_have_a_subject_and_a_verb() -> None:
    parts = assertions("The dam above Arlen broke at dawn, and the mayor ordered everyone out of the town.")
    assert [part.text for part in parts] == [
        "The dam above Arlen broke at dawn.",
        "The mayor ordered everyone out of the town.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor closed the road and opened the school.",
        "Velmark and Torrelund signed a treaty in Lisk.",
        "Norland accused Velmark of theft, but Velmark denied it.",
        "The report on the dam and the engineers who built it was published in May.",
    ],
)
def test_what_shares_a_subject_or_leans_on_the_rest_stays_whole(sentence: str) -> None:
    assert [part.text for part in assertions(sentence)] == [sentence]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Did the dam break?", "a question"),
        ("Hello everybody!", "a greeting"),
        ("Please share this with your friends.", "a request"),
        ("This is the best thing ever.", "an opinion"),
        ("I think it is terrible.", "an opinion"),
        ("Wow.", "a greeting"),
        ("Unbelievable news.", "too short to be a claim"),
    ],
)
def test_what_is_no_claim_is_left_out_with_the_reason(text: str, reason: str) -> None:
    (part,) = assertions(text)
    assert part.no_claim == reason


def test_what_a_claim_is_wrapped_in_is_taken_off() -> None:
    (part,) = assertions("I heard that the dam above Arlen broke on Friday.")
    assert part.text == "the dam above Arlen broke on Friday."


def test_a_pronoun_is_about_the_names_before_it() -> None:
    first, second = assertions("Mayor Ada Brandt spoke in Arlen. She promised new houses to everyone.")
    assert first.about == ()
    assert second.about == ("Ada Brandt", "Arlen")
