"""Figures against their definitions, computed another way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.scoring.judge import Judged
from retrieval.scoring.questions import Question
from retrieval.scoring.scores import area_under_curve, score

ASKED = Question("1", "Who?", "who", (("Okoye",),), ("https://courier.example/a",), ())
NOT_HELD = Question("2", "Who?", "unanswerable", (), (), ())
RIGHT = Judged(ASKED, False, 0.9, 1, True, 1.0, True, 1, 1, 1, 0.1)
WRONG = replace(RIGHT, article_rank=3, facts_shown=0.0, evidence_shown=False, right_citations=0, citations=3)
REFUSED = replace(RIGHT, question=NOT_HELD, refused=True, confidence=0.2, article_rank=None, citations=0)


def values(*judged: Judged) -> dict[str, float]:
    return {row.name: row.value for row in score(judged)}


def test_each_figure_rests_on_the_questions_it_is_about() -> None:
    found = values(RIGHT, WRONG, REFUSED, replace(REFUSED, refused=False))
    assert found["article R@1"] == 0.5
    assert found["article R@3"] == 1
    assert found["article MRR"] == pytest.approx((1 + 1 / 3) / 2)
    assert found["answer shown"] == 0.5
    assert found["citation precision"] == 0.25
    assert found["refusal recall"] == 0.5
    assert found["false refusals"] == 0


def test_a_figure_without_questions_is_left_out() -> None:
    assert "refusal recall" not in values(RIGHT)
    assert "answerable AUC" not in values(RIGHT)


def test_the_range_holds_the_value() -> None:
    for row in score([RIGHT, WRONG] * 10 + [REFUSED] * 5):
        assert row.low <= row.value + 1e-9
        assert row.value <= row.high + 1e-9


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_area_is_the_share_of_pairs_in_order(yes: list[float], no: list[float]) -> None:
    judged = [replace(RIGHT, confidence=c) for c in yes] + [replace(REFUSED, confidence=c) for c in no]
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in yes for b in no]
    assert area_under_curve(judged) == pytest.approx(sum(pairs) / len(pairs))


def test_marked_words_match_when_half_of_them_are_the_answer() -> None:
    assert values(replace(RIGHT, marked=0.5), replace(RIGHT, marked=0.4))["span match"] == 0.5
