"""Confidence against the truth, and what thresholds on it would cost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.scoring.judge import Judged
from retrieval.scoring.reliability import calibration_error, recall_at, reliability, trade_off
from tests.retrieval.scoring.test_scores import REFUSED, RIGHT

CONFIDENCES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def judged(yes: list[float], no: list[float]) -> list[Judged]:
    return [replace(RIGHT, confidence=c) for c in yes] + [replace(REFUSED, confidence=c) for c in no]


def test_a_bin_holds_its_questions_their_confidence_and_how_many_were_answerable() -> None:
    (low, high) = reliability(judged([0.95, 0.91], [0.93, 0.11]))
    assert (low.low, low.high, low.questions, low.confidence, low.answerable) == (0.1, 0.2, 1, 0.11, 0)
    assert (high.low, high.high, high.questions) == (0.9, 1.0, 3)
    assert high.confidence == pytest.approx((0.95 + 0.91 + 0.93) / 3)
    assert high.answerable == pytest.approx(2 / 3)


@given(CONFIDENCES, CONFIDENCES)
def test_every_question_is_in_one_bin(yes: list[float], no: list[float]) -> None:
    bins = reliability(judged(yes, no))
    assert sum(b.questions for b in bins) == len(yes) + len(no)
    assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 for b in bins)


def test_confidence_that_is_always_right_has_no_calibration_error() -> None:
    assert calibration_error(judged([1.0], [0.0])) == 0
    assert calibration_error(judged([0.25], [])) == 0.75


@given(CONFIDENCES, CONFIDENCES)
def test_a_higher_threshold_never_refuses_less(yes: list[float], no: list[float]) -> None:
    trades = trade_off(judged(yes, no))
    for before, after in pairwise(trades):
        assert before.false_refusals <= after.false_refusals
        assert before.refusal_recall <= after.refusal_recall


def test_the_best_recall_within_a_share_of_false_refusals_is_found() -> None:
    rows = judged([0.2, 0.6, 0.7, 0.8, 0.9], [0.1, 0.3, 0.5, 0.65])
    assert recall_at(rows, 0.0) == 0.25
    assert recall_at(rows, 0.2) == 0.75
    assert recall_at(rows, 1.0) == 1


def test_a_question_of_the_same_confidence_is_refused_with_the_others() -> None:
    assert recall_at(judged([0.5], [0.5]), 0.0) == 0
    assert trade_off(judged([0.5], [0.5]), [0.5])[0].refusal_recall == 0
