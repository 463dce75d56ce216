"""When two sentences are one."""

from __future__ import annotations

import pytest

from retrieval.copies import is_copy

SENTENCE = "The dam above Arlen broke at dawn on Friday and flooded the lower town, officials said."


def test_a_light_edit_is_a_copy() -> None:
    assert is_copy(SENTENCE, SENTENCE.replace("officials said", "officials say"))


@pytest.mark.parametrize(
    "other",
    [
        SENTENCE.replace("Arlen", "Boren"),
        SENTENCE.replace("broke", "never broke"),
        SENTENCE.replace("dawn", "5"),
        "Water from a broken dam reached the lower town.",
        "",
    ],
)
def test_another_name_number_or_negation_makes_another_sentence(other: str) -> None:
    assert not is_copy(SENTENCE, other)
