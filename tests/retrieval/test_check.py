"""Checking claims against a small corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Filters
from retrieval import Checker, ClaimVerdict, check_json
from retrieval.check import MAX_TEXT
from retrieval.errors import ClaimTooLongError, CorpusEmptyError, EmptyClaimError
from tests.retrieval.newsroom import Newsroom, article, build


@pytest.fixture
def checker(newsroom: Newsroom) -> Checker:
    return Checker(build(newsroom))


def test_a_claim_that_the_articles_make_is_supported_with_quotes(checker: Checker) -> None:
    checked = checker.check("The Harbour Orchestra named Lena Okoye its conductor.")
    assert checked.verdict is ClaimVerdict.SUPPORTED
    (quote, *_) = checked.supporting
    assert quote.quote == quote.article.article.text[quote.start : quote.end]
    assert "named Lena Okoye its conductor" in quote.quote
    assert checked.disputing == ()


def test_a_claim_that_the_articles_contradict_is_disputed_with_the_reason(checker: Checker) -> None:
    (claim,) = checker.check("The Harbour Orchestra named Ada Brandt its conductor.").claims
    assert claim.verdict is ClaimVerdict.DISPUTED
    assert "Lena Okoye" in claim.disputing[0].quote
    assert "Lena Okoye" in claim.reasons[0]
    assert len(claim.reasons) == len(claim.disputing)


def test_what_the_articles_do_not_say_is_not_found_and_has_no_quote(checker: Checker) -> None:
    checked = checker.check("The Harbour Orchestra sold its hall to a bank.")
    assert checked.verdict is ClaimVerdict.NOT_FOUND
    assert checked.supporting == checked.disputing == ()
    assert checked.searched.coverage.articles == 3


def test_a_sentence_that_two_publishers_print_counts_once(checker: Checker) -> None:
    checked = checker.check("The dam above Arlen broke at dawn on Friday.")
    assert [quote.quote for quote in checked.supporting] == ["The dam above Arlen broke at dawn on Friday."]


def test_a_paragraph_is_checked_claim_by_claim_and_quotes_are_numbered_through(checker: Checker) -> None:
    text = (
        "Hello all! The dam above Arlen broke at dawn. Seventeen people were treated in hospital."
        " The orchestra sold its hall to a bank. Is that so?"
    )
    checked = checker.check(text)
    assert [claim.verdict.value for claim in checked.claims] == ["supported", "supported", "not_found"]
    assert [part.no_claim for part in checked.skipped] == ["a greeting", "a question"]
    assert checked.verdict is ClaimVerdict.NOT_FOUND
    numbers = [quote.number for quote in checked.supporting]
    assert numbers == list(range(1, len(numbers) + 1))


def test_filters_narrow_what_is_searched(checker: Checker) -> None:
    nobody = Filters(publishers=("Valley Post",))
    checked = checker.check("The Harbour Orchestra named Lena Okoye its conductor.", nobody)
    assert checked.verdict is ClaimVerdict.NOT_FOUND
    assert checked.searched.filters == nobody


def test_what_a_publisher_has_since_corrected_does_not_dispute(tmp_path: Path) -> None:
    stories = [
        article(
            "Ferry hits pier at Arlen", "The ferry accident at Arlen killed 11 people, police said.", day=3
        ),
        article("Ferry toll rises", "The ferry accident at Arlen killed 14 people, police said.", day=5),
    ]
    newsroom = Newsroom(tmp_path, stories)
    with newsroom.library:
        checker = Checker(build(newsroom))
        assert (
            checker.check("The ferry accident at Arlen killed 14 people.").verdict is ClaimVerdict.SUPPORTED
        )
        older = checker.check("The ferry accident at Arlen killed 11 people.")
    assert older.verdict is ClaimVerdict.DISPUTED
    assert older.supporting
    assert older.disputing


def test_one_claim_is_exactly_the_object_of_the_interface(checker: Checker) -> None:
    shape = check_json(checker.check("The dam above Arlen broke at dawn on Friday."))
    assert {"claim", "verdict", "supporting", "disputing", "searched"} <= set(shape)
    assert "claims" not in shape


def test_several_claims_are_one_object_with_each_in_the_same_shape(checker: Checker) -> None:
    shape = check_json(
        checker.check("The dam broke at dawn on Friday. Okoye has led choirs in Lisbon. Really?")
    )
    assert shape["verdict"] in {"supported", "disputed", "not_found"}
    claims = shape["claims"]
    assert isinstance(claims, list)
    assert len(claims) == 2
    assert all({"claim", "verdict", "supporting", "disputing", "searched"} <= set(claim) for claim in claims)
    assert shape["skipped"] == [{"text": "Really?", "reason": "a question"}]


def test_what_cannot_be_checked_is_said_in_words(checker: Checker) -> None:
    with pytest.raises(EmptyClaimError):
        checker.check(" \n ")
    with pytest.raises(ClaimTooLongError):
        checker.check("x" * (MAX_TEXT + 1))
    assert checker.check("Is it?").verdict is ClaimVerdict.NOT_FOUND


def test_an_empty_corpus_is_said_in_words(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, [])
    with newsroom.library, pytest.raises(CorpusEmptyError):
        Checker(build(newsroom)).check("The dam above Arlen broke.")


SINKING = (
    "A burst pipe robbed the ferry Calder of its steering before it hit a pier in Elsmouth, experts said on"
    " Friday. The accident on 3 May killed 14 people. The pilot, Ada Brandt, will give evidence next week."
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Fourteen people died when the ferry hit the pier.", ClaimVerdict.SUPPORTED),
        ("Fourteen people died in the Elsmouth ferry accident.", ClaimVerdict.SUPPORTED),
        ("Nine people died when the ferry hit the pier.", ClaimVerdict.DISPUTED),
        ("Fourteen people died on Friday when the ferry hit the pier.", ClaimVerdict.NOT_FOUND),
        ("Experts killed 14 people.", ClaimVerdict.NOT_FOUND),
    ],
)
def test_two_sentences_of_one_accident_say_together_what_neither_says_alone(
    tmp_path: Path, claim: str, verdict: ClaimVerdict
) -> None:
    newsroom = Newsroom(tmp_path, [article("Pipe behind ferry accident", SINKING)])
    checked = Checker(build(newsroom)).check(claim)
    assert checked.verdict is verdict
    assert all("hit a pier" in citation.quote for citation in (*checked.supporting, *checked.disputing))


def test_what_an_accident_is_called_by_others_disputes_nothing(tmp_path: Path) -> None:
    text = "The number of people killed in the Calder disaster rose to 14 on Thursday, the coastguard said."
    newsroom = Newsroom(tmp_path, [article("Toll rises to 14", text)])
    checked = Checker(build(newsroom)).check("Fourteen people died in the Elsmouth ferry disaster.")
    assert checked.verdict is ClaimVerdict.NOT_FOUND
