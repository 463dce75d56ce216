"""Whether a quote supports a claim, disputes it or says nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.support import Verdict, judge

FERRY = (
    "The ferry Kestrel struck the pier at Port Ellery on Tuesday and at least 11 people died,"
    " Mayor Ada Brandt said."
)
MATCH = "Arlen Rovers beat Boren United 2-1 in the final on Saturday."
PUBLISHED = datetime(2024, 3, 7, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (FERRY, FERRY),
        ("At least 11 people died when the ferry Kestrel struck the pier at Port Ellery.", FERRY),
        ("More than 10 people died when the ferry Kestrel struck the pier at Port Ellery.", FERRY),
        ("Boren United were beaten by Arlen Rovers in the final.", MATCH),
        ("Arlen Rovers defeated Boren United in the final.", MATCH),
        ("On Saturday, Arlen Rovers beat Boren United 2-1 in the final.", MATCH),
        ("Two dozen houses were flooded in Arlen.", "In Arlen, 24 houses were flooded."),
        ("A fifth of the houses in Arlen were flooded.", "In Arlen, 20 per cent of the houses were flooded."),
        ("The dam was closed at 9:40 p.m. by engineers.", "Engineers closed the dam at 21:40."),
        ("Iran denied that it sent missiles.", "Iran rejected the claim that it had sent missiles."),
        ("The council did not accept the plan.", "The council rejected the plan."),
    ],
)
def test_the_same_in_other_words_is_supported(claim: str, quote: str) -> None:
    assert judge(claim, quote).verdict is Verdict.SUPPORTS


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("At least 15 people died when the ferry Kestrel struck the pier at Port Ellery on Tuesday.", FERRY),
        ("The ferry Kestrel struck the pier at Port Hallow on Tuesday.", FERRY),
        ("The ferry Kestrel struck the pier at Port Ellery on Friday.", FERRY),
        ("Boren United beat Arlen Rovers 2-1 in the final on Saturday.", MATCH),
        ("Arlen Rovers lost to Boren United in the final on Saturday.", MATCH),
        ("Arlen Rovers did not beat Boren United in the final.", MATCH),
        (
            "Norland has sent missiles to Velmark.",
            "Norland flatly denied that it has sent missiles to Velmark.",
        ),
        ("The council accepted the budget on Monday.", "The council rejected the budget on Monday."),
        ("The bridge was closed before the storm.", "The bridge was closed after the storm."),
        ("Engineers built the dam in 1986.", "Engineers built the dam in 1996."),
    ],
)
def test_a_small_change_that_makes_it_false_is_disputed_with_a_reason(claim: str, quote: str) -> None:
    judged = judge(claim, quote)
    assert judged.verdict is Verdict.DISPUTES
    assert judged.reason


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The captain of the Kestrel was arrested.", FERRY),
        ("Ada Brandt resigned as mayor of Port Ellery.", FERRY),
        ("Fifteen people died when the ferry Kestrel struck the pier at Port Ellery.", FERRY),
        ("The council closed three libraries.", "The council may close three libraries."),
        ("A volcano erupted in Iceland.", MATCH),
    ],
)
def test_what_a_quote_does_not_say_it_is_silent_on(claim: str, quote: str) -> None:
    assert judge(claim, quote).verdict is Verdict.SILENT


def test_a_weekday_is_the_day_that_its_article_means() -> None:
    quote = "The ferry struck the pier on Tuesday."
    assert (
        judge("The ferry struck the pier on 5 March 2024.", quote, "", PUBLISHED).verdict is Verdict.SUPPORTS
    )
    assert (
        judge("The ferry struck the pier on 6 March 2024.", quote, "", PUBLISHED).verdict is Verdict.DISPUTES
    )


def test_the_context_says_who_she_is_but_supports_nothing_by_itself() -> None:
    context = "Mayor Ada Brandt opened the debate. She called the closures a mistake. A fire was put out."
    quote = "She called the closures a mistake."
    assert judge("Ada Brandt called the closures a mistake.", quote, context).verdict is Verdict.SUPPORTS
    assert judge("Ada Brandt put out a fire.", quote, context).verdict is Verdict.SILENT
    assert judge("Ada Brandt called the closures a mistake.", quote).verdict is Verdict.SILENT


def test_an_accusation_supports_a_fact_as_an_accusation_only() -> None:
    quote = "Norland accused Velmark of sending missiles to Lisk."
    assert judge("Velmark sent missiles to Lisk.", quote).alleged
    assert not judge("Norland accused Velmark of sending missiles to Lisk.", quote).alleged


def test_two_changes_make_another_event_not_a_dispute() -> None:
    claim = "The ferry Kestrel carried 163 people to Arlen on Monday."
    assert judge(claim, "The ferry Kestrel carried 80 people to Arlen on Friday.").verdict is Verdict.SILENT


_TALK = "the dam at Arlen broke on Friday not 17 people died said Brandt , ."
_WORDS = st.lists(st.sampled_from(_TALK.split()))


@given(_WORDS, _WORDS)
def test_any_text_has_a_verdict_a_share_and_a_reason(claim: list[str], quote: list[str]) -> None:
    judged = judge(" ".join(claim), " ".join(quote))
    assert 0 <= judged.score <= 1
    assert judged.reason or judged.verdict is Verdict.SILENT


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_it(claim: str, quote: str) -> None:
    assert judge(claim, quote, quote).verdict in Verdict


@pytest.mark.parametrize(
    "claim",
    [
        "The council illegally approved the new harbour budget in a vote on Tuesday.",
        "The council approved the fraudulent new harbour budget in a vote on Tuesday.",
    ],
)
def test_a_word_put_into_a_true_sentence_is_a_claim_of_its_own(claim: str) -> None:
    quote = "The council approved the new harbour budget in a vote on Tuesday."
    assert judge(claim, quote).verdict is Verdict.SILENT


def test_a_word_of_how_much_put_in_changes_nothing() -> None:
    quote = "The council approved the new harbour budget in a vote on Tuesday."
    assert judge(f"Eventually {quote[0].lower()}{quote[1:]}", quote).verdict is Verdict.SUPPORTS
