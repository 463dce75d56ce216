"""When there is nothing to answer from."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading import SUREST, Reading, ScoredSentence
from retrieval.refusal import STANDS_OUT, THRESHOLD, Evidence, Strictness, confidence, is_answered, weigh
from tests.retrieval.newsroom import article, hit

STORY = article("Dam breaks above Arlen", "The dam broke on Friday. Mayor Ada Brandt ordered everyone out.")
shares = st.floats(0, 1)
log_odds = st.floats(-SUREST, SUREST)


def test_no_passages_hold_no_answer() -> None:
    assert confidence("Who?", [], []) == 0


def test_a_near_passage_with_all_the_words_is_answered_from() -> None:
    near = Reading("", (), answerable=3.0)
    assert confidence("What did Ada Brandt order?", [hit(STORY, similarity=0.6)], [near]) > THRESHOLD


def test_a_far_passage_is_not() -> None:
    far = Reading("", (), answerable=-4.0)
    assert (
        confidence("What is the capital of Australia?", [hit(STORY, similarity=0.05)], [far]) < THRESHOLD / 4
    )


def test_one_part_that_is_answered_is_enough() -> None:
    parts = [Reading("", (), answerable=-4.0), Reading("", (), answerable=2.0)]
    assert weigh("Who fell, and who ordered it?", [hit(STORY)], parts).answerable == 2.0


def test_a_part_is_answered_by_a_likely_passage_or_by_a_sentence_that_stands_out() -> None:
    far, near = hit(STORY, similarity=0.05), hit(STORY, similarity=0.6)
    faint = ScoredSentence(far, (0, 27), STANDS_OUT / 2)
    clear = replace(faint, score=STANDS_OUT)
    assert is_answered("why?", [near], Reading("why?", (faint,), answerable=3.0))
    assert is_answered("why?", [far], Reading("why?", (faint, clear), answerable=-5.0))
    assert not is_answered("why?", [far], Reading("why?", (faint,), answerable=-5.0))
    assert not is_answered("why?", [], Reading("why?", (), answerable=-SUREST))


def test_names_and_numbers_that_the_article_lacks_are_counted() -> None:
    assert weigh("Did Ada Brandt call Lena Okoye on 3 May?", [hit(STORY)], []).missing == 4 / 6
    assert weigh("did anyone call?", [hit(STORY)], []).missing == 0


def test_strict_asks_for_more_and_lenient_for_less() -> None:
    thresholds = [strictness.threshold for strictness in Strictness]
    assert thresholds == sorted(thresholds)
    assert Strictness.LENIENT.threshold < Strictness.NORMAL.threshold < Strictness.STRICT.threshold
    assert Strictness.NORMAL.threshold == THRESHOLD
    assert all(0 < threshold < 1 for threshold in thresholds)


@given(shares, log_odds, shares, shares)
def test_more_evidence_never_makes_an_answer_less_likely(a: float, b: float, d: float, e: float) -> None:
    evidence = Evidence(a, b, d)
    assert 0 <= evidence.probability <= 1
    for name in ("similarity", "answerable"):
        more = replace(evidence, **{name: max(getattr(evidence, name), e)})
        assert more.probability >= evidence.probability
    assert replace(evidence, missing=max(d, e)).probability <= evidence.probability
