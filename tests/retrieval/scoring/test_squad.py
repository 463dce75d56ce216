"""SQuAD's measures on examples worked out by hand."""

from __future__ import annotations

import pytest

from retrieval.scoring.squad import exact, f1, normalise


def test_case_punctuation_articles_and_blanks_do_not_count() -> None:
    assert normalise(" The  U.S.  Senate, a house ") == "us senate house"


@pytest.mark.parametrize(
    ("prediction", "accepted", "same", "overlap"),
    [
        ("the ferry", ["Ferry."], 1, 1),
        ("the old ferry", ["ferry"], 0, 2 / 3),
        ("a bus", ["ferry", "the bus stop"], 0, 2 / 3),
        ("a bus", ["ferry"], 0, 0),
        ("", [], 1, 1),
        ("bus", [], 0, 0),
    ],
)
def test_exact_match_and_f1(prediction: str, accepted: list[str], same: float, overlap: float) -> None:
    assert exact(prediction, accepted) == same
    assert f1(prediction, accepted) == pytest.approx(overlap)
