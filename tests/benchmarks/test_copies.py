"""The copies that near-copy detection is measured on are what their names say."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from benchmarks.copies import copied, hard_pairs
from benchmarks.copyedits import EDITS, cut_in_half, lead_rewritten, quotes_swapped, typography_changed
from corpus import Article
from corpus.likeness import Wording, likeness

LEAD = "Ministers of eleven northern towns met in Lunow on Monday to settle how much cod each may land."
REST = (
    'Talks broke down in spring. "We could not wait," said Ann Holm – not for a paper on 1,200 tonnes.\n\n'
    "Scientists say that the stock has recovered since the ban. Figures go to the towns on Thursday at noon."
)
REPORT = Article(
    "Towns argue over cod", f"{LEAD}\n\n{REST}", "Lunow Post", published_at=datetime(2024, 3, 5, tzinfo=UTC)
)


@pytest.mark.parametrize("kind", EDITS)
def test_every_copy_is_the_same_on_every_run_and_another_publishers(kind: str) -> None:
    one = copied(REPORT, kind, 3)
    assert one == copied(REPORT, kind, 3)
    assert (one.publisher == REPORT.publisher, one.text and one.title != "") == (False, True)
    assert (one.text, one.title) != (REPORT.text, REPORT.title)
    assert copied(REPORT, kind, 5).published_at is None


def test_a_rewritten_first_paragraph_keeps_no_run_of_words_and_the_rest_stays() -> None:
    edited = lead_rewritten(REPORT, random.Random(1)).text
    assert edited.endswith(REST)
    own = likeness(Wording.of(edited.removesuffix(REST)), Wording.of(REPORT.text))
    assert own.shared == 0


def test_half_a_report_ends_with_a_sentence() -> None:
    half = cut_in_half(REPORT, random.Random(1)).text
    assert REPORT.text.startswith(half)
    assert half.endswith((".", '"'))
    assert 0.3 < len(half) / len(REPORT.text) < 0.7


@pytest.mark.parametrize("edit", [quotes_swapped, typography_changed])
def test_typography_changes_characters_and_no_word(edit: type) -> None:
    edited = edit(REPORT, random.Random(1)).text
    assert edited != REPORT.text
    assert Wording.of(edited).words == Wording.of(REPORT.text).words


def test_reports_of_one_headline_within_days_are_a_hard_pair() -> None:
    other = Article(REPORT.title, "Nobody was hurt.", published_at=REPORT.published_at)
    far = Article("Snow", "It snowed in Vik all night.", published_at=REPORT.published_at)
    assert list(hard_pairs([REPORT, far, other])) == [(other, REPORT)]
